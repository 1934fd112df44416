"""Our own words, translated through the catalogue ``locale/*/LC_MESSAGES/sphinx_compass``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translator

from compass_model.facts import Words

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CATALOGUE = "sphinx_compass"


def say(words: Words) -> str:
    """Return *words* in the language of the build."""
    translator = get_translator(CATALOGUE)
    if words.plural:
        message = translator.ngettext(words.message, words.plural, words.number)
        return message % {"n": words.number}
    return translator.gettext(words.message)


def register(app: Sphinx) -> None:
    """Announce the catalogue."""
    app.add_message_catalog(CATALOGUE, Path(__file__).parent / "locale")
