"""The parts of the benchmark, in an order in which each can use what earlier ones built."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench.compare import copies, differences, same_articles
from tests.bench.measure import Sample
from tests.bench.report import Figure, ratios, same_against_same, seconds
from tests.bench.scenarios import (
    BARE,
    HOSTED,
    PLAIN,
    STOCK,
    TWIN,
    TYPED,
    Round,
    Site,
    Workshop,
    edit,
    rounds,
)

LETTERS = {
    "A": "plain pages with the extension, against without",
    "B": "typed pages with the extension, against their twin without",
    "C": "compass check against a cold build",
    "E": "memory, builds with nothing or one page changed",
    "H": "parts shown in their hosts",
}
FEW = 2
"""Rounds for what has no goal and takes long."""
SMALL = 40
"""Pages of the sites of the warm-up."""


class Suite:
    """Runs the parts and collects what they find."""

    def __init__(self, folder: Path, pages: int, pairs: int, say: Callable[[str], None]) -> None:
        self._folder = folder
        self._pages = pages
        self._pairs = pairs
        self._say = say
        self._shop = Workshop(folder / f"{pages}", pages, say)
        self.figures: list[Figure] = []
        self.remarks: list[str] = []
        self.samples: dict[str, list[Round]] = {}

    def run(self, letters: Sequence[str], *, large: bool) -> None:
        """Run the parts with these letters, and the large sites if asked to."""
        self._warm_up()
        if "A" in letters or large:
            self._plain()
        if "B" in letters or large:
            self._typed(hosts="H" in letters)
        elif "H" in letters:
            self._hosts(rounds([[TYPED, HOSTED]] * FEW, "H", self._shop.cold))
        if "C" in letters:
            self._check()
        if "E" in letters:
            self._memory()
            self._incremental("plain", PLAIN, STOCK)
            self._incremental("typed", TYPED, TWIN)
        if large:
            self._large()

    def _warm_up(self) -> None:
        """Build small sites: compiles modules, fills the caches of the system, counts nowhere."""
        shop = Workshop(self._folder / "warm-up", SMALL, self._say)
        for site in (STOCK, PLAIN, TWIN, TYPED):
            shop.cold(site, "warm-up", 0)

    def _plain(self) -> None:
        done = rounds([[STOCK, PLAIN]] * self._pairs, "A", self._shop.cold)
        self.samples["A"] = done
        found = list(same_articles(self._shop.html(PLAIN), self._shop.html(STOCK)))
        self._remark("plain pages have the same articles in both builds", found)
        note = f"{seconds(done, PLAIN)} / {seconds(done, STOCK)}"
        self._add("A", "plain pages: with / without", ratios(done, PLAIN, STOCK), 1.05, note)
        self._add("A", "  noise: the same build twice", same_against_same(done))

    def _typed(self, *, hosts: bool) -> None:
        pair, few = [TWIN, TYPED], min(FEW, self._pairs)
        first = [BARE, *pair, *([HOSTED] if hosts else [])]
        done = rounds([first] * few + [pair] * (self._pairs - few), "B", self._shop.cold)
        self.samples["B"] = done
        self._same_facts()
        note = f"{seconds(done, TYPED)} / {seconds(done, TWIN)}"
        self._add("B", "typed pages / twin", ratios(done, TYPED, TWIN), 1.10, note)
        self._add("B", "  noise: the same build twice", same_against_same(done))
        what = "  typed pages / twin without front matter"
        self._add("B", what, ratios(done, TYPED, BARE))
        if hosts:
            self._hosts(done)

    def _hosts(self, done: list[Round]) -> None:
        self.samples.setdefault("H", done)
        shown = copies(self._shop.html(HOSTED))
        what = f"parts in their hosts ({shown} copies) / no hosts"
        self._add("H", what, ratios(done, HOSTED, TYPED))

    def _same_facts(self) -> None:
        """Compare the pages of the twin with the typed ones: some of each section."""
        docnames = self._shop.docnames("typed")
        sample = docnames[:: max(1, len(docnames) // 60)]
        found = list(differences(self._shop.html(TYPED), self._shop.html(TWIN), sample))
        self._remark(f"the twin shows the same facts on {len(sample)} pages", found)

    def _check(self) -> None:
        cold = [group[TYPED.name].cpu for group in self.samples.get("B", [])]
        cold = cold or [self._shop.last(TYPED).cpu]
        done = [self._shop.check("typed", i) for i in range(self._pairs)]
        self.samples["C"] = [{"check": sample} for sample in done]
        found = [sample.cpu / statistics.median(cold) for sample in done]
        note = f"{statistics.median(sample.cpu for sample in done):.1f} s"
        self._add("C", "compass check / cold build of the typed pages", found, 0.10, note)

    def _memory(self) -> None:
        for letter, what, ours, theirs in (
            ("A", "plain", PLAIN, STOCK),
            ("B", "typed", TYPED, TWIN),
        ):
            last = {site.name: self._shop.last(site) for site in (theirs, ours)}
            done = self.samples.get(letter) or [last]
            note = f"{_rss(done, ours)} / {_rss(done, theirs)}"
            found = ratios(done, ours, theirs, "rss")
            self._add("E", f"peak memory, {what} pages: with / without", found, note=note)

    def _incremental(self, what: str, ours: Site, theirs: Site) -> None:
        sites = [theirs, ours]
        groups = [sites] * min(3, self._pairs)
        rounds([sites], "settle", self._shop.again)
        same = rounds(groups, "no change", self._shop.again)
        changed = rounds(
            groups, "one edit", self._shop.again, lambda i: edit(self._shop, sites, i + 1)
        )
        for name, done in (("nothing changed", same), ("one page edited", changed)):
            self.samples[f"E {what}, {name}"] = done
            note = f"{seconds(done, ours)} / {seconds(done, theirs)}"
            found = ratios(done, ours, theirs)
            self._add("E", f"{name}, {what} pages: with / without", found, note=note)

    def _large(self) -> None:
        shop = Workshop(self._folder / f"{4 * self._pages}", 4 * self._pages, self._say)
        for letter, what, ours, theirs in (
            ("A", "plain", PLAIN, STOCK),
            ("B", "typed", TYPED, TWIN),
        ):
            done = rounds([[theirs, ours]] * 2, f"D, {what}", shop.cold)
            self.samples[f"D {letter}"] = done
            small = statistics.median(ratios(self.samples[letter], ours, theirs))
            large = ratios(done, ours, theirs)
            note = f"{statistics.median(large):.3f} / {small:.3f}; {seconds(done, ours)}"
            name = f"{what} pages: ratio at {4 * self._pages} / at {self._pages}"
            self._add("D", name, [ratio / small for ratio in large], 1.10, note)

    def _add(
        self,
        key: str,
        what: str,
        found: list[float],
        goal: float | None = None,
        note: str = "",
    ) -> None:
        if found:
            self.figures.append(Figure(key, what, found, goal, note))
            self._say(self.figures[-1].line())

    def _remark(self, what: str, found: list[str]) -> None:
        lines = [f"checked: {what}"] if not found else [f"NOT TRUE: {what}", *found[:10]]
        self.remarks += lines
        for line in lines:
            self._say(line)


def _rss(done: Sequence[dict[str, Sample]], site: Site) -> str:
    return f"{statistics.median(group[site.name].rss for group in done):.0f} MiB"
