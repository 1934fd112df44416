"""The kinds about mentoring: what is wrong in a strategy, a programme and a cohort."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site import build, site

from compass_model.facts import Table
from compass_model.kinds.mentorship_programme import MentorshipProgramme
from compass_model.tree import read_compass

STRATEGY = """\
---
options:
  compass:
    kind: mentorship-strategy
    id: my-strategy
    status: draft
    owner: maintainers
    goals: [people find their place]
    roles:
      mentor:
        does: [listens]
        time: an hour a week
        training: a call
        recognition: a word of thanks in public
      learner: {does: [asks], time: as they like, training: none needed, recognition: a badge}
    route:
      - {stage: learner, does: takes part, support: a mentor, signal: asks to teach}
      - {stage: leader, does: leads, support: other leaders}
    matching: {criteria: [hours], decided-by: council, how: by hand, rematch: on request}
    cadence:
      - {meeting: Call, every: week, minutes: 30, who: [mentor, learner]}
    support-for-mentors: [a second mentor]
    feedback:
      - {when: halfway, how: in a talk}
    ending: {how: a last call, report: a page}
    code-of-conduct: {url: "https://example.org/conduct", contact: the council}
---
# My strategy

How we mentor.

## Why
## Roles
## Training
## Matching
## Cadence
## Support for mentors
## Feedback
## Ending well
"""

PROGRAMME = """\
---
options:
  compass:
    kind: mentorship-programme
    id: my-programme
    status: draft
    owner: maintainers
    host: the community
    eligibility: everybody
    selection: {reviewers: 2, scale: 1 to 5, independent: true, decision: a meeting}
    roles:
      coordinator: {does: [prepares]}
    phases:
      - name: Before
        tasks:
          - {role: coordinator, task: Announce}
---
# My programme

What it is.
"""

COHORT = """\
---
options:
  compass:
    kind: cohort
    id: my-cohort
    status: draft
    owner: maintainers
    programme: my-programme
    round: 2022-12
    consent:
      agreed: all of the made-up people
      recorded: in a made-up letter
    entries:
      - {project: A made-up thing, name: Nobody, consent: public}
      - {project: Another}
---
# My cohort

Who was there.
"""


def problems(
    folder: Path, text: str, *changes: tuple[str, str], path: str = "mentorship/page.md"
) -> list[str]:
    """Return what is wrong in a page after *changes*, as ``line: message [code]``."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    files = {"mentorship/programme.md": PROGRAMME, path: text}
    found = read_compass(site(folder, files)).problems
    assert {problem.path for problem in found} <= {path}
    return [f"{item.line}: {item.message} [{item.code}]" for item in found]


@pytest.mark.parametrize("text", [STRATEGY, COHORT], ids=["strategy", "cohort"])
def test_a_page_without_mistakes_has_no_problem(text: str, tmp_path: Path) -> None:
    assert problems(tmp_path, text) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "        time: an hour a week\n",
            "the role 'mentor' says no time; write how much it takes, "
            "or who decides it, as {to-be-agreed: OWNER}",
        ),
        (
            "        training: a call\n",
            "the role 'mentor' says no training; write what prepares people for it, "
            "or who decides it, as {to-be-agreed: OWNER}",
        ),
        (
            "        recognition: a word of thanks in public\n",
            "the role 'mentor' says no recognition; write how it is credited or paid, "
            "or who decides it, as {to-be-agreed: OWNER}",
        ),
    ],
    ids=["time", "training", "recognition"],
)
def test_a_role_says_its_time_training_and_recognition(
    line: str, message: str, tmp_path: Path
) -> None:
    expected = f"10: {message} [missing-field]"
    assert problems(tmp_path / "missing", STRATEGY, (line, "")) == [expected]
    field = line.partition(":")[0]
    decided = (line, f"{field}: {{to-be-agreed: council}}\n")
    assert problems(tmp_path / "open", STRATEGY, decided) == []


def test_a_role_that_says_nothing_is_told_so(tmp_path: Path) -> None:
    assert problems(tmp_path, STRATEGY, ("training: a call", "training: ''")) == [
        "13: 'roles.mentor.training' is empty; write it, or take the field out [wrong-value]"
    ]


