"""Figures made of samples, a table for people, and a file with everything."""

from __future__ import annotations

import json
import platform
import statistics
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from tests.bench.sites import (
    BARE,
    EXPORT,
    HOSTED,
    PLAIN,
    STARTED,
    STOCK,
    STUDY,
    TEXT,
    TWIN,
    TYPED,
    Round,
    Site,
)


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
        if not before or not after:
            continue
        (last, first), (following, second) = list(before.items())[-1], next(iter(after.items()))
        if last == following:
            pairs.append(second.cpu / first.cpu)
    return pairs


def seconds(done: Iterable[Round], ours: Site, theirs: Site, of: str = "cpu") -> str:
    """Say the medians of two sites."""
    groups = [group for group in done if ours.name in group and theirs.name in group]
    if not groups:
        return ""
    unit = {"cpu": "s", "rss": "MiB"}[of]
    medians = [
        statistics.median(getattr(g[site.name], of) for g in groups) for site in (ours, theirs)
    ]
    return " / ".join(f"{median:.1f}" for median in medians) + f" {unit}"


def figures(samples: dict[str, list[Round]], pages: int) -> list[Figure]:
    """Return a figure for everything that was measured."""
    found = [*_main(samples), *_check(samples), *_export(samples)]
    for part, what, pair in (("A", "plain", (PLAIN, STOCK)), ("B", "typed", (TYPED, TWIN))):
        found += [*_growth(samples, part, what, pair, pages), *_besides(samples, part, what, pair)]
    return sorted((figure for figure in found if figure.ratios), key=lambda figure: figure.key)


def _main(samples: dict[str, list[Round]]) -> Iterator[Figure]:
    for part, what, ours, theirs, goal in (
        ("A", "plain pages: with / without", PLAIN, STOCK, 1.05),
        ("B", "typed pages / twin", TYPED, TWIN, 1.10),
    ):
        done = samples.get(part, [])
        note = seconds(done, ours, theirs)
        yield Figure(part, what, ratios(done, ours, theirs), goal, note)
        yield Figure(part, "  noise: the same build twice", same_against_same(done))
    done = samples.get("B", [])
    yield Figure("B", "  typed pages / twin without front matter", ratios(done, TYPED, BARE))
    done = samples.get("Q", [])
    note = seconds(done, STUDY, TYPED)
    what = "1,000 excerpts and 300 items: with / without"
    yield Figure("Q", what, ratios(done, STUDY, TYPED), 1.15, note)
    yield Figure("Q", "  noise: the same build twice", same_against_same(done))
    done = samples.get("B", [])
    yield Figure("H", "hosts show their parts / they do not", ratios(done, HOSTED, TYPED))


def _export(samples: dict[str, list[Round]]) -> Iterator[Figure]:
    done = [group for group in samples.get("X", []) if {TEXT, EXPORT, STARTED} <= set(group)]
    pairs = [
        (group[EXPORT].cpu - group[STARTED].cpu, group[TEXT].cpu - group[STARTED].cpu)
        for group in done
    ]
    if done:
        note = " / ".join(f"{statistics.median(side):.1f}" for side in zip(*pairs, strict=True))
        what = "export of 100 documents / text builder"
        yield Figure("X", what, [ours / theirs for ours, theirs in pairs], 1.20, f"{note} s")
        whole = [group[EXPORT].cpu / group[TEXT].cpu for group in done]
        yield Figure("X", "  with the start of Sphinx in both", whole)


def _check(samples: dict[str, list[Round]]) -> Iterator[Figure]:
    cold = samples.get("B") or samples.get("C, first", [])
    builds = [group[TYPED.name].cpu for group in cold if TYPED.name in group]
    checks = [group[TYPED.name].cpu for group in samples.get("C", []) if group]
    if builds and checks:
        build = statistics.median(builds)
        note = f"{statistics.median(checks):.1f} s / {build:.1f} s"
        found = [check / build for check in checks]
        yield Figure("C", "compass check / cold build of the typed pages", found, 0.10, note)


def _growth(
    samples: dict[str, list[Round]], part: str, what: str, pair: tuple[Site, Site], pages: int
) -> Iterator[Figure]:
    large = ratios(samples.get(f"D {part}", []), *pair)
    small = ratios(samples.get(part, []), *pair)
    if large and small:
        middle = statistics.median(small)
        note = f"{statistics.median(large):.3f} / {middle:.3f}"
        name = f"{what} pages: ratio at {4 * pages} / at {pages}"
        yield Figure("D", name, [ratio / middle for ratio in large], 1.10, note)


def _besides(
    samples: dict[str, list[Round]], part: str, what: str, pair: tuple[Site, Site]
) -> Iterator[Figure]:
    cold = samples.get(part) or samples.get(f"E {what}, first", [])
    name = f"{what} pages, peak memory: with / without"
    yield Figure("E", name, ratios(cold, *pair, "rss"), note=seconds(cold, *pair, "rss"))
    for change in ("nothing changed", "one page edited"):
        done = samples.get(f"E {what}, {change}", [])
        name = f"{what} pages, {change}: with / without"
        yield Figure("E", name, ratios(done, *pair), note=seconds(done, *pair))


HEAD = f"{'':3} {'figure':52} {'median':>7}  {'spread':15}  {'n':>2}  {'goal':6}"


def table(figures: Sequence[Figure], remarks: Sequence[str]) -> str:
    """Write everything for people."""
    return "\n".join(["", HEAD, *(figure.line() for figure in figures), "", *remarks])


def save(
    path: Path,
    settings: dict[str, object],
    figures: Sequence[Figure],
    samples: dict[str, list[Round]],
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
