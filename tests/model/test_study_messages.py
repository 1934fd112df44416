"""Messages about the files of a study: they never repeat a name or words that stand there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from compass_model.problems import Problem
from compass_model.study.corrections import read_corrections
from compass_model.study.review import read_review
from compass_model.study.roster import read_roster
from compass_model.study.speaker_map import read_speaker_map

NAME = "Secretname"
ENTRY = '  - id: "1"\n    found: x\n    reason: r\n    lines: [1]\n'
REVIEW = f"text-sha256: a\napplied: b\nsignatures: []\nentries:\n{ENTRY}"
PERSON = "people:\n  - pseudonym: P1\n    names: [x]\n"
READERS: dict[str, Callable[[Path], list[Problem]]] = {
    "roster.yml": lambda folder: read_roster(folder / "roster.yml")[1],
    "review.yml": lambda folder: read_review(folder)[2],
    "speakers.yml": lambda folder: read_speaker_map(folder, ["SPEAKER_00"])[1],
    "corrections.yml": lambda folder: read_corrections(folder)[1],
}
FILES = {
    "roster.yml": [
        NAME,
        f"- {NAME}\n",
        f"{NAME}: x\n",
        f"people: {NAME}\n",
        f"people:\n  - {NAME}\n",
        f"people:\n  - {NAME}: P07\n",
        f"people:\n  - {NAME} Pseudonim: P07\n",
        f"{PERSON}    {NAME}: y\n",
        f"{PERSON}    emails: {NAME}\n",
        f"{PERSON}    nicknames: {{a: {NAME}}}\n",
        f"{PERSON}{NAME}: &a [*a]\n",
        f"{PERSON}  - pseudonym: P2\n    names: [{NAME}]\n  - {{pseudonym: P3, names: [{NAME}]}}\n",
        f"people:\n  - {{pseudonym: {NAME}, names: [x]}}\n  - {{pseudonym: {NAME}, names: [y]}}\n",
        f"people:\n  - {{pseudonym: {NAME}, names: [x]}}\n  - {{pseudonym: P2, names: [x]}}\n",
        f'people:\n  - pseudonym: {NAME}\n    names: ["{NAME}"]\n',
        f"organisations:\n  - names: [{NAME}]\n    as_: x\n",
        f"keep: [{NAME}]\npeople: [{{pseudonym: P1, names: [{NAME}]}}]\n",
        f'people: "{NAME}\n',
    ],
    "review.yml": [
        f"{NAME}\n",
        f"{REVIEW}    decision: {NAME}\n",
        f"{REVIEW}    decision: [{NAME}]\n",
        f"{REVIEW}    decision: keep\n    with: {NAME}\n",
        f"{REVIEW}    {NAME}: x\n",
        f"{REVIEW}    in-lines: {NAME}\n",
        f"{REVIEW}    decision: replace\n    in-lines: [{NAME}]\n",
        REVIEW.replace('"1"', NAME) + ENTRY.replace('"1"', NAME),
        REVIEW.replace("[]", f"[{{by: {NAME}}}]"),
        REVIEW.replace("[]", f"[{{by: a, on: {NAME}, text-sha256: a}}]"),
        REVIEW.replace("lines: [1]", f"lines: {NAME}"),
    ],
    "speakers.yml": [f"Speaker {NAME}: x\n", f"SPEAKER_{NAME}: x\n", f"speaker{NAME}: x\n"],
    "corrections.yml": [f"- {{line: 1, {NAME}: x}}\n", f"- {{line: 1, remove: {NAME}}}\n"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name in FILES for text in FILES[name]])
def test_no_message_repeats_a_name(name: str, text: str, tmp_path: Path):
    (tmp_path / name).write_text(text, encoding="utf-8")
    problems = READERS[name](tmp_path)
    assert problems
    assert [one for one in problems if NAME.lower() in one.message.lower()] == []
    assert {one.path for one in problems} == {(tmp_path / name).as_posix()}


def test_a_field_with_a_slip_is_still_named_as_it_should_be(tmp_path: Path):
    text = REVIEW + "    decison: keep\n"
    (tmp_path / "review.yml").write_text(text, encoding="utf-8")
    [problem] = READERS["review.yml"](tmp_path)
    assert (problem.line, problem.message) == (9, "unknown field; did you mean 'decision'?")
