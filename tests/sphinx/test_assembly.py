"""A host shows its parts in place; a part's own page stays its address."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tests.site import Built, build, copy_root, write


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_root("charter", tmp_path_factory.mktemp("charter") / "src")


@pytest.fixture(scope="module", params=["html", "dirhtml"])
def built(
    request: pytest.FixtureRequest, source: Path, tmp_path_factory: pytest.TempPathFactory
) -> Built:
    return build(source, tmp_path_factory.mktemp("charter-out") / request.param, request.param)


def page(built: Built, name: str) -> BeautifulSoup:
    file = f"{name}.html"
    if built.outdir.name == "dirhtml" and not name.endswith("index"):
        file = f"{name}/index.html"
    return BeautifulSoup(built.read(file), "html5lib")


def body(built: Built, name: str) -> BeautifulSoup:
    found = page(built, name).find(class_="body")
    assert found is not None
    return BeautifulSoup(str(found), "html5lib")


def test_the_host_shows_its_parts_in_order(built: Built) -> None:
    headings = [
        h.get_text().rstrip("¶") for h in body(built, "charter/index").find_all(["h1", "h2"])
    ]
    assert headings == [
        "The charter of the example",
        "The story",
        "The vision",
        "What we hold dear",
        "Who is there",
        "About this page",
    ]


def test_ids_are_unique(built: Built) -> None:
    ids = [tag["id"] for tag in page(built, "charter/index").find_all(id=True)]
    assert len(ids) == len(set(ids))
    footnotes = body(built, "charter/index").find_all(
        "aside", class_="footnote", role="doc-footnote"
    )
    # Two parts have a footnote of the same number, the host has one of its own.
    assert len(footnotes) == 3


def test_every_link_inside_the_host_leads_to_something_on_it(built: Built) -> None:
    soup = page(built, "charter/index")
    ids = {tag["id"] for tag in soup.find_all(id=True)}
    anchors = {a["href"][1:] for a in soup.find_all("a", href=re.compile("^#."))}
    assert anchors - ids == set()
    assert "example-vision--inside-the-vision" in anchors


def test_every_link_of_the_host_leads_to_a_file(built: Built) -> None:
    folder = built.outdir / "charter"
    for tag in body(built, "charter/index").find_all(["a", "img"]):
        link = str(tag.get("href") or tag.get("src"))
        if not link.startswith(("http", "#")):
            path = (folder / link.partition("#")[0]).resolve()
            assert (path / "index.html" if path.is_dir() else path).is_file(), link


def test_tabs_of_two_parts_do_not_share_their_buttons(built: Built) -> None:
    inputs = body(built, "charter/index").find_all("input", type="radio")
    assert len(inputs) == 4
    assert len({tag["name"] for tag in inputs}) == 2
    labels = {tag["for"] for tag in body(built, "charter/index").find_all("label")}
    assert labels == {tag["id"] for tag in inputs}


def test_what_belongs_to_the_own_page_of_a_part_is_not_copied(built: Built) -> None:
    host = body(built, "charter/index")
    assert len(host.find_all(class_="compass-status")) == 1
    assert [h.get_text() for h in host.find_all("h2")].count("About this page¶") == 1
    assert len(body(built, "charter/vision").find_all(class_="compass-status")) == 1


def test_each_copy_leads_to_its_own_page(built: Built) -> None:
    links = [p.a["href"] for p in body(built, "charter/index").find_all(class_="compass-part-link")]
    names = ["narrative", "vision", "values", "stakeholders"]
    suffix = ".html" if built.outdir.name == "html" else "/"
    assert links == [f"{name}{suffix}" for name in names]


def test_the_contents_list_names_the_copies(built: Built) -> None:
    contents = page(built, "charter/index").find(class_="sphinxsidebar")
    assert contents is not None
    links = {a.get_text(): a["href"] for a in contents.find_all("a")}
    assert links["The vision"] == "#example-vision--top"
    assert links["Inside the vision"] == "#example-vision--inside-the-vision"
    assert list(links).index("What we hold dear") < list(links).index("About this page")


def test_search_finds_the_part_and_not_the_host(built: Built) -> None:
    index = built.read("searchindex.js")
    docnames = re.search(r'"?docnames"?:\s*\[([^\]]*)\]', index)
    assert docnames is not None
    names = [name.strip('" ') for name in docnames[1].split(",")]
    terms = re.search(r'"?everybodi"?:\s*(\[[^\]]*\]|\d+)', index)
    assert terms is not None
    found = {names[int(number)] for number in re.findall(r"\d+", terms[1])}
    assert found == {"charter/vision"}


def test_the_inventory_leads_to_the_parts(built: Built) -> None:
    data = (built.outdir / "objects.inv").read_bytes().split(b"\n", 4)[4]
    lines = zlib.decompress(data).decode().splitlines()
    assert any(
        line.startswith("example-vision compass:charter-part 1 charter/vision") for line in lines
    )
    assert any(line.startswith("example-charter compass:charter 1 charter/") for line in lines)


def test_text_of_the_host_holds_its_parts(source: Path, tmp_path: Path) -> None:
    text = build(source, tmp_path / "text", "text").read("charter/index.txt")
    order = [
        text.index(heading) for heading in ["\nThe story\n", "\nThe vision\n", "\nWho is there\n"]
    ]
    assert order == sorted(order)
    assert "Openness" in text


def test_latex_and_one_page_html_hold_each_part_once(source: Path, tmp_path: Path) -> None:
    latex = next(build(source, tmp_path / "latex", "latex").outdir.glob("*.tex")).read_text()
    assert latex.count("Everybody finds a way in.") == 1
    single = build(source, tmp_path / "single", "singlehtml").read("index.html")
    assert single.count("Everybody finds a way in.") == 1


def test_a_warning_about_a_part_names_its_file_and_line_once(source: Path, tmp_path: Path) -> None:
    copy = copy_root("charter", tmp_path / "src")
    vision = (copy / "charter/vision.md").read_text()
    write(copy, {"charter/vision.md": vision + "\nSee {ref}`nowhere`.\n"})
    line = vision.count("\n") + 2
    assert build(copy, tmp_path / "out").warnings == [
        f"SRC/charter/vision.md:{line}: WARNING: undefined label: 'nowhere' [ref.ref]"
    ]


def test_an_edit_of_a_part_writes_the_part_and_its_host(tmp_path: Path) -> None:
    copy = copy_root("charter", tmp_path / "src")
    build(copy, tmp_path / "out")
    path = copy / "charter/vision.md"
    path.write_text(path.read_text().replace("Everybody", "Anybody"))
    again = build(copy, tmp_path / "out")
    # The host is resolved for itself, its parts for their copies.
    assert "Anybody finds a way in." in again.read("charter/index.html")
    assert "Anybody finds a way in." in again.read("charter/vision.html")
    assert "lists" not in again.written


def test_roles_link_by_id_with_the_title_or_the_words_of_the_author(built: Built) -> None:
    links = {a.get_text(): a["href"] for a in body(built, "index").find_all("a")}
    assert {"The charter of the example", "What we hold dear", "The vision", "with words"} <= set(
        links
    )


def test_the_host_shows_the_drawing_of_its_part_once(built: Built) -> None:
    host = body(built, "charter/index")
    assert len(host.find_all("svg")) == 1
    assert len(host.find_all("table", class_="compass-stakeholders")) == 1


def test_the_drawing_holds_every_group_in_its_quadrant(built: Built) -> None:
    svg = body(built, "charter/stakeholders").find("svg")
    assert svg is not None
    texts = [text.get_text() for text in svg.find_all("text")]
    long = texts.index("• Newcomers & guests <of")  # a long name goes on in the next line
    assert texts[long + 1].strip() == "all ages>"
    assert texts.index("Keep satisfied") + 1 == texts.index("• Funders")
    assert svg.find("title") is not None
    assert svg.find("desc") is not None
    labelled = str(svg["aria-labelledby"]).split()
    assert {svg.find("title")["id"], svg.find("desc")["id"]} == set(labelled)


def test_a_hidden_list_of_the_folder_does_not_name_the_parts_again(tmp_path: Path) -> None:
    source = copy_root("charter", tmp_path / "src")
    write(source, {"charter/another.md": "# Another page\n"})
    text = (source / "charter/index.md").read_text(encoding="utf-8")
    folder = "\n## More\n\n```{toctree}\n:hidden:\n:glob:\n\n*\n```\n"
    write(source, {"charter/index.md": text + folder})
    contents = {
        "index.md": "# Home\n\n```{toctree}\n:maxdepth: 3\n:includehidden:\ncharter/index\n```\n"
    }
    built = build(write(source, contents), tmp_path / "out")
    listed = body(built, "index").find(class_="toctree-wrapper").find_all("a")
    names = [link.get_text() for link in listed if "#" not in link["href"]]
    parts = ["The story", "The vision", "What we hold dear", "Who is there"]
    assert names == ["The charter of the example", *parts, "Another page"]
