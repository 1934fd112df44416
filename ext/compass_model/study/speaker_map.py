"""``speakers.yml``: who the speakers of a transcript are."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from compass_model.problems import Code, Problem, one_of
from compass_model.study.hand_file import read_hand_file
from compass_model.yaml_source import YamlDocument

SPEAKERS = "speakers.yml"
ALSO = "also"
"""The field for people whose voices were not told apart."""
LONGEST_NAME = 60

# Numbers are written as digits or as words; anything else may be somebody's name.
_NUMBERS = "zero|one|two|three|four|five|six|seven|eight|nine|ten"
_LABEL = re.compile(rf"(?i)speakers?[ _-]?(?:[\dx]{{0,4}}|[a-z]|{_NUMBERS})")
# They end a name in one of the formats, or start markup.
_NOT_IN_A_NAME = re.compile(r"[:<>\[\]{}|\\`*#\"\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True)
class SpeakerMap:
    """The names in use."""

    #: The name of each label that has one.
    names: dict[str, str] = field(default_factory=dict)
    #: Names of people that only corrections mention.
    also: tuple[str, ...] = ()
    #: Labels that stand in the file, with a name or not yet.
    listed: tuple[str, ...] = ()

    def shown(self, label: str) -> str:
        """Return the name of a label; the label itself where it has none yet."""
        return self.names.get(label, label)

    def known(self, labels: Sequence[str]) -> list[str]:
        """Return what a correction may call a speaker."""
        return list(dict.fromkeys([*self.names.values(), *self.also, *labels]))


def nearest(word: str, choices: Sequence[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the choice nearest to *word*, whatever its case."""
    lower = {choice.lower(): choice for choice in reversed(choices)}
    near = difflib.get_close_matches(word.lower(), list(lower), n=1, cutoff=0.6)
    return f"; did you mean '{lower[near[0]]}'?" if near else ""


def read_speaker_map(folder: Path, labels: Sequence[str]) -> tuple[SpeakerMap, list[Problem]]:
    """Read ``speakers.yml`` in the folder of a recording; without one, nobody has a name.

    Entries that are right count, whatever else is wrong.

    :param labels: the speakers of the transcript
    """
    document, problems = read_hand_file(folder, SPEAKERS)
    if document is None or document.value is None:
        return SpeakerMap(), problems
    path = (folder / SPEAKERS).as_posix()
    if not isinstance(document.value, dict):
        message = "the file must have lines like 'SPEAKER_00: Interviewer'"
        return SpeakerMap(), [*problems, Problem(path, 1, message, Code.WRONG_TYPE)]
    names: dict[str, str] = {}
    also: list[str] = []
    for label, value in document.value.items():
        line = document.line((label,))
        if label == ALSO:
            found, wrong = _also(value, document, labels)
            also += found
            problems += [Problem(path, *item) for item in wrong]
        elif label not in labels:
            message = _unknown(label, value, labels)
            problems.append(Problem(path, line, message, Code.UNKNOWN_SPEAKER))
        elif value is not None:
            if wrong_name := _name_problem(value, labels):
                message = f"the name of {label} {wrong_name}"
                problems.append(Problem(path, line, message, Code.WRONG_VALUE))
            else:
                names[label] = value.strip()
    listed = tuple(label for label in labels if label in document.value)
    return SpeakerMap(names, tuple(also), listed), problems


def _also(
    value: Any, document: YamlDocument, labels: Sequence[str]
) -> tuple[list[str], list[tuple[int, str, Code]]]:
    if not isinstance(value, list):
        message = f"'{ALSO}' must be a list of names, like '{ALSO}: [P09]'"
        return [], [(document.line((ALSO,)), message, Code.WRONG_TYPE)]
    names, wrong = [], []
    for i, name in enumerate(value):
        if problem := _name_problem(name, labels):
            message = f"name {i + 1} of '{ALSO}' {problem}"
            wrong.append((document.line((ALSO, i)), message, Code.WRONG_VALUE))
        else:
            names.append(name.strip())
    return names, wrong


def _name_problem(value: Any, labels: Sequence[str]) -> str:
    """Return what is wrong with a name, which is not repeated: it may be somebody's real one."""
    if not isinstance(value, str):
        return "must be text; put it in quotes if it looks like a number"
    if not value.strip():
        return "is empty; leave out the quotes as long as there is no name"
    if len(value) > LONGEST_NAME:
        return f"has {len(value)} characters; write a role or a pseudonym of at most {LONGEST_NAME}"
    if found := _NOT_IN_A_NAME.search(value):
        sign = f"'{found[0]}'" if found[0].isprintable() else "a line break or tab"
        return f"must not contain {sign}; write a role or a pseudonym, like P07"
    if value in labels:
        return "is the label of a speaker; write the same name after both labels"
    return ""


def _unknown(label: str, value: Any, labels: Sequence[str]) -> str:
    """Say that a label is unknown. What does not look like one may be a name, and is not shown."""
    if value in labels:
        return f"the label comes first; write '{value}:' and the name after it"
    known = f"known here {'is' if len(labels) == 1 else 'are'} {one_of(labels)}" if labels else ""
    if not _LABEL.fullmatch(label):
        return f"this is not the label of a speaker; {known or 'the transcript has none'}"
    hint = nearest(label, labels) or f"; take the line out, {known or 'the transcript has none'}"
    return f"the transcript has no speaker '{label}'{hint}"


def missing_from(speakers: SpeakerMap, labels: Sequence[str]) -> Iterator[str]:
    """Yield the labels of a transcript that do not stand in the file at all."""
    yield from (label for label in labels if label not in speakers.listed)