def test_one_run_names_everything_that_the_roles_lack(tmp_path: Path) -> None:
    bare = ("learner: {does: [asks], time: as they like, training: none needed, ", "learner: {")
    found = problems(tmp_path, STRATEGY, bare, ("        time: an hour a week\n", ""))
    assert [line.partition(";")[0] for line in found] == [
        "10: the role 'mentor' says no time",
        "14: 'roles.learner.does' is missing",
        "14: the role 'learner' says no time",
        "14: the role 'learner' says no training",
    ]


def test_a_meeting_names_roles_of_the_strategy(tmp_path: Path) -> None:
    wrong = ("who: [mentor, learner]", "who: [mentr, council]")
    assert problems(tmp_path, STRATEGY, wrong) == [
        "21: 'mentr' is not one of this strategy's roles; did you mean 'mentor'? "
        "[unknown-reference]",
        "21: 'council' is not one of this strategy's roles; add it to 'roles' or name another "
        "[unknown-reference]",
    ]


def test_every_stage_but_the_last_says_when_somebody_moves_on(tmp_path: Path) -> None:
    assert problems(tmp_path, STRATEGY, (", signal: asks to teach", "")) == [
        "17: the stage 'learner' does not say when somebody moves on; "
        "add 'signal' with what shows it [missing-field]"
    ]


def test_who_decides_about_matches_and_the_questions_exist(tmp_path: Path) -> None:
    changes = [
        ("decided-by: council", "decided-by: counsil"),
        ("how: in a talk", "how: in a talk, instrument: my-programm"),
    ]
    assert problems(tmp_path, STRATEGY, *changes) == [
        "19: 'counsil' is not a team or role; did you mean 'council'? [unknown-reference]",
        "24: 'my-programm' is not the id of a page; did you mean 'my-programme'? "
        "[unknown-reference]",
    ]


def test_every_section_of_a_strategy_is_there(tmp_path: Path) -> None:
    text = STRATEGY[: STRATEGY.index("## Why")]
    assert problems(tmp_path, text) == [
        f"28: the section {section} [missing-section]"
        for section in (
            "'Why' (or 'Why we mentor') is missing; say why the community mentors, and for whom",
            "'Roles' (or 'Who takes part') is missing; say who takes part, and why it needs them",
            "'Training' (or 'Learning to mentor') is missing; say how people learn to mentor",
            "'Matching' (or 'Who works with whom') is missing; "
            "say how mentors and learners find each other",
            "'Cadence' (or 'Rhythm') is missing; say how often people meet, and why",
            "'Support for mentors' (or 'Supporting mentors') is missing; "
            "say who helps those who help",
            "'Feedback' (or 'Listening to each other') is missing; "
            "say how people say what works and what does not",
            "'Ending well' (or 'The end') is missing; say how mentoring ends, and what follows",
        )
    ]


def test_a_task_of_a_programme_names_one_of_its_roles(tmp_path: Path) -> None:
    text = PROGRAMME.replace("id: my-", "id: our-")
    near = ("role: coordinator", "role: co-ordinator")
    far = ("role: coordinator", "role: intern")
    assert problems(tmp_path / "near", text, near) == [
        "16: 'co-ordinator' is not one of this programme's roles; did you mean 'coordinator'? "
        "[unknown-reference]"
    ]
    assert problems(tmp_path / "far", text, far) == [
        "16: 'intern' is not one of this programme's roles; add it to 'roles' or name another "
        "[unknown-reference]"
    ]


def test_reviewers_are_independent_or_not(tmp_path: Path) -> None:
    text = PROGRAMME.replace("id: my-", "id: our-")
    assert problems(tmp_path, text, ("independent: true", "independent: mostly")) == [
        "10: 'selection.independent' must be true or false, not text [wrong-type]"
    ]


def test_a_column_that_nothing_fills_is_left_out() -> None:
    programme = MentorshipProgramme.model_validate(
        {
            "kind": "mentorship-programme",
            "id": "x",
            "status": "draft",
            "owner": "maintainers",
            "host": "us",
            "eligibility": "all",
            "selection": {"to-be-agreed": "council"},
            "roles": {"mentor": {"does": ["listens"]}},
            "phases": [{"name": "Only one", "tasks": [{"role": "mentor", "task": "Listen"}]}],
        }
    )
    tables = {block.name: block for block in programme.facts() if isinstance(block, Table)}
    columns = [column.message for column in tables["phases"].columns]
    assert columns == ["Phase", "Who", "What"]


