"""The sites that are built, and the folder in which that happens."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.bench.generate import VARIANTS, Generator, write_confs
from tests.bench.measure import Sample, measure

Round = dict[str, Sample]
"""One build of each site, made directly after one another."""

TEXT, EXPORT, STARTED = "text", "plain-myst", "started"
"""The samples of a round of exports: Sphinx's builder, ours, and what both need to begin."""


class Site(NamedTuple):
    """Sources with a configuration."""

    name: str
    variant: str
    conf: str


STOCK = Site("plain, stock", "plain", "stock")
PLAIN = Site("plain, compass", "plain", "compass")
TWIN = Site("twin, stock", "twin", "stock")
TYPED = Site("typed, compass", "typed", "compass")
BARE = Site("twin without front matter, stock", "bare", "stock")
HOSTED = Site("hosted, compass", "hosted", "compass")
STUDY = Site("with a study, compass", "study", "compass")


class Workshop:
    """The folder in which sites of one size are made and built."""

    def __init__(self, folder: Path, pages: int, say: Callable[[str], None]) -> None:
        self.folder = folder
        self.pages = pages
        self._say = say
        self._docnames: dict[str, list[str]] = {}
        self._last: dict[str, Sample] = {}
        write_confs(folder / "conf")

    def source(self, variant: str) -> Path:
        """Return the sources of a variant, which are made when they are first needed."""
        assert variant in VARIANTS
        folder = self.folder / "sources" / variant
        if variant not in self._docnames:
            self._say(f"writing {self.pages} pages, {variant}")
            self._docnames[variant] = Generator(variant, self.pages, folder).write()
        return folder

    def docnames(self, variant: str) -> list[str]:
        """Return the pages of a variant, those of indexes left out."""
        self.source(variant)
        return self._docnames[variant]

    def html(self, site: Site) -> Path:
        """Return the pages of the last build of a site."""
        return self._out(site) / "html"

    def last(self, site: Site) -> Sample:
        """Return the last build of a site from nothing; make one if there is none."""
        return self._last.get(site.name) or self.cold(site, "first build", 0)

    def cold(self, site: Site, what: str, seed: int) -> Sample:
        """Build from nothing."""
        shutil.rmtree(self._out(site), ignore_errors=True)
        self._last[site.name] = self.again(site, what, seed)
        return self._last[site.name]

    def again(self, site: Site, what: str, seed: int) -> Sample:
        """Build on top of the last build."""
        source, out = self.source(site.variant), self._out(site)
        command = [sys.executable, "-m", "sphinx", "-q", "-j", "1", "-b", "html"]
        command += ["-c", str(self.folder / "conf" / site.conf), "-d", str(out / "doctrees")]
        return self._measured(
            [*command, str(source), str(out / "html")], f"{what}: {site.name}", seed
        )

    def written(self, site: Site, builder: str, what: str, seed: int, *, new: bool) -> Sample:
        """Write pages from the doctrees of the last build.

        Args:
            site: the site
            builder: writes them
            what: says in the log what this is for
            seed: fixes the order of Python's sets
            new: whether all pages are written; else there is nothing to do
        """
        source, out = self.source(site.variant), self._out(site)
        if new:
            shutil.rmtree(out / builder, ignore_errors=True)
        command = [sys.executable, "-m", "sphinx", "-q", "-j", "1", "-b", builder]
        command += ["-c", str(self.folder / "conf" / site.conf), "-d", str(out / "doctrees")]
        name = builder if new else f"{builder}, nothing to write"
        return self._measured([*command, str(source), str(out / builder)], f"{what}: {name}", seed)

    def check(self, site: Site, what: str, seed: int) -> Sample:
        """Run ``compass check`` on the sources of a site."""
        source = self.source(site.variant)
        command = [sys.executable, "-m", "compass_scripts", "check", str(source)]
        return self._measured(command, f"{what}: compass check", seed)

    def _out(self, site: Site) -> Path:
        return self.folder / "built" / f"{site.variant}-{site.conf}"

    def _measured(self, command: Sequence[str], what: str, seed: int) -> Sample:
        sample = measure(command, seed)
        noise = f", {sample.warnings} warnings" if sample.warnings else ""
        self._say(f"{what}: {sample.cpu:.1f} s CPU, {sample.rss:.0f} MiB{noise}")
        return sample


def edit(workshop: Workshop, sites: Iterable[Site], number: int) -> None:
    """Add a sentence to one page of each of the sites."""
    for variant in dict.fromkeys(site.variant for site in sites):
        docname = workshop.docnames(variant)[workshop.pages // 2]
        path = workshop.source(variant) / f"{docname}.md"
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\nEdit {number}: a sentence more.\n")
