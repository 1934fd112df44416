"""A badge with a DOI, drawn here: the usual ones are pictures on other hosts."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

from compass_model.identifiers import doi_url

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

_LETTER = 7
"""The width of a letter; the text is fitted to it, whatever the font."""


class badge_node(nodes.General, nodes.Element):
    """Holds a DOI as the attribute ``doi``, and the paragraph that says the same."""


def badge_svg(doi: str) -> str:
    """Return the badge as an ``svg`` element."""
    left, width = 38, len(doi) * _LETTER
    whole, shown = left + width + 16, escape(doi)
    return (
        f'<svg class="compass-doi" xmlns="http://www.w3.org/2000/svg" role="img" '
        f'aria-label="DOI: {shown}" viewBox="0 0 {whole} 22" width="{whole}" height="22" '
        f'font-family="sans-serif" font-size="13" fill="#fff">'
        f'<rect width="{whole}" height="22" rx="4" fill="#0b5394"/>'
        f'<path d="M4 0H{left}V22H4a4 4 0 0 1-4-4V4a4 4 0 0 1 4-4z" fill="#444"/>'
        f'<text x="7" y="16" textLength="24">DOI</text>'
        f'<text x="{left + 8}" y="16" textLength="{width}" lengthAdjust="spacingAndGlyphs">'
        f"{shown}</text></svg>"
    )


def _visit_html(self: HTML5Translator, node: badge_node) -> None:
    url = escape(doi_url(node["doi"]))
    self.body.append(f'<p><a class="compass-doi" href="{url}">{badge_svg(node["doi"])}</a></p>\n')
    raise nodes.SkipNode


def _pass(self: nodes.NodeVisitor, node: badge_node) -> None:
    """Show the paragraph inside."""


def register_badge(app: Sphinx) -> None:
    """Add the node."""
    app.add_node(
        badge_node,
        html=(_visit_html, None),
        latex=(_pass, _pass),
        text=(_pass, _pass),
        man=(_pass, _pass),
        texinfo=(_pass, _pass),
    )
