"""Safety rules that apply to the files of translations, which strangers write too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx import locale, package_dir

from compass_model.locale_files import REPLACES_WORDS, locale_problems, may_hold_translations
from compass_model.problems import Code, Problem
from compass_model.source_file import is_inside
from sphinx_compass.reporting import report

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def check_translations(app: Sphinx, config: Config) -> None:
    """Handle ``config-inited``: refuse files that lead elsewhere or replace Sphinx's own words.

    Sphinx writes beside each catalogue, through links too; and its own words reach every page
    without being escaped. It has read those by now, so it reads them again without these files,
    and no translation at all in this build.
    """
    srcdir = Path(app.srcdir)
    folders = [*may_hold_translations(srcdir), *(srcdir / name for name in config.locale_dirs)]
    problems = list(dict.fromkeys([*locale_problems(srcdir, folders), *_script(srcdir, config)]))
    report(srcdir, problems)
    if problems:
        config.locale_dirs = []
        locale.translators.pop(("general", "sphinx"), None)
        app.translator, _ = locale.init([None, package_dir / "locale"], config.language)


def _script(srcdir: Path, config: Config) -> Iterator[Problem]:
    """Find the script that Sphinx would take from the folder in which the build is started."""
    for name in config.locale_dirs:
        file = Path(name, config.language, "LC_MESSAGES", "sphinx.js")
        if not file.is_absolute() and file.is_file() and not is_inside(file, srcdir):
            yield Problem(os.path.relpath(file, srcdir), 1, REPLACES_WORDS, Code.ACTIVE_FILE)
