"""The timeline of a deliverables register: drawn in HTML only, from its table, and readable."""

import re
from pathlib import Path
from xml.dom import minidom

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from tests.incremental import assert_equals_clean_build
from tests.site import ROOTS, Built, build, copy_root, write

from sphinx_compass.svg import as_svg
from sphinx_compass.tables import make_table, own_words
from sphinx_compass.timeline import bars_of, scale_of, timeline


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("timeline")
    return build(copy_root("deliverables-register", folder / "source"), folder / "out")


def drawings(html: str) -> list[minidom.Element]:
    """Read the drawings of a page with a parser of XML, which forgives nothing."""
    found = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    return [minidom.parseString(svg).documentElement for svg in found]


def texts(svg: minidom.Element) -> list[str]:
    return [text.firstChild.data for text in svg.getElementsByTagName("text")]


def drawn(*rows: tuple[str, str, str]) -> minidom.Element:
    """Draw rows of what, planned and happened; a cell may hold several lines."""
    cells = [
        [[own_words(line) for line in cell.split("\n")] if cell else [] for cell in row]
        for row in rows
    ]
    svg = as_svg(timeline(make_table(["What", "Planned", "Happened"], cells)), "x")
    return minidom.parseString(svg).documentElement


def boxes(svg: minidom.Element) -> list[tuple[float, float, str]]:
    """Return the left edge, the width and the look of each box but those of the legend."""
    found = []
    for box in svg.getElementsByTagName("rect"):
        look = "broken" if box.getAttribute("stroke-dasharray") else box.getAttribute("fill")
        found.append((float(box.getAttribute("x")), float(box.getAttribute("width")), look))
    legend = [words for words in texts(svg) if words.startswith(("planned", "happened"))]
    return found[: len(found) - len(legend)]


def test_a_drawing_says_what_it_is(built: Built):
    (svg,) = drawings(built.read("register.html"))
    assert svg.getAttribute("role") == "img"
    (title,) = svg.getElementsByTagName("title")
    assert title.firstChild.data == "What was planned and what happened, over time"
    for element in [svg, *svg.getElementsByTagName("*")]:
        for name in ("fill", "stroke"):
            assert element.getAttribute(name) in {"", "none", "currentColor"}


def test_the_table_follows_and_says_the_same(built: Built):
    soup = BeautifulSoup(built.read("register.html"), "html5lib")
    table = soup.find("svg").find_next("table")
    assert "compass-programme-timeline" in table["class"]
    rows = [[cell.get_text() for cell in row.find_all("td")] for row in table.find_all("tr")[1:]]
    words = " ".join(texts(drawings(built.read("register.html"))[0]))
    for title, *_dates in rows:
        assert " ".join(title.split()) in words
    report = next(row for row in rows if "friends" in row[0])
    assert [re.findall(r"[\d-]{7,}", cell) for cell in report[1:]] == [
        ["2026-12-15", "2027-02"],
        ["2027-03-03"],
    ]
    # What has no date is named below the table, and not drawn.
    below = soup.find("dl", class_="compass-undated").get_text()
    assert "A phase without deliverables" in below
    assert "A phase without deliverables" not in words


@pytest.mark.parametrize("page", ["open", "undated"])
def test_without_a_date_nothing_is_drawn(page: str, built: Built):
    assert drawings(built.read(f"{page}.html")) == []


@pytest.mark.parametrize("builder", ["text", "xml", "latex"])
def test_other_builders_show_the_table(builder: str, tmp_path: Path):
    source = copy_root("deliverables-register", tmp_path / "source")
    out = build(source, tmp_path / "out", builder).outdir
    suffixes = {".txt", ".xml", ".tex"}
    pages = [path for path in out.rglob("*") if path.suffix in suffixes]
    text = "".join(path.read_text(encoding="utf-8") for path in pages)
    assert "2027-03-03" in text.replace("\\sphinxhyphen{}", "-")
    assert "svg" not in text


