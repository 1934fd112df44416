"""What is wrong with an instrument is said with its line, and what to do."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.site import ROOTS, site

from compass_model.kinds import KINDS
from compass_model.kinds.instrument import Instrument
from compass_model.records import record_of
from compass_model.scaffold import scaffold
from compass_model.schema import schema
from compass_model.tree import read_compass

SURVEY = """\
kind: survey
id: made-up
title: Made up
status: draft
owner: maintainers
version: "1.1.0"
languages: [en, es]
ethics: {to-be-agreed: council}
minutes: 10
research-questions:
  why: {en: Why?, es: ¿Por qué?}
choices:
  two: [{id: 1, label: One}, {id: 2, label: Two}]
sections:
  - id: first
    title: First
    minutes: 6
    items:
      - {id: agree, type: consent, text: I agree.}
      - {id: years, type: number, integer: true, min: 0, max: 60, text: How long?}
      - {id: day, type: date, max: 2030-01-01, text: When?}
      - {id: role, type: single, choices: two, text: What?}
  - id: second
    title: Second
    minutes: 4
    items:
      - id: reasons
        type: multiple
        choices: [{id: learn, label: To learn}, {id: none, label: None}]
        answers-to: [why]
        text: Why?
      - {id: words, type: text, text: More?}
      - {id: remark, type: note, text: Nearly done.}
      - {id: last, type: matrix, choices: two, rows: [{id: a, label: A}], text: And?}
