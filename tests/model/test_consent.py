"""Participants and excerpts without a build: each rule, in the words of its message."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.quotes import EXCERPTS, PARTICIPANTS, SECRET, add, change, made_up_study, words

from compass_model.consent.decision import Decision, decide
from compass_model.consent.excerpts import Excerpt
from compass_model.consent.identifying_forms import what_identifies
from compass_model.consent.pages import places_in
from compass_model.consent.participants import Participant
from compass_model.tree import read_compass

TODAY = dt.date(2026, 6, 1)
CLEAN_UP = (
    "if they were ever pushed, they are in the history too: see 'After a push' in the guide "
    "'Quotes and consent' (research/quotes-and-consent.md)"
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return made_up_study(tmp_path / "source")


def said(source: Path, today: dt.date | None = TODAY) -> list[str]:
    """Return the messages without the files."""
    problems = read_compass(source, today).problems
    return [f"{p.path.rpartition('/')[2]}:{p.line}: {p.shown} [{p.code}]" for p in problems]


def test_the_made_up_study_is_right(source: Path):
    assert said(source) == []


# -- the decision

VERBATIM = {"quotes": "verbatim"}


def participant(**fields: object) -> Participant:
    consent = {
        "form": "f",
        "version": "1.0.0",
        "quotes": "verbatim",
        "attribution": "none",
        "approve-each": False,
    }
    withdrawn = {"withdrawn-on": fields.pop("withdrawn")} if "withdrawn" in fields else {}
    consent |= {name.replace("_", "-"): value for name, value in fields.items()}
    return Participant.model_validate({"id": "P01", "consent": consent, **withdrawn})


def excerpt(**fields: object) -> Excerpt:
    values = {name.replace("_", "-"): value for name, value in fields.items()}
    return Excerpt.model_validate({"id": "x", "text": "Words.", **values})


@pytest.mark.parametrize(
    ("who", "what", "today", "expected"),
    [
        (None, excerpt(), TODAY, Decision.REFUSED),
        (participant(), excerpt(), None, Decision.VERBATIM),
        (participant(quotes="none"), excerpt(), TODAY, Decision.REFUSED),
        (participant(quotes="paraphrase"), excerpt(), TODAY, Decision.PARAPHRASE),
        (participant(), excerpt(text=None, paraphrase="So."), TODAY, Decision.PARAPHRASE),
        (participant(withdrawn="2026-01-01"), excerpt(), TODAY, Decision.WITHDRAWN),
        (participant(withdrawn="2031-01-01"), excerpt(), TODAY, Decision.WITHDRAWN),
        (participant(withdrawn="2026-01-01", quotes="none"), excerpt(), None, Decision.WITHDRAWN),
        (participant(), excerpt(state="withdrawn"), TODAY, Decision.WITHDRAWN),
        (None, excerpt(state="withdrawn"), TODAY, Decision.WITHDRAWN),
        (participant(embargo_until="2026-05-31"), excerpt(), TODAY, Decision.VERBATIM),
        (participant(embargo_until="2026-06-01"), excerpt(), TODAY, Decision.EMBARGO),
        (participant(embargo_until="2020-01-01"), excerpt(), None, Decision.EMBARGO),
        (participant(approve_each=True), excerpt(), TODAY, Decision.AWAITING_APPROVAL),
        (
            participant(approve_each=True),
            excerpt(approved_on="2026-06-01"),
            TODAY,
            Decision.VERBATIM,
        ),
        (
            participant(approve_each=True),
            excerpt(approved_on="2026-06-02"),
            TODAY,
            Decision.AWAITING_APPROVAL,
        ),
        (
            participant(approve_each=True),
            excerpt(approved_on="2020-06-02"),
            None,
            Decision.AWAITING_APPROVAL,
        ),
    ],
)
def test_the_decision(
    who: Participant | None, what: Excerpt, today: dt.date | None, expected: Decision
):
    assert decide(who, what, today) == expected


# -- words that may not be here


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            words("Ha.", "P03"),
            "the participant has withdrawn; take 'text' out and write 'state: withdrawn'",
        ),
        (
            words("Ha.", "P01", state="withdrawn"),
            "this excerpt was withdrawn; take 'text' out and write 'state: withdrawn'",
        ),
        (
            words("Ha.", "P04", text="", paraphrase="So."),
            "these words are under embargo until the end of 2026-12-31; take 'paraphrase' out, "
            "write 'state: embargo', and keep them outside the repository until then",
        ),
        (
            words("Ha.", "P05"),
            "the participant approves each quote, and 'approved-on' does not say that this one was "
            "approved; take 'text' out and write 'state: awaiting-approval', or add the date",
        ),
        (
            words("Ha.", "P06"),
            "the participant agreed to no quotes; take 'text' out and write 'state: refused'",
        ),
        (
            words("Ha.", "P02"),
            "the participant agreed to a paraphrase only; take 'text' out, write 'paraphrase'",
        ),
    ],
)
def test_words_that_may_not_be_here(entry: str, message: str, source: Path):
    add(source, entry, page=False)
    (found,) = said(source)
    assert found.partition(": ")[2] == f"{message}; {CLEAN_UP} [may-not-be-shown]"
    line = int(found.split(":")[1])
    shown = (source / EXCERPTS).read_text(encoding="utf-8").splitlines()[line - 1]
    assert shown.strip().startswith(("text:", "paraphrase:"))


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            words("Ha.", "P011"),
            "'P011' is not a participant of _data/research/participants.yml; did you mean 'P01'? "
            "[unknown-reference]",
        ),
        (
            words("Ha.", "Q9"),
            "'participant' must be a P and digits, like 'P03'; never a name [wrong-value]",
        ),
        (
            words("Ha.", "P01", item="made-up-interview:waitin"),
            "'made-up-interview:waitin' is not an item of an instrument; did you mean "
            "'made-up-interview:waiting'? [unknown-reference]",
        ),
        (
            words("Ha.", "P01", item="waiting"),
            "'item' must be an instrument and an item of it, like 'my-interview:question-1' "
            "[wrong-value]",
        ),
        (
            words("Ha.", "P01", review=""),
            "'review' is missing; write who reviewed it and when, like "
            "'{by: [coder-1], on: 2026-11-30}' [missing-field]",
        ),
        (
            words("Ha.", "P01", text_sha256="0" * 64),
            "'text' is not what was reviewed; take the excerpt from the transcript again "
            "[changed-since]",
        ),
        (
            words("Ha.", "P01", text_sha256="abc"),
            "'text-sha256' must be a SHA-256: 64 digits and letters a to f [wrong-value]",
        ),
        (
            words("Ha.", "P01", paraphrase="So."),
            "an excerpt has either 'text' or 'paraphrase'; keep one of them [wrong-value]",
        ),
        (
            words("Ha.", "P01", state="embargo"),
            "'state: embargo' says that the words are not here; take 'text' out, or the state if "
            "they may be shown [may-not-be-shown]",
        ),
        (
            words("Ha.", "P01", state="hidden"),
            "'state' must be candidate, withdrawn, embargo, awaiting-approval or refused "
            "[wrong-value]",
        ),
        (
            "- {id: x-secret, participant: P01}\n",
            "the excerpt has no words and no state that says why; write 'state: withdrawn', "
            "'state: embargo', 'state: awaiting-approval' or 'state: refused' [missing-field]",
        ),
        (
            words("Ha [a friend] [a place].", "P01"),
            "'text' holds 2 markers in square brackets without an entry; add "
            "'{kind: …, as: \"[…]\"}' to 'redactions' for each [missing-entry]",
        ),
        (
            words("Ha.", "P01", redactions='[{kind: name, as: "[a friend]"}]'),
            "'redactions[1].as' does not stand in 'text'; correct it, or take the entry out "
            "[wrong-value]",
        ),
        (
            words("Ha [x].", "P01", redactions=f'[{{kind: {SECRET}, as: "[x]"}}]'),
            "'redactions[1].kind' must be name, e-mail, web, phone, handle, orcid or cut "
            "[wrong-value]",
        ),
        (
            words("Ask P02.", "P01"),
            "'text' holds 'P02', which stands for a participant; write '[another participant]', "
            "and list it under 'redactions' [named-person]",
        ),
        (
            words("Ha.", "P01", aproved_on="2026-01-01"),
            "unknown field 'aproved-on'; did you mean 'approved-on'? [unknown-field]",
        ),
        (
            f"- {{id: x-secret, state: withdrawn, {SECRET} and more: no}}\n",
            "a field has a name that is not known here (approved-on, codes, id, item, lines, "
            "paraphrase, participant, redactions, review, state, text, text-sha256 or "
            "transcript-sha256); correct the name, or put the text before it in quotes if it holds "
            "a comma or a colon [unknown-field]",
        ),
        (
            "- {id: x-spoken, state: withdrawn}\n",
            "the id 'x-spoken' is used in _data/research/excerpts.yml:2 too; choose another "
            "[duplicate-id]",
        ),
    ],
)
def test_what_is_wrong_with_an_excerpt(entry: str, message: str, source: Path):
    add(source, entry, page=False)
    found = [line.partition(": ")[2] for line in said(source)]
    assert message in found
    assert SECRET not in "".join(found)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "- id: P01",
            "- id: P01\n  withdrawn-on:",
            "'withdrawn-on' must be a date like 2026-11-30; write it, or take the line out "
            "[bad-date]",
        ),
        (
            "- id: P01",
            "- id: P01\n  withdrawn-on: 2026-02-30",
            "'withdrawn-on' must be a date like 2026-11-30; write it, or take the line out "
            "[bad-date]",
        ),
        (
            "- id: P02",
            "- id: P01",
            "the id 'P01' is used in _data/research/participants.yml:2 too; choose another "
            "[duplicate-id]",
        ),
        (
            "  descriptor: a made-up newcomer\n",
            "",
            "'descriptor' is missing; write who speaks, as vaguely as it must be, or set "
            "'attribution: none' [missing-field]",
        ),
        (
            "a made-up newcomer",
            "a newcomer, @newcomer",
            "'descriptor' holds a handle; describe the person without it [named-person]",
        ),
        (
            "a made-up newcomer",
            "a colleague of p03",
            "'descriptor' holds 'p03', which stands for a participant, and pages would show it; "
            "describe the person without it [named-person]",
        ),
        (
            "a made-up newcomer",
            "P02, a newcomer",
            "'descriptor' holds 'P02', which stands for a participant, and pages would show it; "
            "describe the person without it [named-person]",
        ),
        (
            'version: "0.9.0"',
            'version: "0.8.0"',
            "'made-up-consent' has no version '0.8.0'; if it was signed, name it under "
            "'earlier-versions' of the form [unknown-reference]",
        ),
        (
            'made-up-consent, version: "0.9.0"',
            'made-up-consnt, version: "0.9.0"',
            "'made-up-consnt' is not a consent form; did you mean 'made-up-consent'? "
            "[unknown-reference]",
        ),
    ],
)
def test_what_is_wrong_with_a_participant(old: str, new: str, message: str, source: Path):
    change(source, PARTICIPANTS, old, new)
    assert message in [line.partition(": ")[2] for line in said(source)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("We asked @somebody there.", "a handle"),
        ("Write to a.b@mail.example.org now.", "an e-mail address"),
        ("See https://example.org/x.", "a web address"),
        ("It is on example.org, I think.", "a web address"),
        ("Call +44 20 7946 0958 then.", "a phone number or the like"),
        ("Call (555) 555-0199.", "a phone number or the like"),
        ("It is 0000-0002-1825-0097.", "a phone number or the like"),
        ("So\u200bme sign.", "a sign that cannot be seen"),
        ("From 2015-2019, on 2026-03-01, some 1 200 000 users.", ""),
        ("Version 1.2.3 of conf.py and setup.cfg; e.g. this. Or that.", ""),
        ("Cafe\u0301 and\na line.", ""),
    ],
)
def test_signs_that_lead_to_a_person(text: str, what: str):
    assert what_identifies(text) == what


def test_a_person_of_the_programme_is_not_named(source: Path):
    add(source, words("Robin told me.", "P01"), page=False)
    (source / "work.md").write_text(PROGRAMME, encoding="utf-8")
    (found,) = [line for line in said(source) if "excerpts.yml" in line]
    assert found.partition(": ")[2] == (
        "'text' names a person of the programme; put a marker like '[a maintainer]' in place of "
        "the name, list it under 'redactions', and have the words reviewed again [named-person]"
    )


# -- files


def test_other_files_in_the_folder_and_excerpts_elsewhere_are_problems(source: Path):
    candidate = (source / "_data/research/excerpts/x-0123456789.yml").read_text(encoding="utf-8")
    (source / "_data/research/excerpts/x-0.yml~").write_text(candidate, encoding="utf-8")
    (source / "_data/x-0.yaml").write_text(candidate, encoding="utf-8")
    assert said(source) == [
        "x-0.yml~:1: only .yml files with excerpts belong into this folder; delete it or move it "
        "[may-not-be-shown]",
        "x-0.yaml:14: this is an excerpt from an interview, in a place where nobody checks it; "
        "move the file to _data/research/excerpts/, with a name that ends with .yml "
        "[may-not-be-shown]",
    ]


@pytest.mark.parametrize(
    ("name", "entry", "line"),
    [
        ("_data/one.json", f'[{{"id": "x", "participant": "P03", "text": "{SECRET}"}}]', 1),
        ("_data/one.YML", f"- id: x\n  participant: P03\n  text: {SECRET}\n", 3),
        ("study/one.yml", f"- {{id: x, text-sha256: 0, participant: x, text: {SECRET}}}\n", 1),
    ],
)
def test_an_excerpt_elsewhere_is_found_however_it_is_written(
    name: str, entry: str, line: int, source: Path
):
    (source / name).write_text(entry, encoding="utf-8")
    found = [one for one in said(source) if "[may-not-be-shown]" in one]
    assert [one.partition(",")[0] for one in found] == [
        f"{Path(name).name}:{line}: this is an excerpt from an interview"
    ]


@pytest.mark.parametrize("name", ["excerpts.yaml", "participants.json", "Excerpts.yml"])
def test_a_file_of_the_study_that_nobody_reads_is_a_problem(name: str, source: Path):
    (source / "_data/research" / name).write_text("[]\n", encoding="utf-8")
    right = f"{Path(name).stem.lower()}.yml"
    assert said(source) == [
        f"{name}:1: nobody reads a file with this name; write '{right}', or delete it "
        "[may-not-be-shown]"
    ]


def test_words_that_were_made_a_comment_are_still_there(source: Path):
    add(source, f"- id: x\n  state: withdrawn\n  # text: {SECRET}\n", page=False)
    assert [line.partition(":")[2].partition(":")[2] for line in said(source)] == [
        " 'text' stands in a comment, where everybody can read it; delete it with all of its "
        "lines, and keep the words outside the repository [may-not-be-shown]"
    ]


def test_a_file_of_the_study_is_no_link(source: Path):
    path = source / "_data/research/participants.yml"
    path.rename(source / "_data/people.yml")
    path.symlink_to("../people.yml")
    assert (
        "participants.yml:1: this is a link to another file, which pages could show; put the file "
        "itself here [may-not-be-shown]"
    ) in said(source)


def test_broken_yaml_is_not_repeated_in_the_message(source: Path):
    add(source, f"- id: x\n  text: *{SECRET}\n", page=False)
    found = said(source)
    assert [line.split(":")[0] for line in found] == ["excerpts.yml"]
    assert "[broken-yaml]" in found[0]
    assert SECRET not in found[0]


def test_a_pseudonym_is_printed_nowhere(source: Path):
    (source / "_data/labels.yml").write_text("name: what P01 said\n", encoding="utf-8")
    (source / "page.md").write_text("# What P02 said\n\n`p03` and P033\n", encoding="utf-8")
    (source / "part.txt").write_text("As P04 said.\n", encoding="utf-8")
    (source / "about-p05.md").write_text("# About\n\nSome words.\n", encoding="utf-8")
    assert [line.partition(", ")[0] for line in said(source)] == [
        "labels.yml:1: 'P01' stands for a participant of _data/research/participants.yml",
        "about-p05.md:1: 'p05' stands for a participant of _data/research/participants.yml",
        "page.md:1: 'P02' stands for a participant of _data/research/participants.yml",
        "page.md:3: 'p03' stands for a participant of _data/research/participants.yml",
        "part.txt:1: 'P04' stands for a participant of _data/research/participants.yml",
    ]


def test_a_page_does_not_repeat_the_words_of_an_excerpt(source: Path):
    page = "# Page\n\nShe said:\n\n> Nobody told me\n> where the *toma* was!\n"
    (source / "page.md").write_text(page, encoding="utf-8")
    assert said(source) == [
        "page.md:5: these are the words of the excerpt 'x-approved', which would stay here when "
        "they are taken back; write '{compass:excerpt}`x-approved`' instead [may-not-be-shown]"
    ]


def test_a_page_does_not_show_the_files_as_a_whole(source: Path):
    page = "# All\n\n```{literalinclude} _data/research/participants.yml\n```\n"
    (source / "page.md").write_text(page, encoding="utf-8")
    assert said(source) == [
        "page.md:3: '_data/research/participants.yml' is about participants, and is not shown as a "
        "whole; show single excerpts with {compass:excerpt} [may-not-be-shown]"
    ]


def test_where_pages_show_excerpts():
    text = """\
# Page

Say {compass:excerpt}`one` and `{compass:excerpt}` and ``{compass:excerpt}`no` ``.

````{note}
```{compass:excerpt} two
```
{compass:excerpt}`three`
````

```
{compass:excerpt}`no`
```

~~~{code-block} md
{compass:excerpt}`no`
~~~

:::{compass:excerpt} four
:::
"""
    assert [place.id for place in places_in("page.md", text)] == ["one", "two", "three", "four"]


PROGRAMME = """\
---
options:
  compass:
    kind: programme
    id: work
    status: draft
    owner: council
    agreement: The agreement
    period: a year
    aims: [more]
    parties:
      - {id: us, title: Us, does: [works],
         people: [Robin Example]}
    phases: [{title: First, takes: a month, work: [ask]}]
    change-rule: {what: Dates, agreed-by: [us], how: in writing}
---
# The work

Some words.
"""
