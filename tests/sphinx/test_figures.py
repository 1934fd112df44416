"""The ladder and the mountain: drawn in HTML only, readable, and always with their table."""

import re
from pathlib import Path
from xml.dom import minidom

import pytest
from bs4 import BeautifulSoup
from tests.site import Built, build, copy_root

from compass_model.facts import Words
from sphinx_compass.ladder import from_the_foot, lanes_of
from sphinx_compass.svg import Drawing, as_svg, wrapped

FIGURES = {
    "contributor-ladder": ("ladder", "ladder", "example-ladder"),
    "engagement-mountain": ("mountain", "mountain", "example-mountain"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    folder = tmp_path_factory.mktemp("figures")
    return {
        root: build(copy_root(root, folder / root / "source"), folder / root / "out")
        for root in FIGURES
    }


def drawings(built: Built, page: str) -> list[minidom.Element]:
    """Read the drawings of a page with a parser of XML, which forgives nothing."""
    found = re.findall(r"<svg.*?</svg>", built.read(f"{page}.html"), re.DOTALL)
    return [minidom.parseString(svg).documentElement for svg in found]


def words(element: minidom.Element) -> str:
    return "".join(child.data for child in element.childNodes)


def texts(svg: minidom.Element) -> list[str]:
    return [words(text) for text in svg.getElementsByTagName("text")]


@pytest.mark.parametrize("root", FIGURES)
def test_a_drawing_says_what_it_is(root: str, built: dict[str, Built]):
    page, name, id = FIGURES[root]
    (svg,) = drawings(built[root], page)
    (title,) = svg.getElementsByTagName("title")
    (desc,) = svg.getElementsByTagName("desc")
    assert svg.getAttribute("role") == "img"
    assert svg.getAttribute("class") == f"compass-figure compass-{name}"
    assert title.getAttribute("id") == f"compass-{name}-{id}-title"
    labelled = f"{title.getAttribute('id')} {desc.getAttribute('id')}"
    assert svg.getAttribute("aria-labelledby") == labelled
    assert "at its foot" in words(title) or "at the foot" in words(title)
    assert words(desc) == "The table below says the same in words."


@pytest.mark.parametrize("root", FIGURES)
def test_the_colours_are_those_of_the_page(root: str, built: dict[str, Built]):
    (svg,) = drawings(built[root], FIGURES[root][0])
    for element in [svg, *svg.getElementsByTagName("*")]:
        for name in ("fill", "stroke"):
            assert element.getAttribute(name) in {"", "none", "currentColor"}
        assert not element.getAttribute("style")


@pytest.mark.parametrize("root", FIGURES)
def test_the_table_follows_and_says_the_same(root: str, built: dict[str, Built]):
    soup = BeautifulSoup(built[root].read(f"{FIGURES[root][0]}.html"), "html5lib")
    table = soup.find("svg").find_next_sibling("table")
    rows = [row.find("td").get_text() for row in table.find_all("tr")[1:]]
    (svg,) = drawings(built[root], FIGURES[root][0])
    drawn = " ".join(texts(svg))
    assert len(rows) > 4
    for row in rows:
        assert " ".join(row.split()) in drawn


def test_a_rung_stands_above_those_it_comes_after(built: dict[str, Built]):
    (svg,) = drawings(built["contributor-ladder"], "ladder")
    height = {words(text): int(text.getAttribute("y")) for text in svg.getElementsByTagName("text")}
    assert height["Visitor"] > height["Contributor & friend <of the"]
    assert height["Reviewer of changes to the"] > height["Maintainer"]
    # Three short steps, and one that passes the reviewers; a rung of unknown origin has none.
    lines = [path for path in svg.getElementsByTagName("path") if path.getAttribute("fill")]
    assert len(lines) == 4
    loose = [
        box for box in svg.getElementsByTagName("rect") if box.getAttribute("stroke-dasharray")
    ]
    assert len(loose) == 1


def test_ids_are_unique_where_a_host_shows_both(built: dict[str, Built]):
    soup = BeautifulSoup(built["contributor-ladder"].read("handbook.html"), "html5lib")
    ids = [element["id"] for element in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert len(soup.find_all("svg", class_="compass-figure")) == 2
    for svg in soup.find_all("svg"):
        assert set(svg["aria-labelledby"].split()) <= set(ids)
    assert len(soup.find_all("table", class_="compass-rungs-overview")) == 1


def test_what_is_to_be_agreed_draws_nothing(built: dict[str, Built]):
    for root in FIGURES:
        assert drawings(built[root], "open") == []


@pytest.mark.parametrize("builder", ["text", "xml", "latex"])
@pytest.mark.parametrize("root", FIGURES)
def test_other_builders_show_the_table(root: str, builder: str, tmp_path: Path):
    page = FIGURES[root][0]
    out = build(copy_root(root, tmp_path / "source"), tmp_path / "out", builder).outdir
    shown = next(
        path.read_text(encoding="utf-8")
        for path in sorted(out.glob("*"))
        if path.suffix in {".txt", ".xml", ".tex"} and (path.stem == page or builder == "latex")
    )
    for word in {"ladder": ("Visitor", "Maintainer"), "mountain": ("Discovery", "Leadership")}[
        page
    ]:
        assert shown.count(word) > 1
    assert "svg" not in shown


def test_a_single_page_shows_each_drawing_once(tmp_path: Path):
    source = copy_root("contributor-ladder", tmp_path / "source")
    out = build(source, tmp_path / "out", "singlehtml")
    assert len(drawings(out, "index")) == 2


# -- the parts of a drawing


@pytest.mark.parametrize(
    ("text", "letters", "most", "lines"),
    [
        ("", 5, 0, [""]),
        ("one two three", 7, 0, ["one two", "three"]),
        ("one two three four", 7, 2, ["one two", "three …"]),
        ("incomprehensibilities", 10, 2, ["incomprehe", "…"]),
        ("入门指南和帮助", 8, 0, ["入门指南", "和帮助"]),
    ],
)
def test_lines_of_a_drawing(text: str, letters: int, most: int, lines: list[str]):
    assert wrapped(text, letters, most=most) == lines


def test_what_people_write_stays_text():
    svg = as_svg(Drawing("x", Words('<b>&"'), 1, 1, ""), "my-id")
    assert '<title id="my-id-title">&lt;b&gt;&amp;&quot;</title>' in svg


def test_rungs_are_sorted_from_the_foot():
    assert from_the_foot({0: [2], 1: [0], 2: []}) == [2, 0, 1]
    assert from_the_foot({0: [0], 1: [2], 2: [1]}) == [0, 1, 2], "a circle does not stop it"


def test_steps_that_pass_the_same_rung_have_lanes_of_their_own():
    assert lanes_of([(0, 2), (0, 3), (1, 3), (3, 5)]) == {
        (0, 2): 0,
        (1, 3): 1,
        (0, 3): 2,
        (3, 5): 0,
    }
