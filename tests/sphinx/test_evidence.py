"""The chain of evidence on pages: back links, the trace, the gaps, "Why is this here".

The site is ``roots/test-report``. Every change is compared with a clean build; see
:func:`tests.incremental.assert_equals_clean_build`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from tests.incremental import articles, assert_equals_clean_build
from tests.site import Built, build, copy_root, digests, write
from tests.sphinx.test_hostile_facts import ATTACK
from tests.sphinx.test_safety import SAFE_CONF, faults_of

from compass_model.evidence.chain import Chain
from sphinx_compass import back_links
from sphinx_compass.back_links import Row

Again = Callable[[], Built]
WHY = "Why is this here"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("evidence")
    found = build(copy_root("report", folder / "src"), folder / "out")
    assert found.warnings == []
    return found


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return the site, which was built once without a warning."""
    root = copy_root("report", tmp_path / "src")
    assert build(root, tmp_path / "out").warnings == []
    return root


@pytest.fixture
def again(source: Path, tmp_path: Path) -> Again:
    """Build again, and compare with a clean build."""
    return lambda: assert_equals_clean_build(source, tmp_path / "out", tmp_path)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def page(built: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup(built.read(f"{name}.html"), "html5lib")


def body_of(soup: BeautifulSoup, anchor: str) -> Tag:
    """Return what stands below the term, or in the section, with an id."""
    place = soup.find(id=anchor)
    assert isinstance(place, Tag)
    if place.name != "dt":
        return place
    body = place.find_next_sibling("dd")
    assert isinstance(body, Tag)
    return body


def rows(body: Tag) -> dict[str, list[tuple[str, str]]]:
    """Return the links of each field: their text, and where they lead."""
    found: dict[str, list[tuple[str, str]]] = {}
    for term in body.find_all("dt"):
        value = term.find_next_sibling("dd")
        assert isinstance(value, Tag)
        links = [(" ".join(a.get_text().split()), str(a["href"])) for a in value.find_all("a")]
        found[term.get_text().rstrip(":")] = links
    return found


# -- back links


def test_each_thing_links_to_what_rests_on_it(built: Built) -> None:
    slow = "First changes wait long for a review"
    there = "findings.html#finding-slow-review"
    findings = page(built, "findings")
    question = rows(body_of(findings, "research-question-example-findings-why-leave"))
    assert question["Findings"] == [
        (slow, "#finding-slow-review"),
        ("People feel welcome", "#finding-warm-welcome"),
    ]
    assert rows(body_of(findings, "finding-slow-review"))["Recommendations"] == [
        ("R1: Review first changes sooner", "recommendations.html#recommendation-quicker-reviews"),
        ("R2: Meet in order to review", "recommendations.html#recommendation-a-party"),
    ]
    survey = page(built, "survey")
    assert rows(body_of(survey, "item-example-survey-more"))["Findings"] == [(slow, there)]
    asked = rows(body_of(survey, "research-question-example-survey-reasons"))["Asked in"]
    assert asked == [("Q1", "#item-example-survey-more"), ("Q3", "#item-example-survey-word")]
    observed = page(built, "observations")
    assert rows(body_of(observed, "observation-waiting-changes"))["Findings"] == [(slow, there)]


def test_an_action_and_a_deliverable_name_each_other(built: Built) -> None:
    action = rows(body_of(page(built, "recommendations"), "action-more-reviewers"))
    assert action["Carried out by"] == [("A workshop", "register.html#deliverable-workshop")]
    deliverable = rows(body_of(page(built, "register"), "compass-deliverable-workshop"))
    assert deliverable["Carries out"] == [
        ("Invite more people to review", "recommendations.html#action-more-reviewers")
    ]


def test_copies_of_pages_have_the_links_too(built: Built) -> None:
    report = page(built, "report")
    copy = rows(body_of(report, "example-findings--finding-slow-review"))
    assert copy["Recommendations"][0] == (
        "R1: Review first changes sooner",
        "#example-recommendations--recommendation-quicker-reviews",
    )
    item = rows(body_of(report, "example-survey--item-example-survey-more"))
    assert item["Findings"][0][1] == "#example-findings--finding-slow-review"


# -- why is this here


def test_the_foot_of_a_page_says_why_it_is_there(built: Built) -> None:
    box = page(built, "pathway").find(id="compass-why")
    assert isinstance(box, Tag)
    assert box.find("h2", class_="rubric").get_text() == WHY  # type: ignore[union-attr]
    assert rows(box) == {
        "Action that it answers": [
            ("Agree on one day a week for reviews", "recommendations.html#action-review-day")
        ],
        "Recommendation": [
            (
                "R1: Review first changes sooner",
                "recommendations.html#recommendation-quicker-reviews",
            )
        ],
        "Findings behind it": [
            ("First changes wait long for a review", "findings.html#finding-slow-review")
        ],
    }
    about = box.find_next_sibling("section")
    assert isinstance(about, Tag)
    assert about["id"] == "compass-about"


def test_nothing_stands_where_no_action_names_the_page(built: Built) -> None:
    for name in ("findings", "recommendations", "register", "report", "survey", "trace"):
        assert WHY not in built.read(f"{name}.html")


@pytest.mark.parametrize("builder", ["text", "latex", "singlehtml", "man", "texinfo", "xml"])
def test_other_builders_show_it_too(builder: str, tmp_path: Path) -> None:
    found = build(copy_root("report", tmp_path / "src"), tmp_path / "out", builder)
    assert found.warnings == []
    texts = [
        path.read_text(encoding="utf-8")
        for path in found.outdir.rglob("*")
        if path.is_file() and path.suffix in {".txt", ".tex", ".html", ".1", ".texi", ".xml"}
    ]
    (text,) = (text for text in texts if WHY in text)
    assert text.count(WHY) == 1
    assert "Agree on one day a week for reviews" in text.partition(WHY)[2]


def test_translators_see_each_text_once_and_none_of_ours(tmp_path: Path) -> None:
    found = build(copy_root("report", tmp_path / "src"), tmp_path / "out", "gettext")
    pots = {path.stem: path.read_text("utf-8") for path in found.outdir.glob("*.pot")}
    everything = "".join(pots.values())
    for ours in (WHY, "Nothing follows yet", "see above", "Findings behind it", "Carries out"):
        assert ours not in everything
    for text in ("First changes wait long for a review", "Nobody has the time."):
        assert everything.count(f'msgid "{text}"') == 1
    assert "First changes wait" not in pots["trace"] + pots["pathway"]


# -- the trace and the gaps


def lines(built: Built, heading: str) -> list[str]:
    """Return the items of the list below a heading, indented by their depth."""
    section = page(built, "trace").find(id=heading)
    assert isinstance(section, Tag)
    found = []
    for item in section.find_all("li"):
        depth = len(list(item.find_parents("ul"))) - 1
        texts = [" ".join(p.get_text().split()) for p in item.find_all("p", recursive=False)]
        found.append("  " * depth + " | ".join(texts))
    return found


def test_the_whole_chain_is_a_nested_list(built: Built) -> None:
    assert lines(built, "all") == [
        "Research question RQ1: Why do people stop taking part? (The findings)",
        "  Finding: First changes wait long for a review",
        "    Recommendation R1: Review first changes sooner",
        "      Action: Agree on one day a week for reviews",
        "        Page: A first change",
        "        Decision: The team agreed on a day",
        "      Action: Invite more people to review",
        "        Deliverable: A workshop",
        "    Recommendation R2: Meet in order to review | "
        "Nothing follows yet: Nobody has the time.",
        "  Finding: People feel welcome | Nothing follows yet: It should go on as it is.",
        "Research question RQ2: What do they wish for? (The findings) | "
        "Nothing follows yet: Nobody said anything about that.",
        "Research question RQ1: Why do people take part? (A made-up survey)",
        "  Asked in Q1: Why do you take part?",
        "    Finding: First changes wait long for a review (see above)",
        "  Asked in Q3: One word to end with? | Nothing follows yet: It was meant as a game.",
        "Research question RQ2: What do they do all day? (A made-up survey)",
        "  Asked in Q2: What did you do today? | Nothing follows yet: Too few people answered.",
        "Observation: waiting-changes",
        "  Finding: First changes wait long for a review (see above)",
    ]


def test_each_line_has_an_anchor_of_its_own(built: Built) -> None:
    soup = page(built, "trace")
    ids = [str(tag["id"]) for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {"trace-finding-slow-review", "trace1-finding-slow-review"} <= set(ids)
    again = [a["href"] for a in soup.find_all("a") if a.get_text() == "see above"]
    assert set(again) == {"#trace-finding-slow-review", "#trace1-finding-slow-review"}


def test_the_chain_of_one_thing_is_shown_alone(built: Built) -> None:
    shown = "\n".join(lines(built, "one"))
    assert "People feel welcome" not in shown
    assert "Why do people take part?" in shown
    assert "A workshop" in shown


def test_gaps_are_listed_with_their_reasons(built: Built) -> None:
    assert lines(built, "gaps")[-2:] == [
        "Finding: People feel welcome | No recommendation rests on it: It should go on as it is.",
        "Recommendation R2: Meet in order to review | It has no action: Nobody has the time.",
    ]
    assert "Nobody has said why" not in built.read("trace.html")


def test_a_gap_without_a_reason_names_the_page_that_closes_it(source: Path, again: Again) -> None:
    replace(source / "_data/findings.yml", "    gap: It should go on as it is.\n", "")
    found = again()
    assert lines(found, "gaps")[0] == (
        "Finding: People feel welcome | No recommendation rests on it. "
        "Can be closed in The recommendations"
    )
    assert "Nobody has said why" in found.read("trace.html")


def test_what_does_not_exist_cannot_be_traced(tmp_path: Path) -> None:
    root = copy_root("report", tmp_path / "src")
    (root / "trace.md").write_text(
        "# Trace\n\n```{compass:trace} slow-revew\n```\n\n"
        "```{compass:trace}\n:page: example-finding\n```\n\n```{compass:trace} xyz\n```\n"
    )
    assert build(root, tmp_path / "out").warnings == [
        "SRC/trace.md:3: WARNING: there is nothing with the id 'slow-revew' to trace; did you mean "
        "'slow-review'? [compass.unknown-reference]",
        "SRC/trace.md:6: WARNING: 'example-finding' is not the id of a page; did you mean "
        "'example-findings'? [compass.unknown-reference]",
        "SRC/trace.md:10: WARNING: there is nothing with the id 'xyz' to trace; name a question, a "
        "finding or an action [compass.unknown-reference]",
    ]


def test_a_site_without_a_chain_says_so(tmp_path: Path) -> None:
    root = copy_root("guide", tmp_path / "src")
    write(root, {"trace.md": "# T\n\n```{compass:trace}\n```\n\n```{compass:gaps}\n```\n"})
    text = build(root, tmp_path / "out", "text").read("trace.txt")
    assert "There is nothing to trace yet." in text
    assert "The chain has no gaps." in text


# -- incremental builds


def shown(built: Built, name: str) -> str:
    return articles(built)[f"{name}.html"]


def test_a_reworded_finding_is_new_wherever_it_is_shown(source: Path, again: Again) -> None:
    replace(source / "_data/findings.yml", "First changes wait long", "New people wait too long")
    found = again()
    for name in ("survey", "observations", "recommendations", "pathway", "trace", "report"):
        assert "New people wait too long for a review" in shown(found, name)
        assert "First changes wait long" not in shown(found, name)
    assert "register" not in found.written


def test_a_recommendation_that_rests_on_another_finding(source: Path, again: Again) -> None:
    data = source / "_data/recommendations.yml"
    replace(
        data,
        "    rests-on: [slow-review]\n    actions",
        "    rests-on: [warm-welcome]\n    actions",
    )
    replace(source / "_data/findings.yml", "    gap: It should go on as it is.\n", "")
    found = again()
    assert "People feel welcome" in shown(found, "pathway")
    assert "First changes wait long" not in shown(found, "pathway")
    assert "open" not in found.written


def test_a_page_is_named_by_an_action_and_no_longer(source: Path, again: Again) -> None:
    data = source / "_data/recommendations.yml"
    replace(data, "pages: [first-change]", "pages: [first-change, observed]")
    found = again()
    assert WHY in shown(found, "observations")
    assert "open" not in found.written
    replace(data, "          pages: [first-change, observed]\n", "")
    found = again()
    for name in ("observations", "pathway"):
        assert WHY not in shown(found, name)


def test_a_list_of_findings_that_goes_and_comes_back(source: Path, again: Again) -> None:
    path = source / "findings.md"
    kept = path.read_bytes()
    replace(source / "report.md", "[example-findings, example", "[example")
    before = shown(again(), "survey")
    path.unlink()
    found = again()
    assert "Findings" not in shown(found, "survey")
    assert "Findings behind it" not in shown(found, "pathway")
    path.write_bytes(kept)
    found = again()
    assert found.warnings == []
    assert shown(found, "survey") == before


def test_a_deliverable_carries_out_another_action(source: Path, again: Again) -> None:
    replace(source / "register.md", "answers: [more-reviewers]", "answers: [review-day]")
    found = again()
    recommendations = shown(found, "recommendations")
    assert recommendations.index("Carried out by") < recommendations.index("more-reviewers")


def test_nothing_changed_writes_nothing(source: Path, tmp_path: Path) -> None:
    assert build(source, tmp_path / "out").written == []


@pytest.mark.parametrize("builder", ["html", "text", "gettext", "latex"])
def test_a_parallel_build_gives_the_same_bytes(
    builder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    root = copy_root("report", tmp_path / "src")
    for i in range(12):  # enough pages for four processes
        (root / f"more-{i:02}.md").write_text(f"# Page {i}\n\n{{compass:finding}}`slow-review`\n")
    one = digests(build(root, tmp_path / "one", builder).outdir)
    four = digests(build(root, tmp_path / "four", builder, jobs=4).outdir)
    assert one == four


def test_texts_are_shown_in_the_language_of_the_site(tmp_path: Path) -> None:
    root = copy_root("report", tmp_path / "src")
    catalogue = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "First changes wait long for a review"\n'
        'msgstr "Los primeros cambios esperan"\n\n'
        'msgid "Nobody has the time."\nmsgstr "Nadie tiene tiempo."\n\n'
        'msgid "The team agreed on a day"\nmsgstr "x"\n'
    )
    for name in ("findings", "recommendations"):
        write(root, {f"_locale/es/LC_MESSAGES/{name}.po": catalogue})
    found = build(root, tmp_path / "out", language="es", locale_dirs=["_locale"])
    for name in ("pathway", "trace", "survey", "recommendations", "report"):
        assert "Los primeros cambios esperan" in shown(found, name)
        assert "First changes wait long" not in shown(found, name)
    assert shown(found, "trace").count("Nadie tiene tiempo.") == 3


def test_facts_by_strangers_stay_text_wherever_they_are_shown(tmp_path: Path) -> None:
    root = copy_root("report", tmp_path / "src")
    attack = ATTACK.replace("'", "''")
    replace(root / "_data/findings.yml", "First changes wait long for a review", f"'{attack}'")
    replace(root / "_data/recommendations.yml", "The team agreed on a day", f"'{attack}'")
    replace(root / "_data/recommendations.yml", "Nobody has the time.", f"'{attack}'")
    (root / "conf.py").write_text(SAFE_CONF)
    found = build(root, tmp_path / "out")
    assert faults_of(found) == {}
    for name in ("findings", "recommendations", "pathway", "survey", "trace"):
        assert "alert(1)" in found.read(f"{name}.html")


def test_back_links_are_worked_out_once_for_all_pages(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the time would grow with the square of the number of pages."""
    calls, rows_of = [], back_links.rows_of

    def counted(chain: Chain) -> dict[str, list[Row]]:
        calls.append(chain)
        return rows_of(chain)

    monkeypatch.setattr(back_links, "rows_of", counted)
    build(source, tmp_path / "counted")
    assert len(calls) == 1
