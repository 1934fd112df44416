"""Which rungs of a ladder go round in a circle, and which nobody can reach."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence, Set
from typing import TypeAlias

Steps: TypeAlias = Mapping[str, Sequence[str] | None]
"""The rungs from which one comes, by rung; ``None`` while that is to be agreed."""


def circles(steps: Steps) -> list[tuple[str, ...]]:
    """Find the circles, each in upward order; a rung is named in one of them only.

    :param steps: where one comes from; rungs that do not exist are passed over
    """
    found: list[tuple[str, ...]] = []
    done: set[str] = set()
    for first in steps:
        way = _way_round(steps, first, done)
        if way:
            found.append(way)
        done.update(way or (first,))
    return found


def _way_round(steps: Steps, first: str, done: Set[str]) -> tuple[str, ...]:
    """Return the shortest way from *first* up to itself, or nothing when there is none."""
    ways: deque[tuple[str, ...]] = deque([(first,)])
    seen: set[str] = set()
    while ways:
        way = ways.popleft()
        for lower in steps[way[0]] or ():
            if lower == first:
                return (first, *way[:-1])
            if lower in steps and lower not in seen and lower not in done:
                seen.add(lower)
                ways.append((lower, *way))
    return ()


def unreachable(steps: Steps, first: str) -> list[str]:
    """Find the rungs that do not follow from *first*, in their order.

    Left out are those whose way cannot be judged: rungs that go round in a circle, or follow
    something that does, that is to be agreed or that does not exist.
    """
    upper: dict[str, list[str]] = {}
    unclear = {id for circle in circles(steps) for id in circle}
    for id, lower in steps.items():
        if lower is None or any(other not in steps for other in lower):
            unclear.add(id)
        for other in lower or ():
            upper.setdefault(other, []).append(id)
    reached = {first, *unclear}
    todo = list(reached)
    while todo:
        for id in upper.get(todo.pop(), ()):
            if id not in reached:
                reached.add(id)
                todo.append(id)
    return [id for id in steps if id not in reached]