def test_a_change_is_drawn_from_the_first_date_to_the_new_one():
    svg = drawn(("A report", "2026-02\nchanged to 2026-05", "2026-06-30"))
    first, planned, happened = boxes(svg)
    assert [look for _x, _width, look in boxes(svg)] == ["broken", "none", ""]
    assert first[0] < planned[0] < happened[0]
    (line,) = [p for p in svg.getElementsByTagName("path") if "H" in p.getAttribute("d")]
    begin, end = map(float, re.findall(r"M([\d.]+) [\d.]+H([\d.]+)", line.getAttribute("d"))[0])
    assert first[0] + first[1] < begin < end < planned[0]
    assert texts(svg)[-3:] == ["planned", "planned at first, then changed", "happened"]


def test_a_day_can_be_seen_and_a_span_is_as_long_as_it_is():
    svg = drawn(
        ("A day", "", "2026-02-03"), ("Two months", "2026-01/2026-02".replace("/", " – "), "")
    )
    (_, day, _), (_, span, _) = boxes(svg)
    assert day == 7
    assert span > 100


def test_all_boxes_and_words_are_inside():
    svg = drawn(
        ("x" * 300, "1998-01 – 1998-02", ""),
        ("A long title with many words that goes on and on " * 3, "2026-12-31", "2031-12-31"),
    )
    _, _, width, height = map(int, svg.getAttribute("viewBox").split())
    for x, wide, _look in boxes(svg):
        assert x >= 0
        assert x + wide <= width
    for text in svg.getElementsByTagName("text"):
        assert float(text.getAttribute("y")) < height
        assert len(text.firstChild.data) <= 50


@pytest.mark.parametrize(
    ("cell", "bars"),
    [
        ([], []),
        (["to be agreed"], []),
        (["2026-01"], [(24312, 24313)]),
        (["2026-01 – 2026-03 (three months)"], [(24312, 24315)]),
        (["2026-01", "changed to 2026-02"], [(24312, 24313), (24313, 24314)]),
    ],
)
def test_times_are_read_from_the_table(cell: list[str], bars: list[tuple[int, int]]):
    assert bars_of(cell) == bars


@pytest.mark.parametrize(
    ("first", "last", "step"),
    [
        (24312, 24313, 1),
        (24312, 24318, 1),
        (24312, 24319, 2),
        (24312, 24372, 12),
        (12, 119999, 24576),
    ],
)
def test_the_axis_has_few_marks(first: int, last: int, step: int):
    scale = scale_of([(first, last)])
    assert scale.step == step
    assert scale.begin <= first
    assert last <= scale.end
    assert (scale.end - scale.begin) // scale.step <= 6


def test_what_people_write_stays_text():
    svg = drawn(('</text><script>alert(1)</script>"', "2026-01", ""))
    assert texts(svg)[1] == '</text><script>alert(1)</script>"'


def test_pages_that_name_a_deliverable_follow_it(tmp_path: Path):
    source, out = copy_root("deliverables-register", tmp_path / "source"), tmp_path / "out"
    # A theme whose articles can be compared; the names here try markup, which safety would refuse.
    conf = (ROOTS / "test-assorted/conf.py").read_text("utf-8")
    write(source, {"conf.py": conf.replace(' "sphinx_compass.safety",', "")})
    (source / "citing.md").write_text("# Citing\n\nSee {compass:deliverable}`appendix`.\n")
    assert build(source, out).warnings == []
    data = source / "_data/deliverables.yml"
    facts = data.read_text(encoding="utf-8")
    data.write_text(facts.replace("title: The appendix", "title: The questions"), encoding="utf-8")
    assert "The questions" in assert_equals_clean_build(source, out, tmp_path).read("citing.html")
    changed = facts.replace("  - id: appendix", "  - id: annex")
    data.write_text(changed, encoding="utf-8")
    built = assert_equals_clean_build(source, out, tmp_path)
    assert any("there is no deliverable 'appendix'" in line for line in built.warnings)


def test_an_empty_table_is_an_empty_drawing():
    assert as_svg(timeline(nodes.table()), "x").startswith("<svg")
