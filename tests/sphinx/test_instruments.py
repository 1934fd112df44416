"""Instruments on the page: numbers that can be cited, skip logic in words, languages, changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from bs4 import BeautifulSoup, Tag
from tests.site import ROOTS, Built, build, copy_root, write

DATA = "_data/instruments/made-up-survey.yml"
SURVEY = "instruments/made-up-survey"
CITING = """\
# A page that cites

In {compass:q}`made-up-survey:reasons` people said why; see {q}`this one <made-up-survey:needs>`
and {compass:research-question}`made-up-survey:needs`.
"""


def survey(tmp_path: Path) -> Path:
    return write(copy_root("survey", tmp_path / "src"), {"other/citing.md": CITING})


def words(node: Tag) -> str:
    return " ".join(node.get_text().split())


def page(built: Built, name: str = SURVEY) -> Tag:
    body = BeautifulSoup(built.read(f"{name}.html"), "html5lib").find(class_="body")
    assert isinstance(body, Tag)
    return body


def item(built: Built, id: str, name: str = SURVEY) -> str:
    """Return what is shown of an item."""
    term = page(built, name).find(id=f"item-{Path(name).name}-{id}")
    return words(term.find_next_sibling("dd"))


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("html")
    built = build(survey(root), root / "out")
    assert built.warnings == []
    return built


def test_items_are_cited_by_number_with_their_wording_as_tip(html: Built) -> None:
    links = [link for link in page(html, "other/citing").find_all("a") if "#" in str(link["href"])]
    found = {words(link): (link["href"], link.get("title")) for link in links if words(link) != "¶"}
    there = f"../{SURVEY}.html#"
    assert found == {
        "Q5": (f"{there}item-made-up-survey-reasons", "Why do you take part?"),
        "this one": (f"{there}item-made-up-survey-needs", "How was it?"),
        "RQ2": (f"{there}research-question-made-up-survey-needs", "What do people need to go on?"),
    }
    ids = [str(tag["id"]) for tag in page(html).find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {href.partition("#")[2] for href, _tip in found.values()} < set(ids)


@pytest.mark.parametrize(
    ("builder", "expected"),
    [
        ("text", "In Q5 people said why; see *this one* and RQ2."),
        (
            "latex",
            r"\hyperref[\detokenize{instruments/made-up-survey:item-made-up-survey-reasons}]"
            r"{\sphinxcrossref{\DUrole{compass-item}{Q5}}}",
        ),
    ],
)
def test_other_builders_show_the_number(builder: str, expected: str, tmp_path: Path) -> None:
    built = build(survey(tmp_path), tmp_path / "out", builder)
    assert built.warnings == []
    texts = [
        path.read_text() for path in built.outdir.rglob("*") if path.suffix in {".txt", ".tex"}
    ]
    assert [text for text in texts if expected in text]


def test_an_unknown_item_is_reported_with_the_nearest(tmp_path: Path) -> None:
    text = "# Citing\n\nSee {q}`made-up-survey:reason` and {compass:q}`x:y`.\n"
    source = write(copy_root("survey", tmp_path / "src"), {"other/citing.md": text})
    assert build(source, tmp_path / "out").warnings == [
        "SRC/other/citing.md:3: WARNING: there is no item 'made-up-survey:reason'; did you mean "
        "'made-up-survey:reasons'? [compass.unknown-reference]",
        "SRC/other/citing.md:3: WARNING: there is no item 'x:y'; see the page that defines them "
        "[compass.unknown-reference]",
    ]


def test_skip_logic_is_a_sentence_with_links(html: Built) -> None:
    assert item(html, "first-day").startswith(
        "When did you first take part? Asked only if Q2 is 1 or more A date; not before 2010-01-01"
    )
    assert "Asked only if Q5 does not include “No reason” A long answer" in item(html, "more")
    assert (
        "Asked only if Q4 is “I make it” or (Q2 is more than 2 and Q8 is “Agree”) Number "
        "the first 2 in your order, beginning with 1 Time Money Company"
    ) in item(html, "order")
    condition = page(html).find(string=re.compile("Asked only if")).parent
    link = condition.find("a")
    assert (link["href"], words(link)) == ("#item-made-up-survey-years", "Q2")
    section = page(html).find(id="compass-section-reasons")
    assert words(section.find(class_="compass-condition")) == (
        "This section is asked only if Q1 is “I agree”"
    )


CONDITIONS = {
    "{item: years, le: 3}": "Q2 is 3 or less",
    "{item: years, lt: 3}": "Q2 is less than 3",
    "{item: years, is: 3}": "Q2 is 3",
    "{not: {item: years, is: 3}}": "Q2 is not 3",
    "{not: {item: years, gt: 3}}": "Q2 is 3 or less",
    "{not: {item: years, le: 3}}": "Q2 is more than 3",
    "{not: {not: {item: years, ge: 3}}}": "Q2 is 3 or more",
    "{item: first-day, ge: 2030-01-01}": "Q3 is 2030-01-01 or later",
    "{item: first-day, le: 2030-01-01}": "Q3 is 2030-01-01 or earlier",
    "{item: first-day, gt: 2030-01-01}": "Q3 is later than 2030-01-01",
    "{item: first-day, lt: 2030-01-01}": "Q3 is earlier than 2030-01-01",
    "{item: role, is: other}": "Q4 is “Something else:”",
    "{item: reasons, includes: people}": "Q5 includes “The people”",
    "{item: agree, is: declined}": "Q1 is “I do not agree”",
    "{all: [{item: agree, is: agreed}]}": "Q1 is “I agree”",
    "{not: {all: [{item: agree, is: agreed}, {item: role, is: user}]}}": (
        "Q1 is not “I agree” or Q4 is not “I use it”"
    ),
    "{not: {any: [{item: agree, is: agreed}, {item: role, is: user}]}}": (
        "Q1 is not “I agree” and Q4 is not “I use it”"
    ),
    "{all: [{item: years, ge: 1}, {not: {all: [{item: years, ge: 3}, {item: role, is: user}]}}]}": (
        "Q2 is 1 or more and (Q2 is less than 3 or Q4 is not “I use it”)"
    ),
}


def test_every_shape_of_skip_logic_reads_as_a_sentence(tmp_path: Path) -> None:
    source = copy_root("survey", tmp_path / "src")
    text = (source / DATA).read_text(encoding="utf-8")
    more = "".join(
        f"      - {{id: x{i}, type: text, text: Really?, show-if: {condition}}}\n"
        for i, condition in enumerate(CONDITIONS)
    )
    (source / DATA).write_text(text.replace("closing:", f"{more}closing:"), encoding="utf-8")
    built = build(source, tmp_path / "out", "text")
    assert built.warnings == []
    shown = re.findall(r"Really\?\n\n   Asked only if (.*?)\n\n", built.read(f"{SURVEY}.txt"), re.S)
    assert [" ".join(said.split()) for said in shown] == list(CONDITIONS.values())


def test_choices_and_the_code_book(html: Built) -> None:
    found = {
        "reasons": "To learn The people No reason (no other answer with it) Something else:",
        "role": "One answer I use it I make it Something else:",
        "agree": "One answer; an answer is needed I agree I do not agree",
        "needs": "One answer in each line For each of these Strongly disagree Disagree Neither",
        "years": "A whole number; from 0 to 60",
    }
    for id, shown in found.items():
        assert shown in item(html, id)
    table = page(html).find(id="compass-code-book").find("table")
    rows = [[words(cell) for cell in row.find_all("td")] for row in table.find_all("tr")]
    assert rows[4][:4] == [
        "Q4",
        "role",
        "single",
        "user = I use it; maker = I make it; other = something else",
    ]
    assert rows[6][4] == "Q1 is “I agree” and Q5 does not include “No reason”"
    assert rows[6][5] == "RQ1, RQ2"


def test_a_form_has_its_style_sheet_and_other_pages_have_not(html: Built) -> None:
    sheet = "compass-instruments.css"
    assert sheet in html.read(f"{SURVEY}.html")
    assert sheet not in html.read("other/citing.html")
    assert (html.outdir / "_static" / sheet).is_file()


TRANSLATED = {
    "You can stop at any time.": "Puede parar cuando quiera.",
    "I *make* it": "Lo *hago*",
    "What do people need to go on?": "¿Qué se necesita para seguir?",
}


def translate(source: Path, messages: dict[str, str]) -> None:
    catalogue = Catalog("es")
    for message, translation in messages.items():
        catalogue.add(message, translation)
    path = source / f"_locale/es/LC_MESSAGES/{SURVEY}.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalogue)


def spanish(source: Path, out: Path) -> Built:
    settings = {"locale_dirs": ["_locale"], "gettext_compact": False, "gettext_auto_build": False}
    return build(source, out, language="es", **settings)


def test_the_wording_in_the_data_and_the_catalogue_for_the_rest(tmp_path: Path) -> None:
    source = survey(tmp_path)
    translate(source, TRANSLATED)
    built = spanish(source, tmp_path / "out")
    assert built.warnings == []
    body = page(built)
    assert words(body.h1).startswith("Una encuesta inventada")
    assert "¿Por qué participa?" in item(built, "reasons")
    assert "Gracias por su tiempo. Nada de esto es real. Puede parar cuando quiera." in words(body)
    assert "Lo uso Lo hago" in item(built, "role")
    assert "Lo hago" in item(built, "order")
    assert "Ninguna razón" in words(body.find(id="item-made-up-survey-more").find_next("dd"))
    assert "¿Qué se necesita para seguir?" in words(body)
    assert "I make it" not in words(body)
    link = page(built, "other/citing").find("a", title="Why do you take part?")
    assert words(link) == "Q5"


def test_a_text_that_is_translated_twice_is_reported_once(tmp_path: Path) -> None:
    source = survey(tmp_path)
    translate(source, {"To learn": "Aprender"})
    built = spanish(source, tmp_path / "out")
    line = (source / DATA).read_text(encoding="utf-8").split("To learn")[0].count("\n") + 1
    assert built.warnings == [
        f"SRC/{DATA}:{line}: WARNING: this text has a wording in 'es' here and a translation in "
        "the catalogue; the wording here is shown; take the other one out "
        "[compass.translated-twice]"
    ]
    assert "Para aprender" in item(built, "reasons")


def test_translators_get_each_text_once_with_its_line(tmp_path: Path) -> None:
    source = survey(tmp_path)
    built = build(source, tmp_path / "out", "gettext", gettext_compact=False)
    text = built.read(f"{SURVEY}.pot")
    assert text.count('msgid "To learn"\n') == 1
    line = (source / DATA).read_text(encoding="utf-8").split("To learn")[0].count("\n") + 1
    assert f"{DATA}:{line}\n" in text
    assert "Asked only if" not in text


def test_many_wordings_do_not_exhaust_the_catalogue(tmp_path: Path) -> None:
    """Sphinx makes a catalogue longer each time it is asked for, until a look-up fails."""
    source = survey(tmp_path)
    path = source / DATA
    many = "".join(
        f"      - {{id: m{i}, type: text, text: {{en: M {i}, es: E {i}}}}}\n" for i in range(1200)
    )
    text = path.read_text(encoding="utf-8").replace("closing:", f"{many}closing:")
    path.write_text(text, encoding="utf-8")
    translate(source, TRANSLATED)
    assert spanish(source, tmp_path / "out").warnings == []


def test_an_edited_data_file_changes_its_page_and_those_that_cite_it(tmp_path: Path) -> None:
    source = survey(tmp_path)
    build(source, tmp_path / "out")
    path = source / DATA
    text = path.read_text(encoding="utf-8")
    new = "      - {id: extra, type: text, text: An extra question?}\n      - id: role\n"
    path.write_text(text.replace("      - id: role\n", new), encoding="utf-8")
    built = build(source, tmp_path / "out")
    assert built.warnings == []
    assert built.written == ["index", SURVEY, "other/citing"]
    assert "An extra question?" in item(built, "extra")
    assert words(page(built, "other/citing").find("a", title="Why do you take part?")) == "Q6"


def test_broken_yaml_is_reported_in_the_data_file(tmp_path: Path) -> None:
    source = copy_root("survey", tmp_path / "src")
    path = source / DATA
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("minutes: 10\n", "minutes: [10\n"), encoding="utf-8")
    line = text.split("minutes: 10\n")[0].count("\n") + 1
    warnings = [line for line in build(source, tmp_path / "out").warnings if "broken" in line]
    assert [re.sub(": broken YAML: .*", "", line) for line in warnings] == [
        f"SRC/{DATA}:{line + 1}: WARNING"
    ]


KINDS = ["survey", "interview-guide", "consent-form", "information-sheet"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_made_up_instruments_say_so(kind: str) -> None:
    for path in (ROOTS / f"test-{kind}").rglob("instruments/*"):
        assert "ynthetic" in path.read_text(encoding="utf-8") or "data:" in path.read_text()


def test_a_consent_form_shows_its_clauses(tmp_path: Path) -> None:
    source = copy_root("consent-form", tmp_path / "src")
    built = build(source, tmp_path / "out")
    name = "instruments/made-up-consent"
    assert item(built, "take-part", name) == (
        "I take part of my own free will. Needed to take part I agree"
    )
    assert item(built, "recording", name) == "You may record the call. Yes No"
    assert item(built, "quotes", name) == (
        "You may quote me. word for word in other words not at all"
    )
    address = page(built, name).find("a", href="mailto:team%40example.org")
    assert words(address).replace(" ", "") == "team@example.org"
    lines = page(built, name).find(class_="compass-signatures").find_all("li")
    assert [words(line) for line in lines] == ["Name", "Date", "Signature"]


def test_an_interview_guide_shows_probes_notes_and_priority(tmp_path: Path) -> None:
    built = build(copy_root("interview-guide", tmp_path / "src"), tmp_path / "out", "text")
    text = " ".join(built.read("instruments/made-up-guide.txt").split())
    assert (
        "Q1 Tell me about the first thing you did here. Open question; must be asked Probes: * "
        "What happened next? * Who helped you? (if nobody is mentioned) Note to the interviewer: "
        "Leave time for silence. Answers RQ1"
    ) in text
    assert "If this is hard to talk about: The council listens." in text
