"""``corrections.yml``: what the machine heard wrongly in a transcript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from compass_model.fields import Finding, Model, WhenMissing
from compass_model.problems import Code, Problem, did_you_mean, one_of
from compass_model.study.hand_file import read_hand_file
from compass_model.validate import validate
from compass_model.yaml_source import Loc

CORRECTIONS = "corrections.yml"
EXAMPLE = '- {line: 12, was: "Jupiter Hub", now: "JupyterHub"}'


def _time(value: str) -> str:
    if not re.fullmatch(r"\d\d+:[0-5]\d:[0-5]\d", value):
        message = "must be the time of the line as transcript.txt shows it, like 00:12:31"
        raise PydanticCustomError("wrong_value", message)
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        message = "is empty; write the words as they stand in the transcript"
        raise PydanticCustomError("wrong_value", message)
    return value


class Correction(Model):
    """One correction of one line: other words, another speaker, or nothing at all."""

    line: Annotated[
        int,
        Field(strict=True, ge=1),
        WhenMissing("write the number that the line has in transcript.txt"),
    ]
    """The number of the line in ``transcript.txt``."""
    at: Annotated[str, AfterValidator(_time)] = ""
    """The time of the line, where it should be checked that it is still the same one."""
    was: Annotated[str, AfterValidator(_not_blank)] = ""
    """Words of the line; wherever they stand in it, they are replaced."""
    now: str | None = None
    """The words that were said; empty quotes for none."""
    speaker: Annotated[str, AfterValidator(_not_blank)] = ""
    """Who said the whole line."""
    remove: Annotated[bool, Field(strict=True)] = False
    """The line was never said."""

    def rules(self) -> Iterator[Finding]:
        """One entry does one thing."""
        kinds = [bool(self.was) or self.now is not None, bool(self.speaker), self.remove]
        if sum(kinds) != 1:
            message = "an entry needs 'was' and 'now', or 'speaker', or 'remove: true'"
            wrong = f"{message}, and only one of these; write two entries for two changes"
            yield Finding((), Code.WRONG_VALUE, wrong if sum(kinds) else message)
        elif self.was and self.now is None:
            message = "'now' is missing; write what was said, or '\"\"' for nothing"
            yield Finding(("now",), Code.MISSING_FIELD, message)
        elif self.now is not None and not self.was:
            message = "'was' is missing; write the words that are wrong"
            yield Finding(("was",), Code.MISSING_FIELD, message)


class Entry(NamedTuple):
    """A correction and where it is written."""

    correction: Correction
    #: The line of the file.
    line: int


def read_corrections(folder: Path) -> tuple[list[Entry], list[Problem]]:
    """Read ``corrections.yml`` in the folder of a recording; without one, there are none.

    :returns: the entries that are right, in the order of the file, and the problems
    """
    document, problems = read_hand_file(folder, CORRECTIONS)
    if document is None or document.value is None:
        return [], problems
    path = (folder / CORRECTIONS).as_posix()
    if not isinstance(document.value, list):
        message = f"the file must be a list of corrections like '{EXAMPLE}'"
        return [], [*problems, Problem(path, 1, message, Code.WRONG_TYPE)]
    entries = []
    for i, raw in enumerate(document.value):
        line = document.line((i,))

        def place(loc: Loc, i: int = i) -> tuple[str, int]:
            return path, document.line((i, *loc))

        if not isinstance(raw, dict):
            message = f"each correction must look like '{EXAMPLE}'"
            problems.append(Problem(path, line, message, Code.WRONG_TYPE))
            continue
        unknown = [key for key in raw if key not in _FIELDS]
        problems += [
            Problem(*place((key,)), _unknown(key, raw[key]), Code.UNKNOWN_FIELD) for key in unknown
        ]
        checked = validate(Correction, {key: raw[key] for key in raw if key in _FIELDS}, place)
        if not unknown and not checked.problems:
            entries.append(Entry(checked.value, line))
        # Where a field is wrong or unknown, what the entry lacks besides cannot be said.
        lacks = set() if checked.complete else {found.message for found in checked.value.rules()}
        problems += [] if unknown else [p for p in checked.problems if p.message not in lacks]
    return entries, problems


_FIELDS = tuple(Correction.model_fields)


def _unknown(key: str, value: Any) -> str:
    """Say that a field is unknown, without its name: it may be words of the transcript."""
    if value is None:
        return "this was read as a field, because of a comma before it; put the text in quotes"
    hint = did_you_mean(key, _FIELDS) or f"; known are {one_of(_FIELDS).replace(' or ', ' and ')}"
    return f"unknown field in a correction{hint}"
