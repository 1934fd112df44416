"""Makes sites for the benchmark: ``python -m tests.bench.generate VARIANT PAGES FOLDER``.

A site has chapters of up to five sections of up to 19 pages. Its variants are

* ``plain``: pages without facts,
* ``typed``: half event guides, half charter parts, with their facts in the front matter,
* ``hosted``: the same, and the charters show their parts,
* ``twin``: the files of ``typed`` with the facts written out in the text as well,
* ``bare``: the twin without front matter,
* ``study``: the pages of ``typed`` with a study of 1,000 excerpts and 300 items.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.bench import study, twin
from tests.bench.facts import (
    Facts,
    charter_facts,
    community,
    event_facts,
    front_matter,
    part_facts,
)
from tests.bench.prose import IMAGES, Prose, headings, label
from tests.bench.vocabulary import Writer

from compass_model.kinds import PARTS, page_class, part_name
from compass_model.page import PageReader, TypedPage

VARIANTS = ("plain", "typed", "hosted", "twin", "bare", "study")
SECTION_PAGES = 19
CHAPTER_SECTIONS = 5
CARDS = 6
_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)

CONF = """\
project = "Benchmark"
extensions = {extensions}
exclude_patterns = ["_*"]
html_theme = "pydata_sphinx_theme"
myst_enable_extensions = ["colon_fence", "fieldlist"]
"""
STOCK = ["myst_parser", "sphinx_design"]


class Section(NamedTuple):
    """A folder of pages below an index page."""

    folder: str
    kind: str
    """``plain``, ``event`` or ``charter``."""
    pages: list[str]


def write_confs(folder: Path) -> None:
    """Write the two configurations: ``stock`` and ``compass``."""
    for name, extensions in {"stock": STOCK, "compass": [*STOCK, "sphinx_compass"]}.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        text = CONF.format(extensions=extensions)
        (folder / name / "conf.py").write_text(text, encoding="utf-8")


def layout(variant: str, pages: int) -> list[Section]:
    """Share *pages* out to sections."""
    if variant == "plain":
        kinds = {"plain": (pages, SECTION_PAGES)}
    else:
        kinds = {"event": (pages // 2, SECTION_PAGES), "charter": (pages - pages // 2, len(PARTS))}
    shares = [
        (kind, min(size, total - start))
        for kind, (total, size) in kinds.items()
        for start in range(0, total, size)
    ]
    shares = [share for _, share in sorted(enumerate(shares), key=lambda item: _turn(*item))]
    sections = []
    for i, (kind, count) in enumerate(shares):
        folder = f"chapter-{i // CHAPTER_SECTIONS + 1:02}/section-{i % CHAPTER_SECTIONS + 1}"
        names = [f"{folder}/page-{n:02}" for n in range(1, count + 1)]
        sections.append(Section(folder, kind, names))
    return sections


def _turn(number: int, share: tuple[str, int]) -> str:
    """Mix sections of different kinds, always in the same way."""
    return f"{Writer(f'{share[0]}-{number}').number(0, 10**9):010}"


class Generator:
    """Writes one site."""

    def __init__(self, variant: str, pages: int, folder: Path) -> None:
        self._variant = variant
        self._folder = folder
        self._sections = layout(variant, pages)
        self._targets = [name for section in self._sections for name in section.pages]
        self._reader = PageReader(folder)

    def write(self) -> list[str]:
        """Write the site and return the names of its pages, those of indexes left out."""
        for i in range(IMAGES):
            self._put(f"images/image-{i}.png", _PNG)
        if self._variant != "plain":
            self._put("_data/community.yml", community())
        chapters: dict[str, list[Section]] = {}
        for section in self._sections:
            chapters.setdefault(section.folder.split("/")[0], []).append(section)
        tops = [f"{name}/index" for name in chapters]
        if self._variant == "study":
            for name, text in study.files():
                self._put(name, text)
            tops.append("study/index")
        self._put("index.md", self._index("index", tops))
        for name, sections in chapters.items():
            below = [f"{section.folder}/index" for section in sections]
            self._put(f"{name}/index.md", self._index(f"{name}/index", below))
        for section in self._sections:
            self._section(section)
        return self._targets

    def _put(self, name: str, content: str | bytes) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def _section(self, section: Section) -> None:
        docname = f"{section.folder}/index"
        if section.kind == "charter":
            self._charter(docname, section)
        else:
            self._put(f"{docname}.md", self._index(docname, section.pages))
        for docname, part in zip(section.pages, _parts(section), strict=True):
            self._put(f"{docname}.md", self._page(docname, section.kind, part))

    def _page(self, docname: str, kind: str, part: str) -> str:
        write = Writer(docname)
        facts: Facts | None = None
        if kind == "event":
            facts = event_facts(label(docname), write)
        elif kind == "charter":
            facts = part_facts(label(docname), part, write)
        page = page_class(facts) if facts is not None else None
        required = [section.name for section in page.sections] if page is not None else []
        prose = Prose(docname, self._targets, write)
        opening = prose.opening(write.phrase().capitalize())
        body = prose.sections(headings(write, required))
        if self._variant == "study":
            body += study.shown(self._targets.index(docname))
        return self._finished(docname, facts, opening, body)

    def _charter(self, docname: str, section: Section) -> None:
        """Write a charter: with its parts in its front matter, or in a table of contents."""
        hosts = self._variant == "hosted"
        write = Writer(docname)
        parts = [label(page) for page in section.pages] if hosts else []
        facts = charter_facts(label(docname), parts, write)
        prose = Prose(docname, self._targets, write)
        opening = prose.opening(write.phrase().capitalize())
        body = [] if hosts else _toctree(docname, section.pages, "hidden")
        self._put(f"{docname}.md", self._finished(docname, facts, [*opening, *body], []))

    def _finished(
        self, docname: str, facts: Facts | None, opening: list[str], body: list[str]
    ) -> str:
        """Put a page together; a twin has its facts in its text."""
        if facts is None:
            return "\n".join([*opening, *body])
        front = front_matter(facts)
        text = front + "\n".join([*opening, *body])
        page, problems = self._reader.facts_of(f"{docname}.md", text)
        if page is None or not page.complete or problems:
            raise ValueError(f"{docname}: the generator is out of date: {problems}")
        if self._variant in {"twin", "bare"}:
            text = "\n".join(_written_out(page, opening, body))
            return text if self._variant == "bare" else front + text
        return text

    def _index(self, docname: str, below: list[str]) -> str:
        write = Writer(docname)
        cards = []
        for page in below[:CARDS]:
            title, text = write.phrase().capitalize(), write.sentence()
            cards += [f":::{{grid-item-card}} {title}", f":link: /{page}", ":link-type: doc"]
            cards += [text, ":::"]
        opening = Prose(docname, self._targets, write).opening(write.phrase().capitalize())
        grid = ["::::{grid} 1 2 3 3", *cards, "::::", ""]
        return "\n".join([*opening, *grid, *_toctree(docname, below, "maxdepth: 2")])


def _parts(section: Section) -> Iterator[str]:
    names = [part_name(part) for part in PARTS]
    return iter(
        names[: len(section.pages)] if section.kind == "charter" else [""] * len(section.pages)
    )


def _toctree(docname: str, below: list[str], option: str) -> list[str]:
    return [
        "```{toctree}",
        f":{option}" + ("" if ":" in option else ":"),
        *(f"/{page}" for page in below),
        "```",
        "",
    ]


def _written_out(page: TypedPage, opening: list[str], body: list[str]) -> list[str]:
    """Put the facts where the extension shows them."""
    title, rest = opening[:3], opening[3:]
    return [*title, *twin.status(page), *rest, *twin.facts(page), *body, *twin.about(page)]


def main() -> int:
    """Write one site."""
    if len(sys.argv) != 4 or sys.argv[1] not in VARIANTS or not sys.argv[2].isdigit():
        print(__doc__)
        return 2
    folder = Path(sys.argv[3])
    Generator(sys.argv[1], int(sys.argv[2]), folder / "source").write()
    write_confs(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
