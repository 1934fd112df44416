"""Draws a timeline: a row for each entry, with what was planned and what happened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docutils import nodes

from compass_model.facts import Words
from sphinx_compass.messages import say
from sphinx_compass.svg import Drawing, rows_of, text_lines, wrapped

_WIDTH, _LEFT, _RIGHT = 360, 6, 354
_LETTERS = 46
_LINE, _TRACK, _GAP = 17, 12, 15
_AXIS = 30
_STEPS = (1, 2, 3, 6)
"""After how many months the axis may have a mark; longer times are whole years."""
_MARKS = 6
"""How many marks there is room for, each with a year and a month."""
_LEAST = 7
"""The width of a day, so that it can be seen."""
_DATE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")

Bar = tuple[float, float]
"""From when to when, in months since the year 0."""


class _Entry(NamedTuple):
    """A row that has a date."""

    title: list[str]
    first: Bar | None
    """What was planned at first, where it was changed."""
    planned: Bar | None
    happened: Bar | None

    @property
    def bars(self) -> list[Bar]:
        return [bar for bar in (self.first, self.planned, self.happened) if bar is not None]


class _Scale(NamedTuple):
    """Where times stand in the drawing."""

    begin: int
    end: int
    step: int
    """Months from one mark of the axis to the next."""

    def x(self, month: float) -> float:
        """Return where a time stands."""
        return _LEFT + (_RIGHT - _LEFT) * (month - self.begin) / (self.end - self.begin)


def timeline(table: nodes.table) -> Drawing:
    """Draw the rows of a table with a title, what was planned and what happened."""
    entries = [entry for row in rows_of(table) if (entry := _entry(row)).bars]
    scale = scale_of([bar for entry in entries for bar in entry.bars])
    parts, y = [], _AXIS
    for entry in entries:
        y += _LINE
        parts.append(text_lines(entry.title, _LEFT, y, _LINE))
        y += _LINE * (len(entry.title) - 1) + 6
        parts += _bars(entry, scale, y)
        y += _TRACK + _GAP
    axis = "".join(_axis(scale, y - _GAP + 6))
    legend, height = _legend(entries, y + 8)
    title = Words("What was planned and what happened, over time")
    return Drawing("timeline", title, _WIDTH, height, axis + "".join(parts) + legend)


def bars_of(paragraphs: Sequence[str]) -> list[Bar]:
    """Read the times of a cell, one from each paragraph that names some."""
    found = []
    for text in paragraphs:
        dates = _DATE.findall(text)
        if dates:
            found.append((_months(*dates[0])[0], _months(*dates[-1])[1]))
    return found


def _months(year: str, month: str, day: str) -> Bar:
    """Return when a day or month begins and ends."""
    begin = int(year) * 12 + int(month) - 1
    if not day:
        return begin, begin + 1
    return begin + (int(day) - 1) / 31, begin + int(day) / 31


def _entry(row: list[list[str]]) -> _Entry:
    planned, happened = bars_of(row[1]), bars_of(row[2])
    return _Entry(
        wrapped(" ".join(row[0]), _LETTERS, most=2),
        planned[0] if len(planned) > 1 else None,
        planned[-1] if planned else None,
        happened[0] if happened else None,
    )


def scale_of(bars: Sequence[Bar]) -> _Scale:
    """Choose an axis with few marks that holds all times."""
    first = int(min((bar[0] for bar in bars), default=0))
    last = int(max((bar[1] for bar in bars), default=1) + 0.999)
    years = 1
    steps = iter(_STEPS)
    while True:
        step = next(steps, 12 * years)
        if step >= 12:
            years *= 2
        begin = first // step * step
        end = -(-last // step) * step
        if (end - begin) // step <= _MARKS:
            return _Scale(begin, max(end, begin + step), step)


def _axis(scale: _Scale, foot: float) -> Iterator[str]:
    """Draw a line downwards at each mark, with its year and month above."""
    for month in range(scale.begin, scale.end + 1, scale.step):
        x = scale.x(month)
        yield (
            f'<path d="M{x:g} {_AXIS - 8}V{foot:g}" stroke="currentColor" stroke-opacity="0.25"/>'
        )
        if month == scale.end:
            continue  # no room for words to the right of it
        year, rest = divmod(month, 12)
        label = f"{year:04}" if scale.step >= 12 else f"{year:04}-{rest + 1:02}"
        yield text_lines([label], x + 2, _AXIS - 12, _LINE, ' font-size="12.5"')


def _bars(entry: _Entry, scale: _Scale, y: float) -> Iterator[str]:
    if entry.first is not None and entry.planned is not None:
        yield _box(entry.first, scale, y, ' fill="none" stroke-dasharray="3 3"')
        yield _arrow(scale, entry.first, entry.planned, y + _TRACK / 2)
    if entry.planned is not None:
        yield _box(entry.planned, scale, y, ' fill="none"')
    if entry.happened is not None:
        yield _box(entry.happened, scale, y + 2, "", height=_TRACK - 4)


def _box(bar: Bar, scale: _Scale, y: float, look: str, *, height: int = _TRACK) -> str:
    left, right = scale.x(bar[0]), scale.x(bar[1])
    width = max(_LEAST, right - left)
    left = min(left, _WIDTH - 1 - width)
    return _rect(left, y, width, height, look)


def _rect(x: float, y: float, width: float, height: float, look: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:g}" width="{width:.1f}" height="{height:g}" rx="3" '
        f'stroke="currentColor" stroke-width="1.5"{look}/>'
    )


def _arrow(scale: _Scale, first: Bar, then: Bar, y: float) -> str:
    """Draw an arrow from the first plan to the one that replaced it, where there is room."""
    if then[0] >= first[1]:
        begin, end, back = scale.x(first[1]) + 2, scale.x(then[0]) - 2, -6
    else:
        begin, end, back = scale.x(first[0]) - 2, scale.x(then[1]) + 2, 6
    if abs(end - begin) < 10 or (begin < end) != (back < 0):
        return ""
    return (
        f'<path d="M{begin:.1f} {y:g}H{end:.1f}" stroke="currentColor" stroke-width="1.5"/>'
        f'<path d="M{end:.1f} {y:g}l{back} -4v8z"/>'
    )


def _legend(entries: Sequence[_Entry], y: float) -> tuple[str, int]:
    """Explain the signs that are used; return also where the drawing ends."""
    signs = (
        (' fill="none"', Words("planned"), any(e.planned for e in entries)),
        (
            ' fill="none" stroke-dasharray="3 3"',
            Words("planned at first, then changed"),
            any(e.first for e in entries),
        ),
        ("", Words("happened"), any(e.happened for e in entries)),
    )
    parts = []
    for look, words, used in signs:
        if used:
            parts.append(_rect(_LEFT, y, 22, _TRACK, look))
            parts.append(text_lines([say(words)], _LEFT + 30, y + 11, _LINE, ' font-size="12.5"'))
            y += _LINE + 3
    return "".join(parts), int(y + 4)
