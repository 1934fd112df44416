"""Draws a contributor ladder: the first rung at the foot, lines from each rung to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from docutils import nodes

from compass_model.facts import Words
from sphinx_compass.messages import say
from sphinx_compass.svg import Drawing, rows_of, text_lines, wrapped

_WIDTH = 360
_LINE, _PADDING, _GAP = 18, 11, 26
_LANE, _EDGE = 16, 3
_LETTER = 8.6
"""The width of a bold letter, on average, with some room to spare."""
_LEGEND_LETTERS = 44

Step = tuple[int, int]
"""From one rung to another, by their positions from the foot."""


class _Box(NamedTuple):
    """A rung in the drawing."""

    lines: list[str]
    top: int
    height: int

    @property
    def middle(self) -> int:
        return self.top + self.height // 2


def ladder(table: nodes.table) -> Drawing:
    """Draw the rungs of a table with titles and what they come after."""
    rows = rows_of(table)
    titles = [" ".join(row[0]) for row in rows]
    lower = {
        i: [titles.index(title) for title in row[1] if title in titles]
        for i, row in enumerate(rows)
    }
    order = from_the_foot(lower)
    place = {rung: at for at, rung in enumerate(order)}
    steps = sorted((place[i], place[rung]) for rung in lower for i in lower[rung] if i != rung)
    lanes = lanes_of([(low, high) for low, high in steps if high != low + 1])
    left = _EDGE + _LANE * (1 + max(lanes.values())) if lanes else _EDGE
    boxes, height = _boxes([titles[rung] for rung in order], left)
    loose = {at for rung, at in place.items() if at > 0 and not lower[rung]}
    parts = [_box(box, left, loose=at in loose) for at, box in enumerate(boxes)]
    for low, high in steps:
        if high == low + 1:
            parts.append(_short(boxes[low], boxes[high], left))
        else:
            x = left - _LANE * (1 + lanes[low, high])
            parts.append(_round(boxes[low], boxes[high], left, x))
    if loose:
        legend = say(Words("Broken line: what comes before is to be agreed."))
        lines = wrapped(legend, _LEGEND_LETTERS)
        parts.append(text_lines(lines, left, height + 20, _LINE, ' font-size="12.5"'))
        height += 24 + _LINE * (len(lines) - 1)
    title = Words("The rungs of the ladder, the first at the foot")
    return Drawing("ladder", title, _WIDTH, height, "".join(parts))


def from_the_foot(lower: Mapping[int, Sequence[int]]) -> list[int]:
    """Sort rungs so that each stands above those it comes after, otherwise in their order."""
    order: list[int] = []
    rest = sorted(lower)
    while rest:
        ready = (rung for rung in rest if all(i not in rest or i == rung for i in lower[rung]))
        rung = next(ready, rest[0])
        order.append(rung)
        rest.remove(rung)
    return order


def lanes_of(steps: Sequence[Step]) -> dict[Step, int]:
    """Give each step that passes other rungs a lane beside them, short steps the nearest."""
    lanes: dict[Step, int] = {}
    for low, high in sorted(steps, key=lambda step: (step[1] - step[0], step)):
        taken = {lanes[a, b] for a, b in lanes if a < high and low < b}
        lanes[low, high] = next(lane for lane in range(len(steps)) if lane not in taken)
    return lanes


def _boxes(titles: Sequence[str], left: int) -> tuple[list[_Box], int]:
    """Stack the boxes from the foot; return them and the height of the whole."""
    letters = int((_WIDTH - left - _EDGE - 2 * _PADDING) / _LETTER)
    lines = [wrapped(title, letters) for title in titles]
    heights = [len(some) * _LINE + 2 * _PADDING for some in lines]
    whole = sum(heights) + _GAP * (len(heights) - 1) + 2 * _EDGE
    boxes, foot = [], whole - _EDGE
    for some, height in zip(lines, heights, strict=True):
        boxes.append(_Box(some, foot - height, height))
        foot -= height + _GAP
    return boxes, whole


def _box(box: _Box, left: int, *, loose: bool) -> str:
    """Draw a rung; a loose one, whose way is still to be agreed, with a broken line."""
    width = _WIDTH - left - _EDGE
    first = box.top + _PADDING + 14
    dashes = ' stroke-dasharray="5 4"' if loose else ""
    return (
        f'<rect x="{left}" y="{box.top}" width="{width}" height="{box.height}" rx="8" '
        f'fill-opacity="0.07" stroke="currentColor"{dashes}/>'
        + text_lines(box.lines, left + _PADDING, first, _LINE, ' font-weight="bold"')
    )


def _short(low: _Box, high: _Box, left: int) -> str:
    """Draw the step to the next box above."""
    x, head = left + 24, high.top + high.height + 2
    return _line(f"M{x} {low.top}V{head + 6}") + _head(x, head, up=True)


def _round(low: _Box, high: _Box, left: int, x: int) -> str:
    """Draw a step that passes boxes on their left, at *x*."""
    begin, end, turn = low.middle - 7, high.middle + 7, 6
    way = (
        f"M{left} {begin}H{x + turn}Q{x} {begin} {x} {begin - turn}"
        f"V{end + turn}Q{x} {end} {x + turn} {end}H{left - 6}"
    )
    return _line(way) + _head(left - 1, end, up=False)


def _line(way: str) -> str:
    return f'<path d="{way}" fill="none" stroke="currentColor" stroke-width="1.5"/>'


def _head(x: int, y: int, *, up: bool) -> str:
    """Draw the head of an arrow that points upwards or to the right."""
    way = f"M{x} {y}l-5 9h10z" if up else f"M{x} {y}l-9 -5v10z"
    return f'<path d="{way}"/>'
