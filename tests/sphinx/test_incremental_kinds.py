"""What pages define and show of each other stays in step, change by change.

The site is ``roots/test-assorted``. Every change is compared with a clean build; see
:func:`tests.incremental.assert_equals_clean_build`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.assorted import Facts, Sources, new_item
from tests.incremental import articles, assert_equals_clean_build
from tests.site import Built, build

Again = Callable[[], Built]


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    """Return the site, which was built once without a warning."""
    found = Sources(tmp_path / "src")
    assert build(found.root, tmp_path / "out").warnings == []
    return found


@pytest.fixture
def again(sources: Sources, tmp_path: Path) -> Again:
    """Build again, and compare with a clean build."""
    return lambda: assert_equals_clean_build(sources.root, tmp_path / "out", tmp_path)


def shown(built: Built, page: str) -> str:
    return articles(built)[f"{page}.html"]


def items(facts: Facts, section: int = 0) -> list[Facts]:
    found: list[Facts] = facts["sections"][section]["items"]
    return found


# -- items of instruments -----------------------------------------------------------------------


def test_a_new_item_moves_the_numbers_wherever_items_are_cited(
    sources: Sources, again: Again
) -> None:
    sources.change("survey", lambda facts: items(facts).insert(0, new_item("new")))
    built = again()
    for page, number in [("citing", "Q5"), ("book/one", "Q4"), ("book/index", "Q4")]:
        assert f'<span class="compass-item">{number}</span>' in shown(built, page)
    assert "teams/council" not in built.written


def test_items_in_another_order_have_other_numbers(sources: Sources, again: Again) -> None:
    sources.change("survey", lambda facts: items(facts, 1).reverse())
    assert '<span class="compass-item">Q4</span>' in shown(again(), "book/one")


def test_an_item_that_is_gone_leaves_its_name(sources: Sources, again: Again) -> None:
    sources.change("survey", lambda facts: items(facts, 1).pop(0))
    built = again()
    assert "there is no item 'survey:more'; did you mean 'survey:word'?" in str(built.warnings)
    assert "survey:more</span>" in shown(built, "book/index")
    sources.change("survey", lambda facts: items(facts, 1).insert(0, new_item("more")))
    assert ">Q3</span>" in shown(again(), "book/index")


def test_a_reworded_item_has_a_new_tip(sources: Sources, again: Again) -> None:
    sources.change("survey", lambda facts: items(facts, 1)[0].update(text="Why now?"))
    built = again()
    for page in ("citing", "book/one", "book/index"):
        assert 'title="Why now?"' in shown(built, page)


def test_a_reworded_answer_changes_the_sentences_about_it(sources: Sources, again: Again) -> None:
    sources.change("survey", lambda facts: items(facts)[1]["choices"][1].update(label="Craft"))
    built = again()
    for page in ("survey", "book/index", "book/second"):
        assert "is “<span>Craft</span>”" in shown(built, page)


def test_a_research_question_that_is_reworded_has_a_new_tip(sources: Sources, again: Again) -> None:
    sources.change("survey", lambda facts: facts["research-questions"].update(reasons="What for?"))
    assert 'title="What for?"' in shown(again(), "citing")


# -- labels and rungs ---------------------------------------------------------------------------


def test_a_renamed_label_is_unknown_by_its_old_name(sources: Sources, again: Again) -> None:
    sources.change("labels", lambda facts: facts["labels"][0].update(name="first steps"))
    warnings = again().warnings
    assert "'first step' is not a label; did you mean 'first steps'?" in str(warnings)
    sources.replace("book/three", "first step", "first steps")
    assert "labels.html#label-first-steps" in shown(again(), "book/second")


def test_a_label_with_another_meaning_has_a_new_tip(sources: Sources, again: Again) -> None:
    sources.change("labels", lambda facts: facts["labels"][1].update(meaning="Please help"))
    built = again()
    assert shown(built, "citing").count('title="Please help"') == 2
    assert 'title="Please help"' in shown(built, "pathway")


def test_a_rung_has_its_new_title_in_links_and_drawings(sources: Sources, again: Again) -> None:
    sources.change("ladder", lambda facts: facts["rungs"][0].update(title="Guest"))
    built = again()
    for page in ("citing", "pathway", "mountain", "book/second"):
        assert '<span class="compass-rung">Guest</span>' in shown(built, page)
    assert ">Guest</text>" in shown(built, "book/index").partition("</svg>")[0]


# -- parts and appendices -----------------------------------------------------------------------


def test_appendices_in_another_order_have_other_letters(sources: Sources, again: Again) -> None:
    sources.change("book/index", lambda facts: facts["appendices"].reverse())
    built = again()
    assert ">Appendix B</span>" in shown(built, "book/one")
    assert ">Appendix B of The first handbook</span>" in shown(built, "appendix")


def test_an_appendix_less_and_one_more(sources: Sources, again: Again) -> None:
    sources.change("book/index", lambda facts: facts.update(appendices=["labels", "ladder"]))
    built = again()
    assert ">Appendix B of The second handbook</span>" in shown(built, "appendix")
    assert ">Appendix B of The second handbook</span>" in shown(built, "book/one")
    assert "Appendix A. Labels" in shown(built, "book/index")


def test_a_part_that_moves_to_another_document_names_the_letters_there(
    sources: Sources, again: Again
) -> None:
    sources.change("book/index", lambda facts: facts.update(parts=["part-two"]))
    sources.change("book/second", lambda facts: facts["parts"].append("part-one"))
    built = again()
    assert ">Appendix B</span>" in shown(built, "book/one")
    assert 'id="part-one--top"' in shown(built, "book/second")
    assert 'id="part-one--top"' not in shown(built, "book/index")


def test_a_document_with_a_new_title_has_it_where_its_appendices_are_named(
    sources: Sources, again: Again
) -> None:
    sources.replace("book/index", "# The first handbook", "# The best handbook")
    assert ">Appendix A of The best handbook</span>" in shown(again(), "appendix")


def test_a_part_that_loses_its_facts_leaves_its_document(sources: Sources, again: Again) -> None:
    sources.page("book/one").write_text("# Plain now\n", encoding="utf-8")
    assert "part-one--top" not in shown(again(), "book/index")


# -- teams --------------------------------------------------------------------------------------

COUNCIL = 'href="../teams/council.html">Council</a>'


def test_a_name_is_a_link_while_the_team_has_a_page(sources: Sources, again: Again) -> None:
    path = sources.page("teams/council")
    there = path.read_bytes()
    path.unlink()
    built = again()
    for page in ("book/two", "book/index", "book/second", "teams/maintainers"):
        assert "<span>Council</span>" in shown(built, page)
        assert "council.html" not in shown(built, page)
    path.write_bytes(there)
    built = again()
    for page in ("book/two", "book/index", "book/second"):
        assert COUNCIL in shown(built, page)


def test_names_follow_the_page_of_a_team(sources: Sources, again: Again) -> None:
    sources.page("teams/council").rename(sources.page("teams/board"))
    built = again()
    for page in ("book/two", "book/index"):
        assert COUNCIL.replace("council", "board") in shown(built, page)


def test_a_page_may_become_that_of_another_team(sources: Sources, again: Again) -> None:
    sources.change("teams/council", lambda facts: facts.update(team="facilitator"))
    built = again()
    assert "<span>Council</span>" in shown(built, "book/two")
    assert "there is no group 'council'" in str(built.warnings)


def test_a_team_has_its_new_name_everywhere(sources: Sources, again: Again) -> None:
    path = sources.root / "_data/community.yml"
    path.write_text(path.read_text("utf-8").replace("name: Council", "name: Board"), "utf-8")
    built = again()
    for page in ("book/two", "book/second", "labels", "lists"):
        assert "Board" in shown(built, page)
        assert "Council" not in shown(built, page)


# -- data files ---------------------------------------------------------------------------------


def test_a_title_in_a_data_file_is_new_everywhere(sources: Sources, again: Again) -> None:
    sources.change("survey", lambda facts: facts.update(title="Another survey"))
    built = again()
    assert shown(built, "citing").count(">Another survey<") == 3
    for page in ("index", "lists", "survey", "book/index", "book/second"):
        assert "Another survey" in shown(built, page)
        assert "A made-up survey" not in shown(built, page)


def test_facts_move_to_a_data_file_and_back(sources: Sources, again: Again) -> None:
    before = shown(again(), "book/index")
    for name in ("ladder", "book/two", "book/second"):
        sources.into_data_file(name)
    sources.into_page("survey")
    built = again()
    assert (built.warnings, shown(built, "book/index")) == ([], before)
    sources.change("ladder", lambda facts: facts["rungs"][0].update(title="Guest"))
    assert ">Guest</span>" in shown(again(), "pathway")
    for name in ("ladder", "book/two", "book/second"):
        sources.into_page(name)
    assert ">Guest</span>" in shown(again(), "pathway")


@pytest.mark.parametrize("state", ["gone", "empty"])
def test_a_data_file_that_is_lost_and_found(state: str, sources: Sources, again: Again) -> None:
    """It may come back with its old time, as from the waste bin."""
    before, data = shown(again(), "book/index"), sources.data_file("survey")
    kept = Path(shutil.copy2(data, sources.root / "_data/kept"))
    data.unlink()
    if state == "empty":
        data.touch()
    built = again()
    assert "_data/survey.yml" in built.warnings[0]
    assert "Appendix A. A ladder" in shown(built, "book/index")
    assert build(sources.root, built.outdir).warnings[0] == built.warnings[0]
    kept.rename(data)
    built = again()
    assert (built.warnings, shown(built, "book/index")) == ([], before)
    assert build(sources.root, built.outdir).written == []


def test_another_language_keeps_in_step_too(sources: Sources, tmp_path: Path) -> None:
    out = tmp_path / "es"
    build(sources.root, out, language="es")
    sources.change("survey", lambda facts: facts["title"].update(es="Otra encuesta"))
    built = assert_equals_clean_build(sources.root, out, tmp_path, language="es")
    for page in ("citing", "index", "lists", "book/index"):
        assert "Otra encuesta" in shown(built, page)
