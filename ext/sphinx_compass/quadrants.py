"""Draws stakeholders in four quadrants, by power and interest."""

from __future__ import annotations

from html import escape

from docutils import nodes

from compass_model.facts import Words
from compass_model.kinds.charter_parts_people import QUADRANTS
from sphinx_compass.messages import say
from sphinx_compass.svg import Drawing, rows_of, text_lines, wrapped

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


def quadrants(table: nodes.table) -> Drawing:
    """Draw the groups of a table of stakeholders."""
    groups: dict[str, list[str]] = {}
    for row in rows_of(table):
        groups.setdefault(" ".join(row[2]), []).append(" ".join(row[0]))
    parts = []
    for place, words in QUADRANTS.items():
        column, row_number = _PLACES[place]
        name = say(words)
        parts.append(_quadrant(name, groups.get(name, []), column, row_number))
    width, height = _LEFT + 2 * _WIDTH + 8, _TOP + 2 * _HEIGHT + 40
    middle_x, middle_y = _LEFT + _WIDTH, _TOP + _HEIGHT
    interest, power = say(Words("Interest")), say(Words("Power"))
    axes = (
        f'<text x="{middle_x}" y="{height - 10}" text-anchor="middle">'
        f"{escape(interest)} →</text>"
        f'<text transform="translate(18 {middle_y}) rotate(-90)" text-anchor="middle">'
        f"{escape(power)} →</text>"
    )
    title = Words("Stakeholders by power and interest")
    return Drawing("quadrants", title, width, height, "".join(parts) + axes)


def _quadrant(name: str, groups: list[str], column: int, row: int) -> str:
    x, y = _LEFT + column * _WIDTH, _TOP + row * _HEIGHT
    lines = [line for group in groups for line in _bullet(group)]
    room = (_HEIGHT - 48) // _LINE
    if len(lines) > room:
        lines = [*lines[: room - 1], "…"]
    return (
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" fill="none" '
        f'stroke="currentColor"/><text x="{x + 10}" y="{y + 26}" font-weight="bold">'
        f"{escape(name)}</text>{text_lines(lines, x + 10, y + 50, _LINE)}"
    )


def _bullet(group: str) -> list[str]:
    first, *rest = wrapped(group, _LETTERS)
    return [f"• {first}", *(f"\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}{line}" for line in rest)]
