"""A document with every node that the writer knows: both programs read all of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from docutils import nodes
from tests.export import engines
from tests.export.book import jupyter_book_book, mystmd_book
from tests.export.recorded import Recorded, differences, different_terms, export
from tests.export.stock import read_by_sphinx, same_as_stock

from sphinx_compass.export.inlines import INLINES
from sphinx_compass.export.writer import BLOCKS

SOURCE = engines.HERE / "torture"
TERMS = ["kettle"]
OWN = [
    "collaboration/torture.md",
    "collaboration/torture/torture-checklist.md",
    "collaboration/torture/torture-resources.md",
    "pathways/pathways-torture.md",
]
"""Pages of the texts in the export file, in which ``@`` and ``$`` mean nothing."""
NEVER_LEFT = {
    # Sphinx makes these only for the API of programs, and in lists of pages; or takes them out.
    *("acronym", "generated", "highlightlang", "literal_emphasis"),
}


@pytest.fixture(scope="module")
def chapter(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    made = export("turing-way", SOURCE, SOURCE, tmp_path_factory.mktemp("torture") / "export")
    assert made.warnings == []
    return made


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    made = export("plain-myst", SOURCE, SOURCE, tmp_path_factory.mktemp("torture") / "plain")
    assert made.warnings == []
    return made


def test_it_has_every_node_that_the_writer_knows(chapter: Recorded, plain: Recorded) -> None:
    pages = [*chapter.pages.values(), *plain.pages.values()]
    seen = {type(node).__name__ for page in pages for node in page.doctree.findall(nodes.Element)}
    assert {*BLOCKS, *INLINES} - seen == NEVER_LEFT


def test_mystmd_reads_all_of_it(chapter: Recorded, tmp_path: Path) -> None:
    found = engines.mystmd(mystmd_book(chapter.folder, tmp_path / "book", TERMS))
    assert (found.said, found.code) == ([], 0), found.output
    assert differences(chapter, engines.pages(found.folder)) == []


def test_mystmd_reads_every_definition(chapter: Recorded, tmp_path: Path) -> None:
    """Those that a page links to, those that it defines itself, and those that these link to."""
    assert set(chapter.definitions) == {
        *("tea", "infusion", "pot", "$SAUCER", "table_cloth white", "- and no_more")
    }
    found = engines.mystmd(mystmd_book(chapter.folder, tmp_path / "book", TERMS))
    read = engines.pages(found.folder)
    assert different_terms(chapter, read["glossary-terms.md"]) == []
    formulas = [node for page in OWN for node in engines.nodes(read[page]["mdast"], "inlineMath")]
    assert formulas == []


def test_jupyter_book_reads_all_of_it(chapter: Recorded, tmp_path: Path) -> None:
    engines.need_jupyter_book()
    found = engines.jupyter_book(jupyter_book_book(chapter.folder, tmp_path / "book", TERMS))
    assert (found.said, found.code) == ([], 0), found.output


def test_sphinx_reads_all_of_the_plain_form(plain: Recorded, tmp_path: Path) -> None:
    shutil.copytree(plain.folder, tmp_path / "export")
    assert same_as_stock(plain, read_by_sphinx(tmp_path / "export", tmp_path)) == []
