"""Makes an export in this process, and keeps what the writer was given and gave back."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from docutils import nodes
from tests.export import engines
from tests.export.words import words_of_doctree, words_of_page, words_of_part
from tests.site import build

from sphinx_compass.export import glossary, plain, turing_way
from sphinx_compass.export.context import Context, Written
from sphinx_compass.export.writer import write_blocks, write_myst

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


class Definition(NamedTuple):
    """What a glossary says of a term."""

    node: nodes.Element
    context: Context


class Recorded(NamedTuple):
    """An export."""

    folder: Path
    pages: dict[str, Page]
    """Its pages by the names of our documents."""
    warnings: list[str]
    definitions: Mapping[str, Definition]
    """The definitions that come along, by term."""


def export(builder: str, source: Path, conf: Path, folder: Path, /, **settings: object) -> Recorded:
    """Export the pages in *source* with one of the two builders."""
    pages: dict[str, Page] = {}

    def record(document: nodes.document, context: Context) -> Written:
        written = write_myst(document, context)
        pages[context.docname] = Page(document.deepcopy(), context, written)
        return written

    definitions = {}

    def note(blocks: Iterable[nodes.Node], context: Context) -> Written:
        first, *_rest = blocks
        item = first.parent.parent
        for term in item.findall(nodes.term):
            definitions[term.astext()] = Definition(first.parent, context)
        return write_blocks(blocks, context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MODULES[builder], "write_myst", record)
        patch.setattr(glossary, "write_blocks", note)
        built = build(source, folder, builder, conf=conf, **settings)
    return Recorded(folder, pages, built.warnings, definitions)


def different_terms(recorded: Recorded, glossary: dict[str, Any]) -> list[str]:
    """Compare the definitions that were written with those that mystmd read.

    Args:
        recorded: the export
        glossary: the page of the terms

    Returns:
        The terms that are only here or only there, or of which other words are said.
    """
    read: dict[str, list[str]] = {}
    waiting = []
    for node in engines.nodes(glossary["mdast"], "definitionTerm", "definitionDescription"):
        if node["type"] == "definitionTerm":
            waiting.append("".join(text["value"] for text in engines.nodes(node, "text")))
        else:
            read.update(dict.fromkeys(waiting, words_of_part(node)))
            waiting = []
    ours = {
        term: words_of_doctree(one.node, one.context) for term, one in recorded.definitions.items()
    }
    return sorted(term for term in {*ours, *read, *waiting} if ours.get(term) != read.get(term))


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
