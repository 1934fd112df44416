"""The writer of exports: nothing is lost, whatever kind of node it meets, and links lead on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes
from tests.portable import (
    STOCK,
    Labels,
    Read,
    links_of,
    marks_of,
    read,
    words_of,
    write_pages,
)
from tests.site import copy_root

from sphinx_compass.export import inlines, writer
from sphinx_compass.export.context import Written

TOC = "# Contents\n\n```{toctree}\n:glob:\n\n**\n```\n"
WORDLESS = {
    *("comment", "fontawesome", "highlightlang", "index", "kept_bibliography", "meta", "raw"),
    *("sd_icon", "substitution_definition", "tabular_col_spec", "target", "transition"),
}
"""Kinds without words; their own tests are below."""


class Torture(NamedTuple):
    """The site with everything, written and read again."""

    source: Path
    first: Read
    written: dict[str, Written]
    again: Read


def read_again(folder: Path, source: Path, written: dict[str, Written]) -> Read:
    """Read what was written as any other site would, with the extensions of others only."""
    for name, page in written.items():
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text, encoding="utf-8")
        for figure in page.figures:
            file = path.parent / "figures" / figure.name
            file.parent.mkdir(exist_ok=True)
            if figure.content is not None:
                file.write_text(figure.content, encoding="utf-8")
            elif figure.image is not None:
                shutil.copy(source / figure.image, file)
    shutil.copy(source / "references.bib", folder)
    (folder / "conf.py").write_text(f'{STOCK}root_doc = "contents"\n', encoding="utf-8")
    (folder / "contents.md").write_text(TOC, encoding="utf-8")
    return read(folder, folder.parent / "again")


@pytest.fixture(scope="module")
def torture(tmp_path_factory: pytest.TempPathFactory) -> Torture:
    folder = tmp_path_factory.mktemp("torture")
    source = copy_root("export-torture", folder / "src")
    first = read(source, folder / "out")
    written = write_pages(source, first.doctrees)
    return Torture(source, first, written, read_again(folder / "back", source, written))


def test_everything_is_read_and_written_without_a_word(torture: Torture) -> None:
    assert torture.first.warnings == []
    assert [problem for page in torture.written.values() for problem in page.problems] == []
    assert torture.again.warnings == []


PAGES = ["index", "torture", "more", "stakeholders"]


@pytest.mark.parametrize("page", PAGES)
def test_the_words_are_the_same_in_order(page: str, torture: Torture) -> None:
    assert words_of(torture.again.doctrees[page]) == words_of(torture.first.doctrees[page])


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_the_same_places(page: str, torture: Torture) -> None:
    labels = Labels(torture.first.doctrees)
    expected = links_of(page, torture.first.doctrees[page], labels)
    assert links_of(page, torture.again.doctrees[page]) == expected
    assert expected or page not in {"index", "torture"}


def test_marks_are_kept(torture: Torture) -> None:
    """Code, strong, emphasis: those of the source, and titles that have become strong."""
    again = marks_of(torture.again.doctrees["torture"])
    for mark in marks_of(torture.first.doctrees["torture"]):
        wanted = [mark, ("literal", mark[1]), ("literal", "a/b/c")]
        assert any(one in again for one in wanted), mark


@pytest.mark.parametrize(
    "kind",
    [
        *(nodes.section, nodes.enumerated_list, nodes.literal_block, nodes.note, nodes.math_block),
        *(nodes.figure, nodes.image, nodes.footnote, nodes.block_quote, nodes.sidebar),
        *(nodes.footnote_reference, nodes.math, nodes.tip, nodes.transition, nodes.abbreviation),
    ],
)
def test_structure_is_kept(kind: type[nodes.Element], torture: Torture) -> None:
    before, after = torture.first.doctrees["torture"], torture.again.doctrees["torture"]
    count = len(list(before.findall(kind)))
    assert len(list(after.findall(kind))) == count > 0


def test_the_written_page_is_as_it_was(torture: Torture) -> None:
    """The whole text, so that every change of it is seen: it is what editors will compare."""
    kept = Path(__file__).parent / "export_torture.md"
    assert torture.written["torture"].text == kept.read_text(encoding="utf-8")


# -- every kind of node is met, and needed -------------------------------------------------------


def _handlers() -> Iterator[tuple[str, str]]:
    yield from (("BLOCKS", name) for name in writer.BLOCKS)
    yield from (("INLINES", name) for name in inlines.INLINES)


def _without(monkeypatch: pytest.MonkeyPatch, table: str, name: str, silent: bool) -> None:
    module: Any = writer if table == "BLOCKS" else inlines
    handlers = dict(getattr(module, table))
    del handlers[name]
    if silent and table == "BLOCKS":
        handlers[name] = lambda writer, node: ""
    elif silent:
        handlers[name] = lambda writer, run, node: None
    monkeypatch.setattr(module, table, handlers)


@pytest.mark.parametrize(("table", "name"), [*_handlers()])
def test_without_the_code_for_a_kind_it_is_a_problem(
    table: str, name: str, torture: Torture, monkeypatch: pytest.MonkeyPatch
) -> None:
    _without(monkeypatch, table, name, silent=False)
    doctrees = {**torture.first.doctrees, "rare": _rare()}
    written = write_pages(torture.source, doctrees)
    found = [problem.message for page in written.values() for problem in page.problems]
    in_lines = table == "BLOCKS" and name in inlines.INLINES
    assert in_lines or any(f"'{name}'" in message for message in found)


@pytest.mark.parametrize(
    ("table", "name"), [pair for pair in _handlers() if pair[1] not in WORDLESS]
)
def test_a_kind_that_is_left_out_changes_the_text(
    table: str, name: str, torture: Torture, monkeypatch: pytest.MonkeyPatch
) -> None:
    doctrees = {**torture.first.doctrees, "rare": _rare()}
    before = write_pages(torture.source, doctrees)
    _without(monkeypatch, table, name, silent=True)
    after = write_pages(torture.source, doctrees)
    assert {name: page.text for name, page in before.items()} != {
        name: page.text for name, page in after.items()
    }


def _rare() -> nodes.document:
    """Return a page with kinds that only other extensions of Sphinx make."""
    document = new_document("rare.md")
    paragraph = nodes.paragraph("", "", nodes.acronym("", "NATO"), nodes.generated("", "1"))
    paragraph += addnodes.literal_emphasis("", "path")
    paragraph += nodes.comment("", "never shown")
    document += nodes.section("", nodes.title("", "Rare"), paragraph, ids=["rare"])
    document += addnodes.compact_paragraph("", "compact")
    document += nodes.substitution_definition("", "never shown")
    document += addnodes.highlightlang(lang="none", force=False, linenothreshold=1)
    return document


def test_rare_kinds() -> None:
    written = write_pages(Path("/"), {"rare": _rare()})["rare"]
    assert written.text == "(x-rare)=\n\n# Rare\n\nNATO1`path`\n\ncompact\n"
    assert written.problems == []
