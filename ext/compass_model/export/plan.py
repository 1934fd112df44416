"""Which page of the compass becomes which page of the book."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from compass_model.export.check import unknown_page
from compass_model.export.export_file import EXPORT_FILE, RESERVED, Chapter, ReadExport
from compass_model.export.labels import slug
from compass_model.problems import Code, Problem, did_you_mean

WEBSITE = "book/website"
"""Where the pages of the book lie in its repository."""


class Known(NamedTuple):
    """What the compass says of its pages; documents are named as Sphinx names them."""

    docnames: dict[str, str]
    """The documents by the ids of their pages."""
    shown: Callable[[str], Sequence[str]]
    """The documents that a page shows: its parts, then its appendices."""
    title: Callable[[str], str]


class PlannedPage(NamedTuple):
    """A page of the book that is made from one of ours."""

    docname: str
    id: str
    """The id of our page; empty when it has none."""
    file: str
    """Where it goes, below the folder of the book's pages."""
    label: str
    title: str


class PlannedChapter(NamedTuple):
    """A chapter, with its pages in order."""

    chapter: Chapter
    position: int
    """Its place in the export file."""
    pages: tuple[PlannedPage, ...]

    @property
    def label(self) -> str:
        """The label of its first page."""
        return f"{self.chapter.prefix}-{self.chapter.chapter}"

    @property
    def landing(self) -> str:
        """The file of its first page, below the folder of the book's pages."""
        return f"{self.chapter.guide}/{self.chapter.chapter}.md"

    def file(self, stem: str) -> str:
        """Return the file of another page."""
        name = self.chapter.chapter
        return f"{self.chapter.guide}/{name}/{name}-{stem}.md"

    @property
    def files(self) -> Iterator[tuple[str, str, str]]:
        """Yield file, label and title of all pages below the first, in order."""
        for page in self.pages:
            yield page.file, page.label, page.title
        for stem, wanted in (
            ("checklist", self.chapter.checklist),
            ("resources", self.chapter.resources),
        ):
            if wanted:
                yield self.file(stem), f"{self.label}-{stem}", stem.capitalize()


def plan_chapters(
    export: ReadExport, known: Known, only: Sequence[str] = ()
) -> tuple[list[PlannedChapter], list[Problem]]:
    """Plan the chapters of an export.

    A page that two chapters name is a problem. What they only show goes to the first of them: the
    other links to it.

    Args:
        export: the export file
        known: the pages that there are
        only: the chapters to export; all when there are none
    """
    chosen = [
        (i, chapter)
        for i, chapter in enumerate(export.file.turing_way)
        if not only or chapter.chapter in only
    ]
    problems: list[Problem] = []
    named: dict[str, str] = {}
    for i, chapter in chosen:
        for j, id in enumerate(chapter.include):
            place = export.place("turing-way", i, "include", j)
            if id not in known.docnames:
                problems.append(unknown_page(*place, id, known.docnames))
            elif known.docnames[id] in named:
                other = named[known.docnames[id]]
                message = (
                    f"'{id}' is in the chapter '{other}' too; one page of the compass becomes one "
                    "page of the book, so take it out of one of them"
                )
                problems.append(Problem(*place, message, Code.DUPLICATE_ID))
            else:
                named[known.docnames[id]] = chapter.chapter
    taken = set(named)
    planned = []
    for i, chapter in chosen:
        docnames = list(_with_shown(chapter, known, taken))
        pages = _pages(chapter, docnames, known)
        problems += _wrong_names(export, i, pages)
        planned.append(PlannedChapter(chapter, i, tuple(pages)))
    return planned, problems


def _with_shown(chapter: Chapter, known: Known, taken: set[str]) -> Iterator[str]:
    for id in chapter.include:
        docname = known.docnames.get(id)
        if docname is None:
            continue
        yield docname
        for other in known.shown(docname):
            if other not in taken:
                taken.add(other)
                yield other


def _pages(chapter: Chapter, docnames: Sequence[str], known: Known) -> list[PlannedPage]:
    ids = {docname: id for id, docname in known.docnames.items()}
    pages = []
    for docname in docnames:
        id = ids.get(docname, "")
        stem = chapter.names.get(id) or stem_of(docname)
        pages.append(
            PlannedPage(
                docname,
                id,
                f"{chapter.guide}/{chapter.chapter}/{chapter.chapter}-{stem}.md",
                f"{chapter.prefix}-{chapter.chapter}-{stem}",
                known.title(docname),
            )
        )
    return pages


def stem_of(docname: str) -> str:
    """Return the name of a page's file, without its ending; that of the folder for ``index``."""
    *folders, name = docname.split("/")
    return slug(folders[-1] if name == "index" and folders else name)


def _wrong_names(
    export: ReadExport,
    i: int,
    pages: Sequence[PlannedPage],
) -> Iterator[Problem]:
    chapter = export.file.turing_way[i]
    first: dict[str, str] = {}
    for page in pages:
        stem = page.label.removeprefix(f"{chapter.prefix}-{chapter.chapter}-")
        place = export.place("turing-way", i, "include")
        advice = f"give one of them another name: 'names: {{{page.id or 'ID'}: NAME}}'"
        if stem in RESERVED:
            message = f"'{page.docname}' would be called '{stem}', as a part of each chapter is"
            message += f"; give it another name: 'names: {{{page.id}: NAME}}'"
            yield Problem(*place, message, Code.LABEL_CLASH)
        elif page.label in first:
            message = f"'{first[page.label]}' and '{page.docname}' would both have the label "
            yield Problem(*place, f"{message}'{page.label}'; {advice}", Code.LABEL_CLASH)
        first.setdefault(page.label, page.docname)
    ids = [page.id for page in pages if page.id]
    for id in chapter.names:
        if id not in ids:
            hint = did_you_mean(id, ids) or "; names are for pages of this chapter"
            message = f"the chapter has no page with the id '{id}'{hint}"
            place = export.place("turing-way", i, "names", id)
            yield Problem(*place, message, Code.UNKNOWN_REFERENCE)


def unknown_chapters(export: ReadExport, only: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem for each name that no chapter has."""
    names = [chapter.chapter for chapter in export.file.turing_way]
    for name in only:
        if name not in names:
            known = did_you_mean(name, names) or f"; there are {', '.join(names) or 'none'}"
            message = f"there is no chapter '{name}'{known}"
            yield Problem(EXPORT_FILE, 1, message, Code.UNKNOWN_REFERENCE)
