"""Safety rules that apply before a page is parsed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from compass_model.problems import Code, Problem
from compass_model.safety import EVAL_RST_MESSAGE, eval_rst_lines
from compass_model.source_file import outside_problem
from sphinx_compass.reporting import report
from sphinx_compass.safe_places import page_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_FOUND_RST = "compass_found_rst"


def check_settings(app: Sphinx, config: Config) -> None:
    """Handle ``config-inited``: do without the extension of MyST that runs code in pages."""
    extensions = list(config.myst_enable_extensions)
    if "substitution" in extensions:
        config.myst_enable_extensions = [name for name in extensions if name != "substitution"]
        message = "'substitution' would let every page run code; take it out"
        path = os.path.relpath(Path(app.confdir) / "conf.py", app.srcdir)
        report(Path(app.srcdir), [Problem(path, 1, message, Code.REFUSED_DIRECTIVE)])


def check_found_files(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Handle ``env-get-outdated``: leave out pages that are links to places outside the source."""
    srcdir = Path(env.srcdir)
    problems = []
    for docname in sorted(added | changed):
        problem = outside_problem(srcdir, page_of(env, docname))
        if problem is not None:
            problems.append(problem)
            added.discard(docname)
            changed.discard(docname)
            env.found_docs.discard(docname)
            if docname in env.all_docs:
                removed.add(docname)
    report(srcdir, dict.fromkeys(problems))
    return []


def check_source(app: Sphinx, docname: str, content: list[str]) -> None:
    """Handle ``source-read``: report what the text of a page may not hold."""
    _report_rst(app.env, content[0], page_of(app.env, docname))


def check_included(app: Sphinx, path: Path, parent: str, content: list[str]) -> None:
    """Handle ``include-read``: what is included obeys the same rules as a page."""
    _report_rst(app.env, content[0], Path(path).as_posix())


def was_reported(env: BuildEnvironment) -> bool:
    """Return whether reStructuredText was found in the source of what is being read."""
    return _FOUND_RST in env.temp_data


def _report_rst(env: BuildEnvironment, text: str, path: str) -> None:
    problems = [
        Problem(path, line, EVAL_RST_MESSAGE, Code.REFUSED_DIRECTIVE)
        for line in eval_rst_lines(text)
    ]
    if problems:
        env.temp_data[_FOUND_RST] = True
        report(Path(env.srcdir), problems)
