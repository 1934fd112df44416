"""``_data/export.yml``: which documents leave the compass, and as what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from compass_model.export.title_case import title_case
from compass_model.fact_files import read_data_file
from compass_model.fields import Entries, Finding, Id, Link, Model, Open, Text, WhenMissing
from compass_model.left_overs import left_overs
from compass_model.problems import Code, Problem
from compass_model.validate import validate
from compass_model.yaml_source import YamlDocument, texts_of

EXPORT_FILE = "_data/export.yml"

PREFIXES = {
    "reproducible-research": "rr",
    "project-design": "pd",
    "communication": "cm",
    "collaboration": "cl",
    "ethical-research": "er",
    "community-handbook": "ch",
}
"""What the labels of each guide of The Turing Way begin with (its style guide, style-crossref)."""

RESERVED = ("checklist", "resources", "prerequisites", "summary", "useful")
"""Names of pages and sections that each chapter of the book has."""


def _web_folder(value: str) -> str:
    if not re.fullmatch(r"https://[^\s/?#]+(/[^\s?#]*)?", value):
        message = "must be the address of a folder on the web, like https://compass.example.org/"
        raise PydanticCustomError("wrong_value", message)
    return value.rstrip("/") + "/"


WebFolder = Annotated[str, AfterValidator(_web_folder)]
"""Where a site is published: ``https://``, and a slash at the end, which may be left out."""


class Prerequisite(Model):
    """A row of the table of prerequisites on the first page of a chapter."""

    prerequisite: Text
    importance: Literal["Helpful", "Necessary"]
    skill_level: Literal["Beginner", "Intermediate", "Advanced"]
    notes: Text = ""


class Resource(Model):
    """Something to read next: a page on the web, or a work of the bibliography."""

    title: Text = ""
    url: Link | None = None
    cite: Text = ""
    """The key of a work in ``references.bib``; then neither title nor address is needed."""
    why: Annotated[Text, WhenMissing("say in a few words why somebody should read it")]

    def rules(self) -> Iterator[Finding]:
        """A resource is either on the web or in the bibliography."""
        if bool(self.cite) == bool(self.url) or bool(self.url) != bool(self.title):
            message = "a resource has either 'cite', or both 'title' and 'url'"
            yield Finding((), Code.WRONG_VALUE, message)


class Curation(Model):
    """A page among the pathways of the book that leads to this chapter."""

    title: Text
    description: Text


class Credits(Model):
    """Who wrote the chapter, and under which licence it may be used."""

    authors: Annotated[Text, WhenMissing("say who wrote the pages, as the book should print it")]
    licence: Literal["CC-BY-4.0", "CC0-1.0"]
    """The licence of the texts: the book takes these two only."""


class Chapter(Model):
    """A chapter of the book."""

    guide: Id
    """The guide of the book it belongs to: a folder such as ``collaboration``."""
    chapter: Id
    """Its name: the file name of its first page."""
    prefix: Annotated[Text, Field(pattern=r"^[a-z]{2,3}$")]
    """What all its labels begin with: the initials that the guide uses."""
    title: Text
    """Its title, in Title Case."""
    include: Annotated[Entries[Id], WhenMissing("name the ids of the documents that it is made of")]
    """The ids of pages. A page that shows parts or appendices brings them along."""
    names: dict[Id, Id] = {}
    """Other names for single pages, by their ids: the last part of the file name."""
    summary: Text
    why_useful: Text
    prerequisites: list[Prerequisite] = []
    checklist: list[Text] = []
    resources: list[Resource] = []
    curation: Curation | None = None
    quotes: Annotated[bool, Field(strict=True)] = False
    """Whether its pages may carry words of participants. A book cannot take them back, so somebody
    has to say so."""
    credits: Credits

    def rules(self) -> Iterator[Finding]:
        """The customs of the book."""
        known = PREFIXES.get(self.guide or "")
        if known and self.prefix and self.prefix != known:
            message = f"labels of the guide '{self.guide}' begin with '{known}'; write that"
            yield Finding(("prefix",), Code.WRONG_VALUE, message)
        if self.title and title_case(self.title) != self.title:
            message = f"titles in the book are in Title Case; write '{title_case(self.title)}'"
            yield Finding(("title",), Code.WRONG_VALUE, message)
        for i, id in enumerate(self.include or ()):
            if id in self.include[:i]:
                message = f"'{id}' stands twice in 'include'; keep one of them"
                yield Finding(("include", i), Code.WRONG_VALUE, message)
        for name, entries in (("resources", self.resources),):
            for i, entry in enumerate(entries or ()):
                for found in entry.rules():
                    yield found._replace(loc=(name, i, *found.loc))
        for id, stem in (self.names or {}).items():
            if stem in RESERVED:
                message = f"'{stem}' is a name that each chapter uses itself; choose another"
                yield Finding(("names", id), Code.WRONG_VALUE, message)


class Plain(Model):
    """The whole compass as plain MyST."""

    title: Text = ""
    """The title of the book; the name of the project when left out."""


class ExportFile(Model):
    """What leaves the compass."""

    published_at: Open[WebFolder]
    """Where the compass is published; links out of an export lead there."""
    book_terms: list[Text] = []
    """Terms that the glossary of the book has already: ours are left out."""
    turing_way: list[Chapter] = []
    plain: Plain = Plain()

    def rules(self) -> Iterator[Finding]:
        """No two chapters of a guide have one name, and no two pathways."""
        yield from super().rules()
        first: set[str] = set()
        pathways: set[str] = set()
        for i, chapter in enumerate(self.turing_way or ()):
            for found in chapter.rules():
                yield found._replace(loc=("turing-way", i, *found.loc))
            name = f"{chapter.prefix}-{chapter.chapter}"
            if name in first:
                message = (
                    f"two chapters are called '{chapter.chapter}', and so their labels would be "
                    "the same; give one of them another name"
                )
                yield Finding(("turing-way", i, "chapter"), Code.DUPLICATE_CHAPTER, message)
            elif chapter.curation and chapter.chapter in pathways:
                message = (
                    f"two chapters with a 'curation' are called '{chapter.chapter}', and so their "
                    "pathways would be one page; give one of them another name"
                )
                yield Finding(("turing-way", i, "chapter"), Code.DUPLICATE_CHAPTER, message)
            first.add(name)
            if chapter.curation:
                pathways.add(chapter.chapter)


class ReadExport(NamedTuple):
    """What was read of the file."""

    file: ExportFile
    document: YamlDocument

    def place(self, *loc: str | int) -> tuple[str, int]:
        """Return the file and line of a field."""
        return EXPORT_FILE, self.document.line(loc)


def read_export_file(root: Path) -> tuple[ReadExport | None, list[Problem]]:
    """Read the export file.

    Args:
        root: the source folder

    Returns:
        The file, or ``None`` when it is missing or a field is wrong; and all problems. A source
        folder without the file has no problem here: not every compass is exported.
    """
    if not (root / EXPORT_FILE).exists() and not (root / EXPORT_FILE).is_symlink():
        return None, []
    document, problems = read_data_file(root, EXPORT_FILE)
    if document is None:
        return None, problems
    found = validate(ExportFile, document.value, lambda loc: (EXPORT_FILE, document.line(loc)))
    problems += found.problems
    for text, loc in texts_of(document.value):
        problems += left_overs(EXPORT_FILE, [(text, document.text_line(loc))]).problems
    if not found.complete:
        return None, problems
    return ReadExport(found.value, document), problems
