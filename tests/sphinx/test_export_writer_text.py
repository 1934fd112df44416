"""What the writer of exports makes of single nodes, of text that looks like markup, of mistakes."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from docutils.utils import new_document
from myst_parser.parsers.docutils_ import Parser
from sphinx import addnodes
from tests.portable import Labels, context, words_of
from tests.random_pages import RandomPage

from compass_model.problems import Code, Problem
from sphinx_compass.export.citations import kept_bibliography, kept_citation
from sphinx_compass.export.context import Written, document_uri, parse_document_uri
from sphinx_compass.export.points import points_of
from sphinx_compass.export.writer import write_myst

EXTENSIONS = [
    *(
        "amsmath",
        "attrs_block",
        "attrs_inline",
        "colon_fence",
        "deflist",
        "dollarmath",
        "fieldlist",
    ),
    *("html_admonition", "html_image", "strikethrough", "substitution", "tasklist"),
]
"""All extensions of MyST-Parser that find something in a text, but for those that change it."""


def document(*children: nodes.Node) -> nodes.document:
    made = new_document("/src/page.md")
    made += list(children)
    return made


def written(*children: nodes.Node, **changes: Any) -> Written:
    doctree = document(*children)
    return write_myst(doctree, context(Path("/src"), "page", Labels({"page": doctree}), **changes))


def paragraph(*children: nodes.Node | str) -> nodes.paragraph:
    return nodes.paragraph("", "", *(nodes.Text(c) if isinstance(c, str) else c for c in children))


def text(*children: nodes.Node | str, **changes: Any) -> str:
    return written(paragraph(*children), **changes).text.removesuffix("\n")


def read_again(markdown: str, extensions: list[str]) -> tuple[nodes.document, str]:
    said = io.StringIO()
    settings = {
        "myst_enable_extensions": extensions,
        "warning_stream": said,
        "report_level": 2,
        "doctitle_xform": False,
        "file_insertion_enabled": False,
    }
    return publish_doctree(markdown, parser=Parser(), settings_overrides=settings), said.getvalue()


@pytest.mark.parametrize("seed", range(60))
def test_random_pages_keep_their_words(seed: int) -> None:
    page = RandomPage(seed).document()
    result = write_myst(page, context(Path("/"), "random", Labels({"random": page})))
    assert result.problems == []
    for extensions in ([], EXTENSIONS):
        again, said = read_again(result.text, extensions)
        assert said == ""
        assert words_of(again) == words_of(page), seed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{name}`x`", r"\{name}\`x\`"),
        ("[@key] and @me", r"\[\@key\] and \@me"),
        ("$5 and $6", r"\$5 and \$6"),
        ("a_b and _c_", r"a_b and \_c\_"),
        ("a < b <c> &amp; & d", r"a < b \<c> \&amp; & d"),
        ("~~gone~~ ~ x", r"\~\~gone\~\~ ~ x"),
        ("https://example.org www.example.org", r"https\://example\.org www\.example\.org"),
        ("conf.py, e.g. 1.5", r"conf\.py, e.g. 1.5"),
        ("1. no", r"1\. no"),
        ("12) no", r"12\) no"),
        ("- no", r"\- no"),
        ("+++", r"\+++"),
        ("--- | ---", r"\--- | ---"),
        ("===", r"\==="),
        ("# no", r"\# no"),
        ("#no", "#no"),
        ("> no", r"\> no"),
        ("% no", r"\% no"),
        (":field: no", r"\:field: no"),
        (":::{note}", r"\:::\{note}"),
        ("~ no", r"\~ no"),
        ("| a |", r"\| a |"),
        ("(label)=", r"\(label)="),
        ("(label)= no", "(label)= no"),
        ("a\\b", r"a\\b"),
        ("One. - Two.", "One. - Two."),
        ("One. (X)=", "One.\n\\(X)="),
        ("One. 1. Two", "One.\n1\\. Two"),
        ("  many   spaces \n here ", "many spaces here"),
        ("no\N{NO-BREAK SPACE}break", "no\N{NO-BREAK SPACE}break"),
    ],
)
def test_text_stays_text(before: str, after: str) -> None:
    assert text(before) == after


def test_neighbours() -> None:
    """What stands side by side would mean something else together."""
    literal, link = nodes.literal("", "a"), nodes.reference("", "b", refuri="https://example.org/b")
    assert text("x!", link) == r"x\![b](https://example.org/b)"
    assert text(literal, nodes.literal("", "c.py")) == r"`a`c\.py"
    assert text("a\\", nodes.math("", "x")) == "a&#92;{math}`x`"
    assert text("{x}", nodes.literal("", "y")) == r"\{x}`y`"
    assert text(nodes.footnote_reference("", "", refid="n"), ": x") == r"[^x-n]\: x"
    assert text("(", nodes.emphasis("", "(x)"), ")") == "(*(x)*)"
    assert text("a", nodes.emphasis("", "(x)"), "b") == "a(x)b"
    assert text(nodes.emphasis("", "a"), nodes.strong("", "b")) == "_a_**b**"
    assert text("a", nodes.strong("", " b "), "c") == "a **b** c"
    assert text(nodes.emphasis("", "", nodes.Text("a "), nodes.emphasis("", "b"))) == "*a _b_*"
    assert text(nodes.literal("", "`"), " ", nodes.literal("", " a ")) == "`` ` `` `  a  `"


def test_code_in_a_title_takes_another_fence() -> None:
    title = nodes.title("", "", nodes.Text("Of "), nodes.literal("", "x"))
    found = written(nodes.admonition("", title, paragraph("Words.")))
    assert found.text == "~~~{admonition} Of `x`\nWords.\n~~~\n"


def test_fences_are_longer_than_those_inside() -> None:
    code = nodes.literal_block("", "````\nx\n````", language="text")
    assert written(nodes.note("", code)).text == (
        "``````{note}\n`````text\n````\nx\n````\n`````\n``````\n"
    )


def test_lists_side_by_side_stay_two() -> None:
    def one(kind: type[nodes.Element]) -> nodes.Element:
        return kind("", nodes.list_item("", paragraph("x")))

    kinds = [nodes.bullet_list, nodes.bullet_list, nodes.enumerated_list, nodes.enumerated_list]
    assert written(*map(one, kinds)).text == "- x\n\n* x\n\n1. x\n\n1) x\n"


def test_a_dash_in_a_quotation_is_no_name() -> None:
    quote = nodes.block_quote("", paragraph("One."), paragraph("-- two"))
    assert written(quote).text == "> One.\n>\n> *--* two\n"
    quote = nodes.block_quote("", paragraph("One."), nodes.attribution("", "Somebody"))
    assert written(quote).text == "> One.\n>\n> -- Somebody\n"


def test_heading_that_ends_in_a_sign() -> None:
    section = nodes.section("", nodes.title("", "C #"), paragraph("x"), ids=["c"])
    assert written(section).text == "(x-page)=\n\n# C \\#\n\nx\n"


# -- links ----------------------------------------------------------------------------------------


def test_addresses_of_pages() -> None:
    assert parse_document_uri(document_uri("a b/c") + "#d") == ("a b/c", "d")
    assert parse_document_uri(document_uri("a")) == ("a", "")
    assert parse_document_uri("https://example.org/a#b") is None


def _link(words: str | nodes.Node, docname: str, id: str = "") -> nodes.reference:
    words = nodes.Text(words) if isinstance(words, str) else words
    uri = document_uri(docname) + (f"#{id}" if id else "")
    return nodes.reference("", "", words, refuri=uri, internal=True)


def _labels(docname: str, id: str) -> str | None:
    return "x-in" if docname == "in" else None


def test_links_inside_and_outside_the_export() -> None:
    assert text(_link("words", "in"), label_of=_labels) == "{ref}`words <x-in>`"
    assert text(_link(nodes.literal("", "c"), "in"), label_of=_labels) == "[`c`](#x-in)"
    assert text(_link("a<b", "in"), label_of=_labels) == r"[a\<b](#x-in)"
    outside = text(_link("words", "out/page", "id"), label_of=_labels)
    assert outside == "[words](https://example.org/compass/out/page.html#id)"


def test_a_page_without_an_address_is_a_problem() -> None:
    link = paragraph(_link("words", "out"))
    link.source, link.line = "/src/page.md", 7
    found = written(link, label_of=_labels, address_of=lambda docname, id: None)
    assert found.problems == [
        Problem(
            "page.md",
            7,
            "the link to 'out' leads out of the export, and the address of that page is not "
            "known; set 'published-at' in _data/export.yml",
            Code.NO_ADDRESS,
        )
    ]


def test_terms_are_roles_only_where_the_book_has_a_glossary() -> None:
    def term(docname: str, id: str) -> str | None:
        return "steering council" if id == "term-sc" else None

    link = _link("councils", "in", "term-sc")
    found = written(paragraph(link), strict=True, term_of=term, label_of=_labels)
    assert found.text == "{term}`councils <steering council>`\n"
    assert found.terms == {"steering council"}
    assert text(link, term_of=term, label_of=_labels) == "{ref}`councils <x-in>`"


def test_points_take_every_id_once() -> None:
    cell = nodes.entry("", nodes.target(ids=["row"]), paragraph("x"))
    group = nodes.tgroup("", nodes.tbody("", nodes.row("", cell)), cols=1)
    inner = nodes.section(
        "", nodes.title("", "Inner"), paragraph("x"), nodes.table("", group), ids=["auto", "own"]
    )
    inner[1]["ids"] = ["marked"]
    inner[2]["ids"] = ["id7"]
    top = nodes.section("", nodes.title("", "Top"), inner, ids=["top"])
    found = [(point.ids, point.title) for point in points_of(document(top))]
    assert found == [(("top",), "Top"), (("auto", "own", "id7", "row"), "Inner"), (("marked",), "")]
    assert "\n(x-page-marked)=\nx\n" in written(top).text


# -- customs of the book --------------------------------------------------------------------------


def test_what_a_strict_export_does_otherwise() -> None:
    title = nodes.rubric("", "Title")
    dropdown = nodes.container("", title, paragraph("x"), design_component="dropdown")
    item = nodes.container("", nodes.rubric("", "One"), paragraph("x"), design_component="tab-item")
    tabs = nodes.container("", item, design_component="tab-set")
    page = [dropdown, tabs, kept_bibliography("")]
    assert written(*page).text == (
        "```{admonition} Title\n:class: dropdown\n\nx\n```\n\n**One**\n\nx\n\n"
        "```{bibliography}\n```\n"
    )
    assert written(*page, strict=True).text == (
        "```{dropdown} Title\nx\n```\n\n````{tab-set}\n```{tab-item} One\nx\n```\n````\n"
    )


def test_citations_have_the_keys_of_the_book() -> None:
    works = [("ada", "see", "p. 3"), ("bo", "", "")]
    found = written(
        paragraph("x ", kept_citation("", works=works, style="p")),
        cite_key={"ada": "Ada2020x", "bo": "Bo2021y"}.get,
    )
    assert found.text == "x {cite:p}`{see}Ada2020x{p. 3},Bo2021y`\n"
    assert found.citations == {"ada", "bo"}


def test_an_unknown_work_is_a_problem() -> None:
    citation = paragraph(kept_citation("", works=[("gone", "", "")], style="t"))
    for works, advice in (([], "; add it there"), (["goner"], "; did you mean 'goner'?")):
        found = written(citation, cite_key=lambda key: None, works=works)
        assert [problem.message for problem in found.problems] == [
            f"there is no entry 'gone' in references.bib{advice}"
        ]


def test_the_glossary_of_a_strict_export_stands_alone() -> None:
    inner = nodes.definition_list_item("", nodes.term("", "no term"), nodes.definition())
    item = nodes.definition_list_item("", nodes.term("", "one"), nodes.term("", "two"))
    item += nodes.definition("", paragraph("What it is."), nodes.definition_list("", inner))
    found = written(addnodes.glossary("", nodes.definition_list("", item)), strict=True)
    assert found.text == "\n"
    assert found.defined == {"one", "two"}


# -- what cannot be written -----------------------------------------------------------------------


def _problems(node: nodes.Element) -> list[str]:
    node.source, node.line = "/src/folder/page.md", 12
    found = written(node)
    return [f"{p.path}:{p.line}: {p.message} [{p.code}]" for p in found.problems]


def test_an_unknown_node() -> None:
    class strange(nodes.General, nodes.Element):  # noqa: N801  # as docutils names them
        pass

    message = (
        "folder/page.md:12: the export has no form for 'strange'; write it with paragraphs, lists, "
        "tables or figures [unknown-node]"
    )
    assert _problems(strange()) == [message]
    assert _problems(paragraph(strange())) == [message]


def test_spanned_cells() -> None:
    cell = nodes.entry("", paragraph("x"), morecols=1)
    group = nodes.tgroup("", nodes.tbody("", nodes.row("", cell)), cols=2)
    assert _problems(nodes.table("", group)) == [
        "folder/page.md:12: the export cannot hold a cell that spans rows or columns; give each "
        "row and column a cell of its own [spanned-cell]"
    ]


def test_html() -> None:
    message = (
        "folder/page.md:12: the export cannot hold HTML ('<b>x</b>'); write it in Markdown "
        "[raw-html]"
    )
    assert _problems(nodes.raw("", "<b>x</b>", format="html")) == [message]
    assert _problems(paragraph(nodes.raw("", "<b>x</b>", format="html"))) == [message]
    assert _problems(paragraph(nodes.raw("", r"\relax", format="latex"))) == []
    assert text(nodes.raw("", "<sub>", format="html"), "2") == "<sub>2"


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("gone.png", "there is no image 'gone.png'; add it, or mend the path [missing-file]"),
        (
            "https://example.org/a.png",
            "the image 'https://example.org/a.png' is not a file of the source folder, so it "
            "cannot be exported; put a copy there [remote-file]",
        ),
    ],
)
def test_images_that_are_not_there(uri: str, said: str) -> None:
    assert _problems(nodes.image(uri=uri)) == [f"folder/page.md:12: {said}"]
    assert _problems(nodes.figure("", nodes.image(uri=uri))) == [f"folder/page.md:12: {said}"]
    assert _problems(paragraph(nodes.image(uri=uri))) == [f"folder/page.md:12: {said}"]


def _drawn() -> nodes.table:
    def row(*cells: str) -> nodes.row:
        return nodes.row("", *(nodes.entry("", paragraph(cell)) for cell in cells))

    group = nodes.tgroup(
        "", nodes.thead("", row("Level", "Who")), nodes.tbody("", row("One", "All"))
    )
    return nodes.table("", group, compass_mountain="m")


def test_drawings_are_named_for_their_place() -> None:
    """One that comes before another leaves that with its name."""
    sections = [
        nodes.section("", nodes.title("", id), *(_drawn() for _ in range(count)), ids=[id])
        for id, count in (("one", 1), ("two", 2))
    ]
    found = written(*sections, label_of=lambda docname, id: f"cl-{id}")
    assert [figure.name for figure in found.figures] == ["cl-one.svg", "cl-two.svg", "cl-two-2.svg"]


def test_drawings_stand_alone() -> None:
    table = _drawn()
    found = written(table)
    (drawing,) = found.figures
    assert drawing.name == "x.svg"
    assert drawing.alt == "The levels of engagement as a mountain, the first at its foot"
    svg = drawing.content or ""
    assert "currentColor" not in svg
    assert re.search(r'<svg width="\d+" height="\d+" color="#1a1a1a" font-family="Helvetica', svg)
    assert found.text == (
        "```{image} figures/x.svg\n---\nalt: >-\n  The levels of engagement as a mountain, "
        "the first at its foot\n---\n```\n\n| Level | Who |\n|---|---|\n| One | All |\n"
    )
    found = written(table, drawing_credit="From [here](https://example.org).\nCC0.")
    assert found.text.startswith(
        "```{figure} figures/x.svg\n---\nalt: >-\n  The levels of engagement as a mountain, "
        "the first at its foot\n---\nThe levels of engagement as a mountain, the first at its foot."
        "\nFrom [here](https://example.org).\nCC0.\n```\n\n| Level | Who |\n"
    )
