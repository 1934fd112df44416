"""Drawings of ours as files that stand alone: no page around them gives them colours or letters."""

from __future__ import annotations

import re

from docutils import nodes

from sphinx_compass.figures import DRAWERS
from sphinx_compass.messages import say
from sphinx_compass.svg import as_svg

_INK = "#1a1a1a"
"""Nearly black: these drawings are read on white."""
_FONTS = "Helvetica, Arial, sans-serif"


def drawing_of(table: nodes.table) -> tuple[str, str] | None:
    """Return the title and the SVG of the drawing that a table asks for, if it does."""
    for name, draw in DRAWERS.items():
        if table.get(f"compass_{name}"):
            made = draw(table)
            return say(made.title), alone(as_svg(made, f"compass-{name}"), made.width, made.height)
    return None


def alone(svg: str, width: int, height: int) -> str:
    """Make a drawing independent of the page.

    Args:
        svg: the drawing as it stands in a page
        width: its width in its own units
        height: its height in its own units
    """
    size = f'<svg width="{width}" height="{height}" color="{_INK}" font-family="{_FONTS}" '
    svg = svg.replace("<svg ", size, 1)
    svg = svg.replace("currentColor", _INK)
    ground = f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    svg = re.sub(r"(</desc>)", rf"\1{ground}", svg, count=1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{svg}\n'
