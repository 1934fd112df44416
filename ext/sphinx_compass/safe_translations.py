"""Safety rules that apply to translations, which strangers write too."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from myst_parser.parsers.sphinx_ import MystParser
from sphinx import locale, package_dir

from compass_model.front_matter import FrontMatter
from compass_model.problems import Code, Problem
from compass_model.safety import replaced_words
from sphinx_compass.reporting import report

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config


class SafeParser(MystParser):
    """Refuses front matter in a translation, where it would set up the parser as in a page.

    Sphinx has each translated text parsed like a page, but tells no one before it does.
    """

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse a page, or the translation of a paragraph of it."""
        place, _, mark = str(document["source"]).rpartition(":")
        front = FrontMatter.of(inputstring) if mark == "<translated>" else None
        if front is not None:
            srcdir = Path(document.settings.env.srcdir)
            path, _, line = place.rpartition(":")
            message = "the translation of this text begins with '---', as front matter; change that"
            name = Path(path).relative_to(srcdir).as_posix()
            report(srcdir, [Problem(name, int(line), message, Code.UNSAFE_FRONT_MATTER)])
            inputstring = inputstring[front.end :]
        super().parse(inputstring, document)


def check_translations(app: Sphinx, config: Config) -> None:
    """Handle ``config-inited``: refuse files that replace Sphinx's own words and script.

    Those reach every page without being escaped. Sphinx has read them by now, so it reads its own
    words again, and no other translation in this build.
    """
    srcdir = Path(app.srcdir)
    problems = list(replaced_words(srcdir, [srcdir / folder for folder in config.locale_dirs]))
    report(srcdir, problems)
    if problems:
        config.locale_dirs = []
        locale.translators.pop(("general", "sphinx"), None)
        app.translator, _ = locale.init([None, package_dir / "locale"], config.language)