# -- cohorts: nobody is named without consent

WITHOUT = (
    "15: a person is named without 'consent: public'; take the name out, "
    "or ask the person and add the consent [wrong-value]"
)


def test_nobody_is_named_without_consent(tmp_path: Path) -> None:
    silent = (", consent: public", "")
    open_ = ("consent: public", "consent: {to-be-agreed: council}")
    assert problems(tmp_path / "silent", COHORT, silent) == [WITHOUT.replace("15", "14")]
    assert problems(tmp_path / "open", COHORT, open_) == [WITHOUT.replace("15", "14")]


def test_public_is_the_only_consent(tmp_path: Path) -> None:
    assert problems(tmp_path, COHORT, ("consent: public", "consent: private")) == [
        "14: 'entries[1].consent' can only be 'public'; without that consent take the name out "
        "as well [wrong-value]"
    ]


def test_the_record_of_consent_is_somewhere(tmp_path: Path) -> None:
    block = "    consent:\n      agreed: all of the made-up people\n"
    record = "      recorded: in a made-up letter\n"
    said = (
        "a person is named, but where the consent is recorded is to be agreed; "
        "take the name out until then [wrong-value]"
    )
    whole = (block + record, "    consent: {to-be-agreed: council}\n")
    part = (record, "      recorded: {to-be-agreed: council}\n")
    assert problems(tmp_path / "whole", COHORT, whole) == [f"12: {said}"]
    assert problems(tmp_path / "part", COHORT, part) == [f"14: {said}"]
    assert problems(tmp_path / "none", COHORT, (block + record, "")) == [
        "3: the cohort does not say who agreed to be named; "
        "add 'consent' with 'agreed' and 'recorded', even if nobody is named [missing-field]"
    ]


def test_a_name_without_consent_is_not_shown(tmp_path: Path) -> None:
    """Even a build that goes on after the problem keeps the name out of the page."""
    files = {
        "index.md": "# Home\n\n```{toctree}\n:glob:\n*/*\n```\n",
        "mentorship/programme.md": PROGRAMME,
        "mentorship/cohort.md": COHORT.replace(", consent: public", ""),
    }
    built = build(site(tmp_path / "src", files), tmp_path / "out", html_copy_source=False)
    assert built.warnings == [
        "SRC/mentorship/cohort.md:14: WARNING: a person is named without 'consent: public'; "
        "take the name out, or ask the person and add the consent [compass.wrong-value]"
    ]
    assert "A made-up thing" in built.read("mentorship/cohort.html")
    published = [path.read_bytes() for path in built.outdir.rglob("*") if path.is_file()]
    assert not any(b"nobody" in content.lower() for content in published)
    files["mentorship/cohort.md"] = COHORT
    asked = build(site(tmp_path / "src", files), tmp_path / "out", html_copy_source=False)
    assert "Nobody" in asked.read("mentorship/cohort.html")


@pytest.mark.parametrize("round_", ["2022", "2022-13", "December 2022", "2022-12-01"])
def test_a_round_is_a_year_and_a_month(round_: str, tmp_path: Path) -> None:
    expected = "must be the year and month in which the round began, like 2022-12 [wrong-value]"
    if round_ == "2022":
        expected = "must be text; put it in quotes if it looks like a number, not a number"
        expected += " [wrong-type]"
    assert problems(tmp_path, COHORT, ("round: 2022-12", f"round: {round_}")) == [
        f"9: 'round' {expected}"
    ]


def test_a_cohort_belongs_to_a_programme(tmp_path: Path) -> None:
    wrong = ("programme: my-programme", "programme: my-strategy")
    path = "mentorship/page.md"
    files = {
        "mentorship/programme.md": PROGRAMME,
        "mentorship/strategy.md": STRATEGY,
        path: COHORT.replace(*wrong),
    }
    (problem,) = read_compass(site(tmp_path, files)).problems
    assert (problem.path, problem.line) == (path, 8)
    assert problem.message == (
        "'my-strategy' is not a mentorship programme but a page of kind 'mentorship-strategy'"
    )
