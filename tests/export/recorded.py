"""Makes an export in this process, and keeps what the writer was given and gave back."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from docutils import nodes
from tests.export.words import words_of_doctree, words_of_page
from tests.site import build

from sphinx_compass.export import glossary, plain, turing_way
from sphinx_compass.export.context import Context, Written
from sphinx_compass.export.writer import write_myst

MODULES = {"turing-way": turing_way, "plain-myst": plain}


class Page(NamedTuple):
    """A page that was written."""

    doctree: nodes.document
    context: Context
    written: Written

    @property
    def drawings(self) -> set[str]:
        """The names of the drawings that stand before its tables."""
        return {figure.name for figure in self.written.figures if figure.content is not None}


class Recorded(NamedTuple):
    """An export."""

    folder: Path
    pages: dict[str, Page]
    """Its pages by the names of our documents."""
    warnings: list[str]
    glossary: nodes.document | None = None
    """The glossary that terms are taken from."""


def export(builder: str, source: Path, conf: Path, folder: Path, /, **settings: object) -> Recorded:
    """Export the pages in *source* with one of the two builders."""
    pages: dict[str, Page] = {}

    def record(document: nodes.document, context: Context) -> Written:
        written = write_myst(document, context)
        pages[context.docname] = Page(document.deepcopy(), context, written)
        return written

    glossaries = []

    def note(document: nodes.document, context: Context) -> Written:
        glossaries.append(document)
        return write_myst(document, context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MODULES[builder], "write_myst", record)
        patch.setattr(glossary, "write_myst", note)
        built = build(source, folder, builder, conf=conf, **settings)
    return Recorded(folder, pages, built.warnings, *glossaries[:1])


def differences(recorded: Recorded, read: dict[str, dict[str, Any]]) -> list[str]:
    """Compare the words of the pages that were written with those that mystmd read.

    Args:
        recorded: the export
        read: the pages of mystmd by file

    Returns:
        The lines of a difference, with the names of the pages; nothing when all is equal.
    """
    by_stem = {Path(file).stem: page for file, page in read.items()}
    found = []
    for docname, page in recorded.pages.items():
        ours = words_of_doctree(page.doctree, page.context)
        theirs = words_of_page(by_stem[page.context.label.partition("-")[2]], page.drawings)
        if ours != theirs:
            lines = difflib.unified_diff(ours, theirs, docname, "mystmd", n=4, lineterm="")
            found.append(" ".join(lines))
    return found
