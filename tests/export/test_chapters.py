"""The chapters of this compass: both programs read them without complaint, and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from docutils import nodes
from markdown_it import MarkdownIt
from tests.export import engines
from tests.export.book import jupyter_book_book, mystmd_book
from tests.export.recorded import Recorded, differences, different_terms, export
from tests.export.words import words_of_page
from tests.site import REPOSITORY, digests

from compass_model.export.export_file import Chapter, read_export_file
from compass_model.front_matter import FrontMatter
from compass_model.page import PageReader
from sphinx_compass.export import writer

SOURCE = REPOSITORY / "source"
OWN = ("checklist", "resources")
"""Pages of a chapter that are made from the export file, as the first one is."""
PUBLISHED = "https://compass.example.org/"
FILE, _ = read_export_file(SOURCE)
assert FILE is not None
CHAPTERS, BOOK_TERMS = FILE.file.turing_way, FILE.file.book_terms


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    folder = tmp_path_factory.mktemp("chapters") / "export"
    made = export("turing-way", SOURCE, REPOSITORY, folder, compass_published_at=PUBLISHED)
    assert made.warnings == []
    return made


@pytest.fixture(scope="module")
def book(exported: Recorded) -> engines.Result:
    engines.need_mystmd()
    folder = mystmd_book(exported.folder, exported.folder.with_name("mystmd"), BOOK_TERMS)
    return engines.mystmd(folder)


def test_mystmd_builds_them_strictly(book: engines.Result) -> None:
    assert (book.said, book.code) == ([], 0), book.output


def test_jupyter_book_builds_them_strictly(exported: Recorded) -> None:
    engines.need_jupyter_book()
    folder = exported.folder.with_name("jupyter-book")
    found = engines.jupyter_book(jupyter_book_book(exported.folder, folder, BOOK_TERMS))
    assert (found.said, found.code) == ([], 0), found.output


def test_all_that_should_be_exported_is(exported: Recorded) -> None:
    """The charter, a pathway, the mentorship strategy, every event guide, every instrument."""
    ids = {id for chapter in CHAPTERS for id in chapter.include}
    assert {"jupyterhub-charter", "user-to-contributor"} <= ids
    reader, kinds = PageReader(SOURCE), {}
    for path in SOURCE.rglob("*.md"):
        front = FrontMatter.of(path.read_text("utf-8"))
        page = reader.check(path.relative_to(SOURCE).as_posix())[0] if front else None
        if page is not None:
            kinds.setdefault(type(page.facts).name, []).append(page.path.removesuffix(".md"))
    wanted = ["event-guide", "mentorship-strategy"]
    wanted += ["survey", "interview-guide", "consent-form", "information-sheet"]
    assert {name for kind in wanted for name in kinds[kind]} <= set(exported.pages)


def test_no_word_is_lost_or_added(exported: Recorded, book: engines.Result) -> None:
    assert differences(exported, engines.pages(book.folder)) == []


def test_a_writer_that_loses_a_paragraph_is_found_out(
    exported: Recorded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines.need_mystmd()
    docname = "charter/mission"
    page = exported.pages[docname]
    paragraphs = [
        node for node in page.doctree.findall(nodes.paragraph) if node.parent.tagname == "section"
    ]
    lost = paragraphs[2]
    paragraph = writer.BLOCKS["paragraph"]
    patched = {
        **writer.BLOCKS,
        "paragraph": lambda made, node: "" if node is lost else paragraph(made, node),
    }
    monkeypatch.setattr(writer, "BLOCKS", patched)
    written = writer.write_myst(page.doctree, page.context)
    assert written.problems == []
    name = f"{page.context.label.partition('-')[2]}.md"
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / name).write_text(written.text, encoding="utf-8")
    engines.mystmd_project(tmp_path / "book", [{"file": name}], plugins=False)
    read = engines.pages(engines.mystmd(tmp_path / "book").folder)
    one = exported._replace(pages={docname: page})
    (difference,) = differences(one, read)
    assert " -".join(lost.astext().split()[:2]) in difference


# -- what comes from the export file ------------------------------------------------------------


def plain(text: str) -> list[str]:
    """Return the words of Markdown."""
    tokens = MarkdownIt().parse(text)
    inside = (child for token in tokens for child in token.children or ())
    return " ".join(token.content for token in inside).split()


def texts(chapter: Chapter) -> Iterator[str]:
    yield from (row.prerequisite for row in chapter.prerequisites)
    yield chapter.summary
    yield chapter.why_useful
    yield from chapter.checklist
    yield from (resource.why for resource in chapter.resources)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.chapter)
def test_the_texts_of_the_export_file_are_there(chapter: Chapter, book: engines.Result) -> None:
    read = engines.pages(book.folder)
    stem = f"{chapter.guide}/{chapter.chapter}"
    files = [f"{stem}.md", *(f"{stem}/{chapter.chapter}-{end}.md" for end in OWN)]
    words = [word for file in files if file in read for word in words_of_page(read[file])]
    shown = "".join(words)
    for text in texts(chapter):
        assert "".join(plain(text)) in shown, text


def test_every_term_has_the_words_of_our_glossary(exported: Recorded, book: engines.Result) -> None:
    assert len(exported.definitions) > 5
    assert different_terms(exported, engines.pages(book.folder)["glossary-terms.md"]) == []


# -- again --------------------------------------------------------------------------------------


def test_the_command_writes_the_same_bytes(exported: Recorded, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "compass_scripts", "export", "turing-way"]
    command += ["--published-at", PUBLISHED, "--output", str(tmp_path / "again")]
    done = subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert digests(tmp_path / "again") == digests(exported.folder)
