"""The style sheets of our facts, on the pages that show some."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_compass.domain import compass_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

STATIC = Path(__file__).parent / "static"
SHEET = "compass.css"
INSTRUMENT_SHEET = "compass-instruments.css"
INSTRUMENT = "compass-instrument"
"""The class of a page that is printed as a form."""


def add_style(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Handle ``html-page-context``: other pages stay as they would be without this extension."""
    if doctree is not None and compass_domain(app.env).shows_something(pagename):
        app.add_css_file(SHEET)
        if any(INSTRUMENT in section["classes"] for section in doctree.findall(nodes.section)):
            app.add_css_file(INSTRUMENT_SHEET)


def offer_style(app: Sphinx, config: Config) -> None:
    """Handle ``config-inited``: have the style sheet copied."""
    # A new list: the old one may be the default that all sites of this process share.
    config.html_static_path = [*config.html_static_path, str(STATIC)]


def register(app: Sphinx) -> None:
    """Connect the handlers."""
    app.connect("config-inited", offer_style)
    app.connect("html-page-context", add_style)
