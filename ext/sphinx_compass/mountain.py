"""Draws the mountain of engagement: a way up with its levels, and who is on each."""

from __future__ import annotations

from docutils import nodes

from compass_model.facts import Words
from sphinx_compass.svg import Drawing, rows_of, text_lines, wrapped

_WIDTH, _TOP, _LEVEL = 360, 34, 74
_PEAK, _SIDE = 98, 94
"""Where the top of the mountain is, and how far its foot reaches to each side."""
_TEXT, _NAME_LETTERS, _WHO_LETTERS = 206, 16, 22
_LINE, _SMALL_LINE = 17, 15


def mountain(table: nodes.table) -> Drawing:
    """Draw the levels of a table, the first at the foot."""
    rows = rows_of(table)
    height = _TOP + _LEVEL * len(rows) + 4
    foot = height - 4
    dots, texts = [], []
    for i, row in enumerate(rows):
        y = foot - _LEVEL * i - _LEVEL // 2
        x = _way(y, foot, left=i % 2 == 0)
        dots.append((x, y))
        texts.append(_level(" ".join(row[0]), " ".join(row[1]), y))
        texts.append(
            f'<path d="M{x + 8} {y}H{_TEXT - 8}" stroke="currentColor" stroke-opacity="0.5" '
            'stroke-dasharray="1 4"/>'
        )
    body = _silhouette(foot) + _path(dots) + "".join(texts)
    title = Words("The levels of engagement as a mountain, the first at its foot")
    return Drawing("mountain", title, _WIDTH, height, body)


def _way(y: int, foot: int, *, left: bool) -> int:
    """Return where the way is at a height: it winds from one side to the other."""
    half = _SIDE * (y - _TOP) // (foot - _TOP)
    return _PEAK + (-half if left else half) * 2 // 5


def _silhouette(foot: int) -> str:
    """Draw the mountain, a flag on its top and a lower ridge behind it."""
    rise = (foot - _TOP) / 100
    mountain = [(-1, 0), (-0.7, 38), (-0.56, 35), (-0.16, 88), (0, 100)]
    mountain += [(0.2, 80), (0.3, 76), (0.52, 44), (0.64, 41), (1, 0)]
    ridge = [(0.64, 41), (0.82, 36), (1.15, 47), (1.6, 27), (1.95, 35), (2.77, 0), (1, 0)]
    flag = f"M{_PEAK} {_TOP}V{_TOP - 28}l20 7l-20 7"
    return (
        f'<polygon points="{_points(ridge, foot, rise)}" fill-opacity="0.05"/>'
        f'<polygon points="{_points(mountain, foot, rise)}" fill-opacity="0.1" '
        'stroke="currentColor" stroke-linejoin="round"/>'
        f'<path d="{flag}" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    )


def _points(outline: list[tuple[float, int]], foot: int, rise: float) -> str:
    """Turn an outline, across from the top and up in hundredths, into points of the drawing."""
    return " ".join(f"{_PEAK + _SIDE * x:.0f},{foot - rise * up:.0f}" for x, up in outline)


def _path(dots: list[tuple[int, int]]) -> str:
    """Draw the way from dot to dot and on to the top."""
    way = "M" + "L".join(f"{x} {y}" for x, y in [*dots, (_PEAK, _TOP)])
    circles = "".join(f'<circle cx="{x}" cy="{y}" r="5"/>' for x, y in dots)
    return (
        f'<path d="{way}" fill="none" stroke="currentColor" stroke-width="1.5" '
        f'stroke-dasharray="5 4"/>{circles}'
    )


def _level(name: str, who: str, y: int) -> str:
    names = wrapped(name, _NAME_LETTERS, most=2)
    room = 4 - len(names)
    lines = wrapped(who, _WHO_LETTERS, most=room) if who else []
    first = y + 5 - ((len(names) - 1) * _LINE + len(lines) * _SMALL_LINE) // 2
    below = first + (len(names) - 1) * _LINE + _SMALL_LINE + 1
    return text_lines(names, _TEXT, first, _LINE, ' font-weight="bold"') + text_lines(
        lines, _TEXT, below, _SMALL_LINE, ' font-size="12.5"'
    )
