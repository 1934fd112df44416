"""The parts of the benchmark: what is built, in an order in which each can use earlier builds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tests.bench.compare import copies, differences, same_articles
from tests.bench.measure import Sample
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
    Workshop,
    edit,
)

LETTERS = {
    "A": "plain pages with the extension, against without",
    "B": "typed pages with the extension, against their twin without",
    "C": "compass check against a cold build",
    "E": "memory, builds with nothing or one page changed",
    "H": "parts shown in their hosts",
    "Q": "quotes: typed pages with a study, against without",
    "X": "an export of 100 documents, against Sphinx's text builder",
}
FEW, SOME = 2, 3
"""Rounds for what has no goal: builds from nothing, and shorter ones."""
EXPORTED = 100
"""Documents of an export."""
SMALL = 40
"""Pages of the sites of the warm-up."""

Build = Callable[[Site, str, int], Sample]


class Suite:
    """Runs the parts and keeps all samples, also when it is interrupted."""

    def __init__(self, folder: Path, pages: int, pairs: int, say: Callable[[str], None]) -> None:
        self.pages = pages
        self.samples: dict[str, list[Round]] = {}
        """The rounds of each part, in the order in which they were made."""
        self.remarks: list[str] = []
        self._folder = folder
        self._pairs = pairs
        self._say = say
        self._shop = Workshop(folder / f"{pages}", pages, say)

    def run(self, letters: Iterable[str], *, large: bool) -> None:
        """Run the parts with these letters, and the large sites if asked to."""
        chosen = {*letters, *("AB" if large else "")}
        self._warm_up()
        if "A" in chosen:
            self._rounds("A", [[STOCK, PLAIN]] * self._pairs, self._shop.cold)
            found = same_articles(self._shop.html(PLAIN), self._shop.html(STOCK))
            self._remark("plain pages have the same articles in both builds", found)
        if chosen & {"B", "H"}:
            self._typed(chosen)
        if "Q" in chosen:
            self._rounds("Q", [[TYPED, STUDY]] * min(SOME, self._pairs), self._shop.cold)
        if "C" in chosen:
            self._check()
        if "X" in chosen:
            self._export()
        if "E" in chosen:
            self._again("plain", [STOCK, PLAIN])
            self._again("typed", [TWIN, TYPED])
        if large:
            self._large()

    def _warm_up(self) -> None:
        """Build small sites: compiles modules, fills the caches of the system, counts nowhere."""
        shop = Workshop(self._folder / "warm-up", SMALL, self._say)
        for site in (STOCK, PLAIN, TWIN, TYPED):
            shop.cold(site, "warm-up", 0)

    def _typed(self, chosen: set[str]) -> None:
        pair = [TWIN, TYPED] if "B" in chosen else [TYPED]
        more = [site for letter, site in {"B": BARE, "H": HOSTED}.items() if letter in chosen]
        few = min(FEW, self._pairs)
        # What is compared with the typed pages is built directly before or after them.
        groups = [[*more[:-1], *pair, *more[-1:]]] * few
        if "B" in chosen:
            groups += [pair] * (self._pairs - few)
        self._rounds("B", groups, self._shop.cold)
        if "B" in chosen:
            docnames = self._shop.docnames("typed")
            docnames = docnames[:: max(1, len(docnames) // 60)]
            found = differences(self._shop.html(TYPED), self._shop.html(TWIN), docnames)
            self._remark(f"the twin shows the same facts on {len(docnames)} pages", found)
        if "H" in chosen:
            shown = copies(self._shop.html(HOSTED))
            self._remark(f"hosts show {shown} copies of parts", [] if shown else ["none"])

    def _check(self) -> None:
        self.samples["C, first"] = [{TYPED.name: self._shop.last(TYPED)}]
        self._rounds("C", [[TYPED]] * self._pairs, self._shop.check)

    def _export(self) -> None:
        """Write 100 documents as text and as an export, both from the same doctrees."""
        shop = Workshop(self._folder / "export", EXPORTED, self._say)
        shop.cold(TYPED, "X, reading", 0)
        for builder in (TEXT, EXPORT):
            shop.written(TYPED, builder, "X, to begin with", 0, new=True)
        done = self.samples.setdefault("X", [])
        for number in range(self._pairs):
            what = f"X, {number + 1} of {self._pairs}"
            done.append({STARTED: shop.written(TYPED, TEXT, what, number, new=False)})
            for builder in (EXPORT, TEXT) if number % 2 else (TEXT, EXPORT):
                done[-1][builder] = shop.written(TYPED, builder, what, number, new=True)

    def _again(self, what: str, sites: Sequence[Site]) -> None:
        """Build again on top of what is there, first with nothing changed, then after edits."""
        self.samples[f"E {what}, first"] = [{site.name: self._shop.last(site) for site in sites}]
        for site in sites:
            self._shop.again(site, "to begin with", 0)
        groups = [sites] * min(SOME, self._pairs)
        self._rounds(f"E {what}, nothing changed", groups, self._shop.again)

        def change(number: int) -> None:
            edit(self._shop, sites, number)

        self._rounds(f"E {what}, one page edited", groups, self._shop.again, change)

    def _large(self) -> None:
        pages = 4 * self.pages
        shop = Workshop(self._folder / f"{pages}", pages, self._say)
        self._rounds("D A", [[STOCK, PLAIN]] * 2, shop.cold)
        self._rounds("D B", [[TWIN, TYPED]] * 2, shop.cold)

    def _rounds(
        self,
        part: str,
        groups: Sequence[Sequence[Site]],
        build: Build,
        before: Callable[[int], None] = lambda _number: None,
    ) -> None:
        """Build the sites of each group one after another; every second group backwards.

        So slow changes of the machine hit both sides alike, and where a group ends with the site
        that the next begins with, the two make an A/A pair.

        Args:
            part: the name under which the samples are kept
            groups: the sites of each round
            build: builds one
            before: is called with the number of each round, from 0
        """
        done = self.samples.setdefault(part, [])
        for number, group in enumerate(groups):
            before(number)
            done.append({})
            for site in reversed(group) if number % 2 else group:
                sample = build(site, f"{part}, {number + 1} of {len(groups)}", number)
                done[-1][site.name] = sample

    def _remark(self, what: str, wrong: Iterable[str]) -> None:
        found = list(wrong)[:10]
        lines = [f"NOT TRUE: {what}", *found] if found else [f"checked: {what}"]
        self.remarks += lines
        for line in lines:
            self._say(line)
