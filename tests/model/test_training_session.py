"""The training session: times that fit, and a discussion that is not recorded."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site import build, site

from compass_model.tree import read_compass

SESSION = """\
---
options:
  compass:
    kind: training-session
    id: my-session
    status: draft
    owner: maintainers
    key-lessons: [where to begin]
    duration: PT1H
    icebreaker: Where are you today?
    parts:
      - {title: Welcome, minutes: 20}
      - title: A first task
        minutes: 40
        prompts:
          - {text: What would you like to do?, minutes: 10, mode: silent-notes}
          - {text: Tell each other, minutes: 30, mode: pairs}
    assignment: []
    takeaways: [questions are welcome]
    feedback: {pluses: What was good?, deltas: What was not?}
    recording:
      presentation: recorded
      discussion: not recorded
    accessibility:
      captions: automatic
      breaks: none
      without-attending: read the notes
      languages: [English]
      costs-covered: none
    code-of-conduct:
      url: https://example.org/conduct
      contact: the facilitator
---
# My session

What it is.
"""


def problems(folder: Path, *changes: tuple[str, str]) -> list[str]:
    """Return what is wrong after *changes*, as ``line: message [code]``."""
    text = SESSION
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    found = read_compass(site(folder, {"events/training/my-session.md": text})).problems
    assert {problem.path for problem in found} <= {"events/training/my-session.md"}
    return [f"{item.line}: {item.message} [{item.code}]" for item in found]


def test_a_page_without_mistakes_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path) == []


def test_the_parts_fit_into_the_session(tmp_path: Path) -> None:
    assert problems(tmp_path, ("minutes: 20", "minutes: 35")) == [
        "11: the parts add up to 75 minutes, the session lasts 60; "
        "shorten a part or change 'duration' [agenda-too-long]"
    ]


def test_the_prompts_fit_into_their_part(tmp_path: Path) -> None:
    assert problems(tmp_path, ("minutes: 10", "minutes: 15")) == [
        "15: the prompts of 'A first task' add up to 45 minutes, the part lasts 40; "
        "shorten a prompt or change 'minutes' [agenda-too-long]"
    ]


def test_a_part_whose_title_is_open_is_named_by_its_number(tmp_path: Path) -> None:
    open_title = ("title: A first task", "title: {to-be-agreed: council}")
    assert problems(tmp_path, open_title, ("minutes: 10", "minutes: 15")) == [
        "15: the prompts of part 2 add up to 45 minutes, the part lasts 40; "
        "shorten a prompt or change 'minutes' [agenda-too-long]"
    ]


@pytest.mark.parametrize(
    "change",
    [
        ("duration: PT1H", "duration: {to-be-agreed: council}"),
        ("minutes: 20", "minutes: {to-be-agreed: council}"),
        ("minutes: 40", "minutes: {to-be-agreed: council}"),
        ("minutes: 10", "minutes: {to-be-agreed: council}"),
    ],
    ids=["session", "part", "part with prompts", "prompt"],
)
def test_a_time_that_is_open_is_not_counted(change: tuple[str, str], tmp_path: Path) -> None:
    assert problems(tmp_path, change) == []


def test_the_discussion_is_not_recorded(tmp_path: Path) -> None:
    assert problems(tmp_path / "recorded", ("discussion: not recorded", "discussion: yes")) == [
        "23: 'recording.discussion' must be 'not recorded'; "
        "people speak openly when nothing of the discussion is kept [wrong-value]"
    ]
    assert problems(tmp_path / "unsaid", ("      discussion: not recorded\n", "")) == [
        "21: 'recording.discussion' is missing; add it, for example 'discussion: not recorded' "
        "[missing-field]"
    ]


@pytest.mark.parametrize(
    ("field", "example"),
    [
        ("captions", "captions: automatic, corrected in the notes"),
        ("breaks", "breaks: five minutes in every hour"),
        ("without-attending", "without-attending: write in the notes until a week later"),
        ("languages", "languages: [English]"),
        ("costs-covered", "costs-covered: none"),
    ],
)
def test_what_lets_people_take_part_is_said(field: str, example: str, tmp_path: Path) -> None:
    (line,) = [line for line in SESSION.splitlines(keepends=True) if f" {field}:" in line]
    assert problems(tmp_path, (line, "")) == [
        f"24: 'accessibility.{field}' is missing; add it, for example '{example}' [missing-field]"
    ]


def test_the_code_of_conduct_and_whom_to_tell_are_said(tmp_path: Path) -> None:
    contact = ("      contact: the facilitator\n", "")
    assert problems(tmp_path, contact) == [
        "30: 'code-of-conduct.contact' is missing; "
        "add it, for example 'contact: the facilitator of the day' [missing-field]"
    ]


def test_what_is_recorded_has_one_place(tmp_path: Path) -> None:
    """An event guide says it under ``accessibility``; a session has a field of its own."""
    twice = ("      captions: automatic\n", "      captions: automatic\n      recording: all\n")
    assert problems(tmp_path, twice) == [
        "26: unknown field 'accessibility.recording'; known here are breaks, captions, "
        "costs-covered, languages or without-attending [unknown-field]"
    ]


def test_a_prompt_says_how_people_work_on_it(tmp_path: Path) -> None:
    assert problems(tmp_path, ("mode: pairs", "mode: pair")) == [
        "17: 'parts[2].prompts[2].mode' cannot be 'pair'; use silent-notes, pairs, breakout or "
        "plenary; did you mean 'pairs'? [wrong-value]"
    ]


def test_the_page_says_that_the_discussion_is_not_recorded(tmp_path: Path) -> None:
    source = site(tmp_path / "src", {"events/my-session.md": SESSION})
    text = build(source, tmp_path / "out", "text").read("events/my-session.txt")
    assert "The discussion is not recorded" in text
    assert "0:20–1:00" in text
    assert "everybody writes, in silence" in text
