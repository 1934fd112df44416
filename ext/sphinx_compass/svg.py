"""What our drawings have in common: the frame with its title, and lines of text.

Colours come from the page (``currentColor``). A drawing is no wider than a phone in its own units,
so that its letters can be read there.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from docutils import nodes

from compass_model.facts import Words
from sphinx_compass.messages import say


class Drawing(NamedTuple):
    """A drawing in its own units."""

    name: str
    """Marks it for style sheets."""
    title: Words
    width: int
    height: int
    body: str
    """The elements inside."""


def as_svg(drawing: Drawing, id: str) -> str:
    """Return a drawing as an ``svg`` element.

    Args:
        drawing: what is drawn
        id: an id for the drawing, unique on the page
    """
    desc = say(Words("The table below says the same in words."))
    return (
        f'<svg class="compass-figure compass-{drawing.name}" xmlns="http://www.w3.org/2000/svg" '
        f'role="img" viewBox="0 0 {drawing.width} {drawing.height}" '
        f'aria-labelledby="{id}-title {id}-desc" font-size="14" fill="currentColor">'
        f'<title id="{id}-title">{escape(say(drawing.title))}</title>'
        f'<desc id="{id}-desc">{escape(desc)}</desc>{drawing.body}</svg>'
    )


def wrapped(text: str, letters: int, *, most: int = 0) -> list[str]:
    """Break a text into lines.

    Args:
        text: the text
        letters: the length of a line; half as many fit where letters are as wide as they are high
        most: how many lines there is room for; 0 for any number
    """
    if any(unicodedata.east_asian_width(letter) in {"W", "F"} for letter in text):
        letters //= 2
    lines = textwrap.wrap(text, letters) or [""]
    if most and len(lines) > most:
        last = textwrap.shorten(" ".join(lines[most - 1 :]), letters, placeholder=" …").strip()
        lines = [*lines[: most - 1], last]
    return lines


def text_lines(lines: Sequence[str], x: float, y: float, leading: int, attributes: str = "") -> str:
    """Write lines of text, the first with its foot at *y*."""
    return "".join(
        f'<text x="{x:g}" y="{y + i * leading:g}"{attributes}>{escape(line)}</text>'
        for i, line in enumerate(lines)
    )


def rows_of(table: nodes.table) -> list[list[list[str]]]:
    """Read the paragraphs of each cell from the body of a table, row by row."""
    return [
        [[p.astext().strip() for p in entry.findall(nodes.paragraph)] for entry in row.children]
        for body in table.findall(nodes.tbody)
        for row in body.findall(nodes.row)
    ]
