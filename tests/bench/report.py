"""Figures made of samples, a table for people, and a file with everything."""

from __future__ import annotations

import json
import platform
import statistics
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from tests.bench.measure import Sample
from tests.bench.scenarios import Round, Site


class Figure(NamedTuple):
    """One line of the report."""

    key: str
    what: str
    ratios: list[float]
    goal: float | None = None
    """The most that the median may be."""
    note: str = ""

    @property
    def median(self) -> float:
        """The median of the ratios."""
        return statistics.median(self.ratios)

    @property
    def verdict(self) -> str:
        """Whether the goal is reached; empty without a goal."""
        if self.goal is None:
            return ""
        return "PASS" if self.median <= self.goal else "FAIL"

    def line(self) -> str:
        """Write the figure as a line of the table."""
        spread = f"{min(self.ratios):.3f} – {max(self.ratios):.3f}" if len(self.ratios) > 1 else ""
        goal = f"≤ {self.goal:.2f}" if self.goal is not None else ""
        numbers = f"{self.median:7.3f}  {spread:15}  {len(self.ratios):2}  {goal:6}"
        return f"{self.key:3} {self.what:52} {numbers} {self.verdict:4} {self.note}".rstrip()


def ratios(done: Iterable[Round], ours: Site, theirs: Site, of: str = "cpu") -> list[float]:
    """Divide the samples of two sites, round by round."""
    return [
        getattr(group[ours.name], of) / getattr(group[theirs.name], of)
        for group in done
        if ours.name in group and theirs.name in group
    ]


def same_against_same(done: Sequence[Round]) -> list[float]:
    """Divide samples of one site that were made directly after one another: the noise."""
    pairs = []
    for before, after in pairwise(done):
        (last, first), (next_name, second) = list(before.items())[-1], next(iter(after.items()))
        if last == next_name:
            pairs.append(second.cpu / first.cpu)
    return pairs


def seconds(done: Iterable[Round], site: Site) -> str:
    """Say the median CPU time of a site."""
    return f"{statistics.median(group[site.name].cpu for group in done):.1f} s"


HEAD = f"{'':3} {'figure':52} {'median':>7}  {'spread':15}  {'n':>2}  {'goal':6}"


def table(figures: Sequence[Figure], remarks: Sequence[str]) -> str:
    """Write everything for people."""
    return "\n".join(["", HEAD, *(figure.line() for figure in figures), "", *remarks])


def save(
    path: Path,
    settings: dict[str, object],
    figures: Sequence[Figure],
    samples: dict[str, list[dict[str, Sample]]],
    remarks: Sequence[str],
) -> None:
    """Write a JSON file with all samples."""
    packages = ("sphinx", "myst-parser", "docutils", "pydata-sphinx-theme", "pydantic")
    content = {
        "settings": settings,
        "machine": {"python": platform.python_version(), "system": platform.platform()},
        "versions": {name: version(name) for name in packages},
        "figures": [
            {**figure._asdict(), "median": figure.median, "verdict": figure.verdict}
            for figure in figures
        ],
        "remarks": list(remarks),
        "samples": {
            name: [{site: sample._asdict() for site, sample in group.items()} for group in groups]
            for name, groups in samples.items()
        },
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