"""
CONSENT = """\
kind: consent-form
id: form
title: A form
status: approved
owner: maintainers
version: "1.0.0"
languages: [en]
ethics: {reference: MADE-UP-1, covers: ["1.0.0"]}
purpose: Nothing.
contact: {role: the team, address: team@example.org}
withdrawal: {how: Write., until: the end}
clauses: [{id: take-part, text: I take part.}]
storage: Nowhere.
retention: Not at all.
sharing: Nothing.
"""
PAGE = "---\noptions:\n  compass: {kind: KIND, data: x/NAME.yml}\n---\n"


def files(name: str, data: str) -> dict[str, str]:
    kind = data.splitlines()[0].removeprefix("kind: ")
    page = PAGE.replace("KIND", kind).replace("NAME", name)
    return {f"x/{name}.md": page, f"_data/x/{name}.yml": data}


def problems(root: Path, **data: str) -> list[str]:
    """Return what is wrong with instruments, given as YAML, without the folder."""
    pages = {path: text for name, yaml in data.items() for path, text in files(name, yaml).items()}
    found = read_compass(site(root, pages)).problems
    return [f"{p.path.split('/')[-1]}:{p.line}: {p.message} [{p.code}]" for p in found]


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def one(root: Path, old: str, new: str, text: str = SURVEY) -> str:
    """Return the one problem of a survey with a change."""
    (problem,) = problems(root, s=changed(text, old, new))
    return problem


def test_nothing_is_wrong_with_the_examples(tmp_path: Path) -> None:
    assert problems(tmp_path, s=SURVEY, c=CONSENT) == []


QUOTE = 'must be in quotes: "{}"; without them other programs may read a number [wrong-value]'


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('version: "1.1.0"', "version: 1.1.0", "s.yml:6: 'version'"),
        (
            "{to-be-agreed: council}",
            "{reference: X, covers: [1.1.0]}",
            "s.yml:8: 'ethics.covers[1]'",
        ),
    ],
)
def test_a_version_stands_in_quotes(old: str, new: str, place: str, tmp_path: Path) -> None:
    assert one(tmp_path, old, new) == f"{place} {QUOTE.format('1.1.0')}"


def test_a_version_in_front_matter_stands_in_quotes_too(tmp_path: Path) -> None:
    facts = CONSENT.replace('version: "1.0.0"', "version: 1.0").replace("\n", "\n    ").rstrip()
    facts = facts.replace("    title: A form\n", "")
    page = f"---\noptions:\n  compass:\n    {facts}\n---\n# A form\n"
    (problem,) = read_compass(site(tmp_path, {"form.md": page})).problems
    assert problem.shown == f"'version' {QUOTE.format('1.0').removesuffix(' [wrong-value]')}"
    assert (problem.path, problem.line, problem.code) == ("form.md", 8, "wrong-value")


def last(condition: str) -> str:
    """Return a change that asks the last item on a condition."""
    return f"text: And?, show-if: {condition}}}"


UNFIT = {
    # A missing, a later or the same item
    "{item: yers, ge: 2}": "'yers' is not an item of this instrument; did you mean 'years'? "
    "[unknown-reference]",
    "{item: zzz, ge: 2}": "'zzz' is not an item of this instrument; name an item that is asked "
    "earlier [unknown-reference]",
    "{item: last, is: 1}": "'last' is not asked before 'last'; a condition can only look back: "
    "move one of them or name an earlier item [impossible-condition]",
    # An impossible answer
    "{item: role, is: 3}": "'3' is not an answer to 'role'; its answers are 1 or 2 "
    "[impossible-condition]",
    "{item: agree, is: agree}": "'agree' is not an answer to 'agree'; did you mean 'agreed'? "
    "[impossible-condition]",
    "{item: reasons, includes: lern}": "'lern' is not an answer to 'reasons'; did you mean "
    "'learn'? [impossible-condition]",
    "{item: years, gt: 60}": "no answer to 'years' is more than 60: its 'max' is 60; correct one "
    "of them [impossible-condition]",
    "{item: years, ge: 61}": "no answer to 'years' is at least 61: its 'max' is 60; correct one "
    "of them [impossible-condition]",
    "{item: years, lt: 0}": "no answer to 'years' is less than 0: its 'min' is 0; correct one of "
    "them [impossible-condition]",
    "{item: years, is: 99}": "no answer to 'years' is 99: its 'max' is 60; correct one of them "
    "[impossible-condition]",
    "{item: years, is: 2.5}": "no answer to 'years' is 2.5: its answers are whole numbers; write "
    "one [impossible-condition]",
    "{item: day, gt: 2030-01-01}": "no answer to 'day' is more than 2030-01-01: its 'max' is "
    "2030-01-01; correct one of them [impossible-condition]",
    "{item: years, is: two}": "the answers to 'years' are numbers, and 'two' is none; correct it "
    "[impossible-condition]",
    "{item: day, lt: 5}": "the answers to 'day' are dates, and '5' is none; correct it "
    "[impossible-condition]",
    # An operator that does not fit
    "{item: role, includes: 1}": "'includes' does not fit 'role', which is of type 'single'; use "
    "is [impossible-condition]",
    "{item: reasons, is: learn}": "'is' does not fit 'reasons', which is of type 'multiple'; use "
    "includes [impossible-condition]",
    "{item: role, ge: 1}": "'ge' does not fit 'role', which is of type 'single'; use is "
    "[impossible-condition]",
    "{item: words, is: yes}": "'words' is of type 'text'; a condition can look at answers of the "
    "types consent, single, likert, multiple, number or date [impossible-condition]",
    "{item: remark, is: yes}": "'remark' is of type 'note'; a condition can look at answers of "
    "the types consent, single, likert, multiple, number or date [impossible-condition]",
    # Deep in the tree
    "{not: {any: [{item: years, ge: 2}, {all: [{item: role, is: 3}]}]}}": "'3' is not an answer "
    "to 'role'; its answers are 1 or 2 [impossible-condition]",
    "{all: []}": "'sections[2].items[4].show-if.all' needs at least 1; add what is missing "
    "[wrong-value]",
    # No condition, or several
    **dict.fromkeys(
        (
            "{}",
            "{item: role}",
            "{is: 1}",
            "{item: years, ge: 1, le: 3}",
            "{not: {item: role, is: 1}, ge: 2}",
            "{all: [{item: role, is: 1}], any: [{item: role, is: 1}]}",
        ),
        "a condition is 'item' with one of is, includes, ge, le, gt or lt, or it is one of 'all', "
        "'any' and 'not'; write one of these [impossible-condition]",
    ),
}


@pytest.mark.parametrize("condition", UNFIT)
def test_skip_logic_that_cannot_work(condition: str, tmp_path: Path) -> None:
    found = problems(tmp_path, s=changed(SURVEY, "text: And?}", last(condition)))
    assert found[0] == f"s.yml:34: {UNFIT[condition]}"
    (page,) = read_compass(tmp_path).pages
    assert len(list(page.facts.facts())) > 1 or not page.complete  # it can still be shown


@pytest.mark.parametrize(
    "condition",
    [
        "{item: agree, is: agreed}",
        "{item: role, is: 2}",
        "{item: role, is: '2'}",
        "{item: reasons, includes: learn}",
        "{item: years, ge: 60}",
        "{item: years, gt: 59.5}",
        "{item: years, is: 0}",
        "{item: day, le: 2030-01-01}",
        "{all: [{item: years, lt: 3}, {not: {item: role, is: 1}}]}",
    ],
)
def test_skip_logic_that_works(condition: str, tmp_path: Path) -> None:
    assert problems(tmp_path, s=changed(SURVEY, "text: And?}", last(condition))) == []


def test_a_later_item_and_the_condition_of_a_section(tmp_path: Path) -> None:
    later = changed(SURVEY, "text: How long?}", "text: How long?, show-if: {item: role, is: 1}}")
    assert problems(tmp_path / "a", s=later) == [
        "s.yml:20: 'role' is not asked before 'years'; a condition can only look back: move one "
        "of them or name an earlier item [impossible-condition]"
    ]
    section = changed(SURVEY, "    minutes: 4\n", "    show-if: {item: reasons, includes: none}\n")
    assert problems(tmp_path / "b", s=section) == [
        "s.yml:25: 'reasons' is not asked before the section 'second'; a condition can only look "
        "back: move one of them or name an earlier item [impossible-condition]"
    ]


def test_another_answer_can_be_looked_at(tmp_path: Path) -> None:
    data = changed(SURVEY, "choices: two, text: What?", "choices: two, other: true, text: What?")
    data = changed(data, "text: And?}", last("{item: role, is: other}"))
    assert problems(tmp_path, s=data) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        # Ids that are there twice
        (
            "{id: 2, label: Two}",
            "{id: 1, label: Two}",
            "s.yml:13: '1' is the id of another choice already; choose another id [duplicate-id]",
        ),
        (
            "{id: none, label: None}",
            "{id: learn, label: None}",
            "s.yml:29: 'learn' is the id of another choice already; choose another id "
            "[duplicate-id]",
        ),
        (
            "{id: words,",
            "{id: years,",
            "s.yml:32: 'years' is the id of another item already; choose another id [duplicate-id]",
        ),
        (
            "rows: [{id: a, label: A}]",
            "rows: [{id: a, label: A}, {id: a, label: B}]",
            "s.yml:34: 'a' is the id of another row already; choose another id [duplicate-id]",
        ),
        (
            "- id: second",
            "- id: first",
            "s.yml:23: 'first' is the id of another section already; choose another id "
            "[duplicate-id]",
        ),
        (
            "[{id: learn, label: To learn}, {id: none, label: None}]",
            "[{id: learn, label: To learn}, {id: other, label: O}]\n        other: true",
            "s.yml:30: a choice has the id 'other' already; take out 'other: true' or rename the "
            "choice [duplicate-id]",
        ),
        # Choices
        (
            "type: single, choices: two",
            "type: single, choices: tow",
            "s.yml:22: 'tow' is not one of the lists under 'choices'; did you mean 'two'? "
            "[unknown-reference]",
        ),
        (
            "type: single, choices: two",
            "type: single, choices: yes-no",
            "s.yml:22: 'yes-no' is not one of the lists under 'choices'; add it there or write "
            "the choices here [unknown-reference]",
        ),
        (
            "answers-to: [why]",
            "answers-to: [why]\n        exclusive: [non]",
            "s.yml:31: 'non' is not one of the choices of 'reasons'; did you mean 'none'? "
            "[unknown-reference]",
        ),
        (
            "answers-to: [why]",
            "answers-to: [why]\n        max: 3",
            "s.yml:31: 'max' of 'reasons' is 3, but there are 2 choices; correct one of them "
            "[wrong-value]",
        ),
        (
            "answers-to: [why]",
            "answers-to: [why]\n        min: 0",
            "s.yml:31: 'min' of 'reasons' counts choices; it must be a whole number from 1 "
            "[wrong-value]",
        ),
        (
            "min: 0, max: 60",
            "min: 2020-01-01, max: 60",
            "s.yml:20: 'min' of 'years' must be a number [wrong-value]",
        ),
        (
            "max: 2030-01-01",
            "max: 30",
            "s.yml:21: 'max' of 'day' must be a date like 2026-11-30 [wrong-value]",
        ),
        (
            "min: 0, max: 60",
            "min: 61, max: 60",
            "s.yml:20: 'min' of 'years' is 61, more than its 'max' 60; correct one of them "
            "[wrong-value]",
        ),
        (
            "min: 0, max: 60",
            "min: few, max: 60",
            "s.yml:20: 'sections[1].items[2].min' must be a number like 12 or 2.5, or a date like "
            "2026-11-30, not 'few' [wrong-value]",
        ),
        # Fields that mean nothing for a type, or that it needs
        (
            "type: text, text: More?",
            "type: text, max: 3, text: More?",
            "s.yml:32: 'max' means nothing for an item of type 'text'; take it out [unknown-field]",
        ),
        (
            "type: note, text",
            "type: note, required: true, text",
            "s.yml:33: 'required' means nothing for an item of type 'note'; take it out "
            "[unknown-field]",
        ),
        (
            "type: single, choices: two",
            "type: single",
            "s.yml:22: 'choices' is missing; an item of type 'single' needs it [missing-field]",
        ),
        (
            "rows: [{id: a, label: A}], ",
            "",
            "s.yml:34: 'rows' is missing; an item of type 'matrix' needs it [missing-field]",
        ),
        (
            "type: text, text: More?",
            "type: text, probes: [{text: And?}], text: More?",
            "s.yml:32: 'probes' belongs to interview guides; take it out [unknown-field]",
        ),
        (
            "type: text, text: More?",
            "type: open, text: More?",
            "s.yml:32: 'sections[2].items[2].type' cannot be 'open'; use consent, single, "
            "multiple, likert, matrix, ranking, text, number, date or note [wrong-value]",
        ),
        (
            "type: text, text: More?",
            "type: text, sensitive: true, text: More?",
            "s.yml:32: 'support' is missing; 'words' is sensitive, so say what help people are "
            "offered [missing-field]",
        ),
        # Research questions
        (
            "answers-to: [why]",
            "answers-to: [why, wy]",
            "s.yml:30: 'wy' is not a research question of this instrument; did you mean 'why'? "
            "[unknown-reference]",
        ),
        (
            "answers-to: [why]",
            "answers-to: [why, needs]",
            "s.yml:30: 'needs' is not a research question of this instrument; add it to "
            "'research-questions' [unknown-reference]",
        ),
        (
            "        answers-to: [why]\n",
            "",
            "s.yml:11: no item answers the research question 'why'; name it under 'answers-to' of "
            "an item, or take it out [missing-entry]",
        ),
        # Time
        (
            "    minutes: 6\n",
            "    minutes: 7\n",
            "s.yml:9: the sections add up to 11 minutes, the whole takes 10; shorten a section or "
            "change 'minutes' [session-too-long]",
        ),
        (
            "minutes: 10\n",
            "minutes: 10\nfielded: {from: 2030-02-01, to: 2030-01-01}\n",
            "s.yml:10: 'to' is 2030-01-01, before 'from', 2030-02-01; correct one of them "
            "[wrong-value]",
        ),
        (
            "minutes: 10\n",
            "minutes: 10\nfielded: {invited: 10, complete: 11}\n",
            "s.yml:10: 11 people answered, but 10 were asked; correct one of them [wrong-value]",
        ),
        # Version, ethics, status
        (
            '"1.1.0"',
            '"1.1"',
            "s.yml:6: 'version' must be three numbers like '1.2.0', not '1.1' [wrong-value]",
        ),
        (
            "{to-be-agreed: council}",
            '{reference: MADE-UP-1, covers: ["1.0.0"]}',
            "s.yml:8: version 1.1.0 is not covered by MADE-UP-1; add it to 'covers' once the panel "
            "agreed, or correct 'version' [not-covered]",
        ),
        (
            "{to-be-agreed: council}",
            '{reference: {to-be-agreed: council}, covers: ["1.0.0"]}',
            "s.yml:8: version 1.1.0 is not covered by its ethics approval; add it to 'covers' once "
            "the panel agreed, or correct 'version' [not-covered]",
        ),
        (
            "status: draft",
            "status: fielded",
            "s.yml:8: an instrument with the status 'fielded' needs the reference of its ethics "
            "approval; give it, or set 'status: draft' [missing-field]",
        ),
        (
            "status: draft",
            "status: adopted",
            "s.yml:4: 'status' cannot be 'adopted'; use draft, approved, fielded or retired "
            "[wrong-value]",
        ),
        # Languages
        (
            "{en: Why?, es: ¿Por qué?}",
            "{en: Why?}",
            "s.yml:11: this text is missing in 'es'; add it, or write the text in 'en' alone and "
            "leave the rest to the translators [missing-wording]",
        ),
        (
            "{id: 1, label: One}",
            "{id: 1, label: {en: One}}",
            "s.yml:13: this text is missing in 'es'; add it, or write the text in 'en' alone and "
            "leave the rest to the translators [missing-wording]",
        ),
        (
            "title: Made up",
            "title: {en: Made up}",
            "s.yml:3: this text is missing in 'es'; add it, or write the text in 'en' alone and "
            "leave the rest to the translators [missing-wording]",
        ),
        (
            "choices: two, rows: [{id: a, label: A}]",
            "choices: two, rows: [{id: a, label: {es: A, en: A}}]",
            "s.yml:34: this text begins with 'es', but the original is in 'en'; write the original "
            "first [wrong-value]",
        ),
        (
            "text: More?",
            "text: {}",
            "s.yml:32: 'sections[2].items[2].text' needs at least 1; add what is missing "
            "[wrong-value]",
        ),
        (
            "text: More?",
            "text: {EN: More?}",
            "s.yml:32: 'sections[2].items[2].text.EN' must be the code of a language, like 'en' "
            "or 'pt_BR' [wrong-value]",
        ),
        (
            "text: More?",
            "text: {en: More?, es: ¿Más?, fr: Plus}",
            "s.yml:32: 'fr' is not one of the 'languages' of this instrument; add it there or take "
            "it out here [unknown-reference]",
        ),
    ],
)
def test_one_thing_is_wrong(old: str, new: str, message: str, tmp_path: Path) -> None:
    assert one(tmp_path, old, new) == message


def test_every_text_is_looked_at_in_every_kind(tmp_path: Path) -> None:
    """A text of a list, of an entry of an entry, and of a consent form."""
    guide = changed(SURVEY, "kind: survey", "kind: interview-guide")
    guide += "        probes: [{text: And?, ask-if: {en: short}}]\n"
    guide = changed(
        guide,
        "      - {id: last, type: matrix, choices: two, rows: [{id: a, label: A}], text: And?}\n",
        "      - id: last\n        type: text\n        text: Last?\n",
    )
    guide += "introduction: [Hello., {en: Welcome.}]\n"
    form = changed(CONSENT, "[en]", "[en, pt_BR]")
    form = changed(form, "role: the team", "role: {en: the team}")
    missing = "; add it, or write the text in 'en' alone and leave the rest to the translators"
    assert problems(tmp_path, g=guide, f=form) == [
        f"f.yml:10: this text is missing in 'pt_BR'{missing} [missing-wording]",
        f"g.yml:37: this text is missing in 'es'{missing} [missing-wording]",
        f"g.yml:38: this text is missing in 'es'{missing} [missing-wording]",
    ]


def test_a_consent_form_needs_a_contact(tmp_path: Path) -> None:
    line = "contact: {role: the team, address: team@example.org}\n"
    assert one(tmp_path / "a", line, "", CONSENT) == (
        "s.yml:1: 'contact' is missing; say whom people turn to with questions or to withdraw; a "
        "draft may hold {to-be-agreed: OWNER} [missing-field]"
    )
    for i, contact in enumerate(
        ["{to-be-agreed: council}", "{role: {to-be-agreed: council}, address: x@example.org}"]
    ):
        later = f"contact: {contact}\n"
        assert one(tmp_path / f"b{i}", line, later, CONSENT) == (
            "s.yml:10: a consent form with the status 'approved' needs its contact: people must "
            "know whom to turn to; give it, or set 'status: draft' [missing-field]"
        )
        draft = changed(CONSENT, "status: approved", "status: draft")
        assert problems(tmp_path / f"c{i}", s=changed(draft, line, later)) == []


def test_ids_of_clauses_and_their_options(tmp_path: Path) -> None:
    old = "[{id: take-part, text: I take part.}]"
    twice = "[{id: a, text: A.}, {id: a, text: B.}]"
    assert one(tmp_path / "a", old, twice, CONSENT) == (
        "s.yml:12: 'a' is the id of another clause already; choose another id [duplicate-id]"
    )
    options = "[{id: a, text: A., options: [{id: x, label: X}, {id: x, label: Y}]}]"
    assert one(tmp_path / "b", old, options, CONSENT) == (
        "s.yml:12: 'x' is the id of another choice already; choose another id [duplicate-id]"
    )


def test_the_consent_form_and_its_version_exist(tmp_path: Path) -> None:
    def with_form(consent: str) -> str:
        return changed(SURVEY, "minutes: 10\n", f"minutes: 10\nconsent: {consent}\n")

    right = with_form('{form: form, version: "1.0.0"}')
    assert problems(tmp_path / "a", s=right, c=CONSENT) == []
    assert problems(tmp_path / "b", s=with_form("{form: from}"), c=CONSENT) == [
        "s.yml:10: 'from' is not a consent form; did you mean 'form'? [unknown-reference]"
    ]
    assert problems(tmp_path / "c", s=with_form("{form: made-up}"), c=CONSENT) == [
        "s.yml:10: 'made-up' is not a consent form but a page of kind 'survey' [unknown-reference]"
    ]
    old = with_form('{form: form, version: "0.9.0"}')
    assert problems(tmp_path / "d", s=old, c=CONSENT) == [
        "s.yml:10: 'form 0.9.0' is not a version of a consent form; did you mean 'form 1.0.0'? "
        "[unknown-reference]"
    ]
    sheet = CONSENT + "information-sheet: form\n"
    assert problems(tmp_path / "e", c=sheet) == [
        "c.yml:16: 'form' is not an information sheet but a page of kind 'consent-form' "
        "[unknown-reference]"
    ]


def test_an_editor_of_a_wrong_field_is_told_what_there_is(tmp_path: Path) -> None:
    assert one(tmp_path, "text: More?", "text: More?, choises: two") == (
        "s.yml:32: unknown field 'sections[2].items[2].choises'; did you mean 'choices'? "
        "[unknown-field]"
    )


def test_items_questions_and_clauses_can_be_cited(tmp_path: Path) -> None:
    """Numbers run through the sections; a note has none; the tip is the wording."""
    compass = read_compass(site(tmp_path, {**files("s", SURVEY), **files("c", CONSENT)}))
    defined = {
        d.id: (d.what, d.label, d.tip) for page in compass.pages for d in record_of(page).defines
    }
    assert defined == {
        "made-up:why": ("research-question", "RQ1", "Why?"),
        "made-up:agree": ("item", "Q1", "I agree."),
        "made-up:years": ("item", "Q2", "How long?"),
        "made-up:day": ("item", "Q3", "When?"),
        "made-up:role": ("item", "Q4", "What?"),
        "made-up:reasons": ("item", "Q5", "Why?"),
        "made-up:words": ("item", "Q6", "More?"),
        "made-up:last": ("item", "Q7", "And?"),
        "form 1.0.0": ("consent-version", "form 1.0.0", ""),
        "form:take-part": ("item", "C1", "I take part."),
    }


@pytest.mark.parametrize("kind", [kind for kind in KINDS if issubclass(kind, Instrument)])
def test_a_new_instrument_may_stand_in_its_page(kind: type[Instrument], tmp_path: Path) -> None:
    text = scaffold(kind, "my-own", "maintainers", None)
    assert read_compass(site(tmp_path, {"my-own.md": text})).problems == []


def test_one_schema_serves_the_data_files_of_every_kind() -> None:
    """An editor sees what the model says: also which fields go with which type of item."""
    validator = Draft202012Validator(json.loads(schema("instrument")))
    kinds = ["survey", "interview-guide", "consent-form", "information-sheet"]
    pages = [page for kind in kinds for page in read_compass(ROOTS / f"test-{kind}").pages]
    data = [page.files.data.value for page in pages if page.files.data]
    assert len(data) == 5
    assert [error.message for raw in data for error in validator.iter_errors(raw)] == []
    raw = copy.deepcopy(next(raw for raw in data if raw["kind"] == "survey"))
    items = raw["sections"][1]["items"]
    assert (items[1]["type"], items[2]["type"], items[4]["type"]) == ("multiple", "text", "matrix")
    for item, wrong in [(items[2], {"max": 3}), (items[1], {"maxx": 3}), (items[4], {"rows": 1})]:
        saved = dict(item)
        item.update(wrong)
        assert list(validator.iter_errors(raw)) != []
        item.clear()
        item.update(saved)
    assert list(validator.iter_errors(raw)) == []
    assert list(validator.iter_errors({**raw, "kind": "surwey"})) != []
    assert list(validator.iter_errors({**raw, "kind": "consent-form"})) != []
