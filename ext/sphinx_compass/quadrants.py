"""The stakeholder quadrants as a drawing above their table, in HTML only.

The drawing is made when a page is written, from the cells of the table, so that it is translated
with them. Colours come from the page (``currentColor``); the table says the same in words.
"""

from __future__ import annotations

import textwrap
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from compass_model.facts import Words
from compass_model.kinds.charter_parts_people import QUADRANTS
from sphinx_compass.builders import joins_pages
from sphinx_compass.domain import compass_domain
from sphinx_compass.messages import say

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

# Narrow, so that its letters can still be read on a phone, where the whole is 350 pixels wide.
_WIDTH, _HEIGHT = 232, 200
_LEFT, _TOP = 30, 8
_LINE, _LETTERS = 17, 25
# Column and row of each quadrant in the drawing: interest grows to the right, power upwards.
_PLACES = {
    ("high", "low"): (0, 0),
    ("high", "high"): (1, 0),
    ("low", "low"): (0, 1),
    ("low", "high"): (1, 1),
}


class quadrants_node(nodes.General, nodes.Element):
    """Holds the drawing as the attribute ``svg``."""


class DrawQuadrants(SphinxPostTransform):
    """Puts a drawing before each table that asks for one."""

    default_priority = 950
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Draw the tables of the page that is being written."""
        record = compass_domain(self.env).state["records"].get(self.env.docname)
        here = record is not None and record.part == "stakeholders"
        if not here and not joins_pages(self.env._app.builder):
            return
        for table in list(self.document.findall(nodes.table)):
            if owner := table.get("compass_quadrants"):
                svg = draw(_groups(table), f"compass-quadrants-{owner}")
                table.parent.insert(table.parent.index(table), quadrants_node(svg=svg))


def _groups(table: nodes.table) -> dict[str, list[str]]:
    """Read the names of the groups in each quadrant from the rows of the table."""
    groups: dict[str, list[str]] = {}
    for body in table.findall(nodes.tbody):
        for row in body.findall(nodes.row):
            cells = [entry.astext().strip() for entry in row.findall(nodes.entry)]
            groups.setdefault(cells[2], []).append(cells[0])
    return groups


def draw(groups: dict[str, list[str]], id: str) -> str:
    """Draw the four quadrants.

    Args:
        groups: the names in each quadrant, by its words in the language of the build
        id: an id for the drawing, unique on the page

    Returns:
        an ``svg`` element
    """
    title = say(Words("Stakeholders by power and interest"))
    desc = say(Words("The table below says the same in words."))
    parts = []
    for place, words in QUADRANTS.items():
        column, row = _PLACES[place]
        name = say(words)
        parts.append(_quadrant(name, groups.get(name, []), column, row))
    width, height = _LEFT + 2 * _WIDTH + 8, _TOP + 2 * _HEIGHT + 40
    middle_x, middle_y = _LEFT + _WIDTH, _TOP + _HEIGHT
    axes = (
        f'<text x="{middle_x}" y="{height - 10}" text-anchor="middle">'
        f"{escape(say(Words('Interest')))} →</text>"
        f'<text transform="translate(18 {middle_y}) rotate(-90)" text-anchor="middle">'
        f"{escape(say(Words('Power')))} →</text>"
    )
    return (
        f'<svg class="compass-quadrants" xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {width} {height}" aria-labelledby="{id}-title {id}-desc" font-size="14">'
        f'<title id="{id}-title">{escape(title)}</title><desc id="{id}-desc">{escape(desc)}</desc>'
        f"{''.join(parts)}{axes}</svg>"
    )


def _quadrant(name: str, groups: list[str], column: int, row: int) -> str:
    x, y = _LEFT + column * _WIDTH, _TOP + row * _HEIGHT
    lines = [line for group in groups for line in _wrapped(group)]
    room = (_HEIGHT - 48) // _LINE
    if len(lines) > room:
        lines = [*lines[: room - 1], "…"]
    texts = "".join(
        f'<text x="{x + 10}" y="{y + 50 + i * _LINE}">{escape(line)}</text>'
        for i, line in enumerate(lines)
    )
    return (
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" fill="none" '
        f'stroke="currentColor"/><text x="{x + 10}" y="{y + 26}" font-weight="bold">'
        f"{escape(name)}</text>{texts}"
    )


def _wrapped(group: str) -> list[str]:
    first, *rest = textwrap.wrap(group, _LETTERS) or [""]
    return [f"• {first}", *(f"\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}{line}" for line in rest)]


def visit_html(self: HTML5Translator, node: quadrants_node) -> None:
    """Write the drawing."""
    self.body.append(node["svg"])
    raise nodes.SkipNode


def skip(self: nodes.NodeVisitor, node: quadrants_node) -> None:
    """Leave the drawing out; the table says the same."""
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    """Add the node and the post-transform."""
    app.add_node(
        quadrants_node,
        html=(visit_html, None),
        latex=(skip, None),
        text=(skip, None),
        man=(skip, None),
        texinfo=(skip, None),
    )
    app.add_post_transform(DrawQuadrants)
