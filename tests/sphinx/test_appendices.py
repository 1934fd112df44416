"""Appendices are lettered in each document that shows them, and found by their letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tests.site import Built, build, copy_root, write


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return copy_root("handbook", tmp_path / "src")


def body(built: Built, name: str) -> BeautifulSoup:
    found = BeautifulSoup(built.read(name), "html5lib").find(class_="body")
    return BeautifulSoup(str(found), "html5lib")


def headings(built: Built, name: str) -> list[str]:
    return [h.get_text().rstrip("¶") for h in body(built, name).find_all(["h1", "h2"])]


def test_they_follow_the_parts_and_have_letters(source: Path, tmp_path: Path) -> None:
    built = build(source, tmp_path / "out")
    assert headings(built, "guide/index.html") == [
        "The handbook of the example",
        "The first part",
        "The second part",
        "Appendix A. Skills of the example",
        "Appendix B. Platforms of the example",
        "About this page",
    ]


def test_each_document_has_letters_of_its_own(source: Path, tmp_path: Path) -> None:
    built = build(source, tmp_path / "out")
    assert headings(built, "second.html")[1:3] == [
        "Appendix A. Platforms of the example",
        "Appendix B. Skills of the example",
    ]
    assert headings(built, "guide/skills.html")[0] == "Skills of the example"


def test_a_citation_gives_the_letter_in_the_document_that_is_read(
    source: Path, tmp_path: Path
) -> None:
    built = build(source, tmp_path / "out", "text")
    cited = "Appendix {} belongs to one of them."
    assert cited.format("B") in built.read("guide/index.txt")
    assert cited.format("A") in built.read("second.txt")
    assert "read Appendix A before" in built.read("guide/first.txt")
    assert "See Appendix A of The handbook of the example" in built.read("index.txt")


def test_inside_the_document_a_citation_leads_to_the_copy(source: Path, tmp_path: Path) -> None:
    soup = body(build(source, tmp_path / "out"), "guide/index.html")
    link = soup.find("a", string="Appendix A")
    assert link is not None
    assert link["href"] == "#example-skills--top"
    assert soup.find(id="example-skills--top") is not None
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_the_contents_list_names_them(source: Path, tmp_path: Path) -> None:
    built = build(source, tmp_path / "out")
    sidebar = BeautifulSoup(built.read("guide/index.html"), "html5lib").find(class_="sphinxsidebar")
    assert sidebar is not None
    links = {a.get_text(): a["href"] for a in sidebar.find_all("a")}
    assert links["Appendix A. Skills of the example"] == "#example-skills--top"


@pytest.mark.parametrize("builder", ["latex", "singlehtml"])
def test_one_document_for_all_lists_them_by_letter(
    source: Path, tmp_path: Path, builder: str
) -> None:
    built = build(source, tmp_path / "out", builder)
    file = next(built.outdir.glob("*.tex")) if builder == "latex" else built.outdir / "index.html"
    text = file.read_text(encoding="utf-8")
    assert text.count("Appendix A. ") == text.count("Appendix B. ") == 2
    assert text.count("An appendix of two documents.") == 1


def test_a_document_is_written_again_when_its_appendix_changes(
    source: Path, tmp_path: Path
) -> None:
    build(source, tmp_path / "out")
    page = source / "guide/skills.md"
    page.write_text(page.read_text("utf-8").replace("We asked.", "We asked twice."), "utf-8")
    built = build(source, tmp_path / "out")
    assert {"guide/index", "guide/skills", "second"} <= set(built.written)
    for name in ("guide/index.html", "second.html"):
        assert "We asked twice." in built.read(name)


def test_new_letters_reach_every_page_that_cites_them(source: Path, tmp_path: Path) -> None:
    build(source, tmp_path / "out")
    page = source / "guide/index.md"
    text = page.read_text("utf-8").replace(
        "[example-skills, example-platforms]", "[example-platforms, example-skills]"
    )
    page.write_text(text, "utf-8")
    built, clean = build(source, tmp_path / "out"), build(source, tmp_path / "clean")
    for file in sorted(clean.outdir.rglob("*.html")):
        name = file.relative_to(clean.outdir).as_posix()
        assert str(body(built, name)) == str(body(clean, name)), name


def test_what_is_no_appendix_is_said(source: Path, tmp_path: Path) -> None:
    write(source, {"wrong.md": "# Wrong\n\n{compass:appendix}`example-first`\n"})
    (warning,) = build(source, tmp_path / "out").warnings[-1:]
    assert warning == (
        "SRC/wrong.md:3: WARNING: 'example-first' is not an appendix; name it under 'appendices' "
        "of a document [compass.unknown-reference]"
    )
