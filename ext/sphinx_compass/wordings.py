"""The language of a text that its author wrote in several languages."""

from __future__ import annotations

from functools import cached_property
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import init
from sphinx.util.i18n import docname_to_domain

from compass_model.facts import Fact
from compass_model.problems import Code, Problem
from sphinx_compass.reporting import report

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


class Wordings:
    """Chooses the wording in the language of the site, for the facts of one page.

    What was worded in the data was reviewed there and wins; a translation of the same text in the
    translators' catalogue would be forgotten, so it is reported.
    """

    def __init__(self, env: BuildEnvironment, docname: str) -> None:
        self._env = env
        self._docname = docname
        self._reported: set[tuple[str, int]] = set()

    def of(self, fact: Fact, path: str, line: int) -> str | None:
        """Return the author's wording in the language of the site.

        :param path: the file of the fact, relative to the source folder
        :returns: ``None`` when there is none: then the original is shown, or its translation
        """
        language = str(self._env.config.language)
        wording = dict(fact.wordings).get(language)
        is_new = (path, line) not in self._reported  # a page may show a text in several places
        if wording is not None and is_new and self._is_translated(fact.text):
            self._reported.add((path, line))
            message = (
                f"this text has a wording in '{language}' here and a translation in the "
                "catalogue; the wording here is shown; take the other one out"
            )
            problem = Problem(path, line, message, Code.TRANSLATED_TWICE)
            report(Path(self._env.srcdir), [problem])
        return wording

    def _is_translated(self, text: str) -> bool:
        return self._catalogue is not None and self._catalogue.gettext(text) not in {text, ""}

    @cached_property
    def _catalogue(self) -> NullTranslations | None:
        """The catalogue of the page, found as ``sphinx.transforms.i18n.Locale`` finds it.

        Once for a page: Sphinx makes the catalogue longer each time it is asked for.
        """
        config = self._env.config
        domain = docname_to_domain(self._docname, config.gettext_compact)
        folders = [str(Path(self._env.srcdir) / folder) for folder in config.locale_dirs]
        catalogue, found = init(folders, str(config.language), domain)
        return catalogue if found else None
