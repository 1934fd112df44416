"""Safety rules that apply before a page is parsed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from compass_model.front_matter import FrontMatter, read_front_matter, without_front_matter
from compass_model.problems import Code, Problem
from compass_model.safety import EVAL_RST_MESSAGE, check_front_matter, eval_rst_lines
from compass_model.source_file import outside_problem
from sphinx_compass.reporting import report

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def check_found_files(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Handle ``env-get-outdated``: leave out pages that are links to places outside the source."""
    srcdir = Path(env.srcdir)
    problems = []
    for docname in sorted(added | changed):
        problem = outside_problem(srcdir, _path(env, docname))
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
    """Handle ``source-read``: refuse unsafe front matter before MyST sees it."""
    path = _path(app.env, docname)
    problems = list(_reported(content[0], path))
    front = FrontMatter.of(content[0])
    if front is not None:
        document, found = read_front_matter(path, front)
        refused = bool(found)
        if document is not None:
            found = [
                Problem(path, document.line(finding.loc), finding.message, finding.code)
                for finding in check_front_matter(document.value)
            ]
            refused = bool(found)
        elif front.may_hold_facts():
            found = []  # sphinx_compass reads this front matter too, and says what is wrong with it
        problems += found
        if refused:
            content[0] = without_front_matter(content[0], front)
        elif document is None:  # a line across the page; MyST would look for settings all the same
            content[0] = " " + content[0]
    report(Path(app.srcdir), problems)


def check_included(app: Sphinx, path: Path, parent: str, content: list[str]) -> None:
    """Handle ``include-read``: what is included obeys the same rules as a page."""
    report(Path(app.srcdir), _reported(content[0], Path(path).as_posix()))


def _reported(text: str, path: str) -> Iterator[Problem]:
    for line in eval_rst_lines(text):
        yield Problem(path, line, EVAL_RST_MESSAGE, Code.REFUSED_DIRECTIVE)


def _path(env: BuildEnvironment, docname: str) -> str:
    return Path(env.doc2path(docname, base=False)).as_posix()
