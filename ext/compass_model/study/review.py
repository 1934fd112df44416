"""``review.yml``: what a person decides about a pseudonymised transcript, and who signed it.

No message repeats what stands in it: it holds words of the transcript.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from compass_model.consent.quiet_fields import Day, one_from
from compass_model.fields import Finding, Model, Text
from compass_model.problems import Code, Problem
from compass_model.study.hand_file import read_hand_file, validate_quietly
from compass_model.study.transcript import Transcript
from compass_model.yaml_source import YamlDocument

REVIEW = "review.yml"


class Entry(Model):
    """A form that was found, and what a person decided about it."""

    id: Text
    found: Text
    reason: Text
    lines: list[int]
    contexts: list[str] = []
    suggestion: str = ""
    decision: Annotated[Literal["keep", "replace"], one_from("keep", "replace")] | None = None
    with_: Text | None = Field(default=None, alias="with")
    in_lines: list[int] | None = None
    """Only these lines; what is found in the others stays."""
    new_lines: list[int] | None = None
    """Lines that were not there when it was decided."""

    @property
    def replacement(self) -> str:
        """What stands in its place; empty when it stays."""
        return (self.with_ or self.suggestion) if self.decision == "replace" else ""

    @property
    def is_open(self) -> bool:
        """Whether somebody has to decide."""
        return self.decision is None or bool(self.new_lines)

    def rules(self) -> Iterator[Finding]:
        """A replacement needs a text, and a text a decision; lines are those of the entry."""
        yield from super().rules()
        if self.decision == "replace" and not self.replacement:
            message = "'with' is missing; write what stands in its place, for example '[a place]'"
            yield Finding(("decision",), Code.MISSING_FIELD, message)
        if self.with_ and self.decision != "replace":
            message = "'with' needs 'decision: replace'; change the decision, or take 'with' out"
            yield Finding(("with",), Code.WRONG_VALUE, message)
        for i, line in enumerate(self.in_lines or ()):
            if line not in self.lines:
                message = f"line {line} is not one of the 'lines' of this entry; correct 'in-lines'"
                yield Finding(("in-lines", i), Code.UNKNOWN_LINE, message)


class Signature(Model):
    """Somebody read the text and says that it may be quoted."""

    by: Text
    on: Day
    text_sha256: Text
    """The text that was read. Another text needs another signature."""


class Review(Model):
    """The review of one transcript."""

    text_sha256: Text
    """The pseudonymised text that this file belongs to."""
    source_sha256: Text | None = None
    """The transcript with corrections and speakers that the text was made from. Reviews of older
    versions do not have it."""
    applied: Text
    """The decisions that the text was made with."""
    signatures: list[Signature] = []
    entries: list[Entry] = []

    def rules(self) -> Iterator[Finding]:
        """The rules of all entries; an id stands once."""
        yield from super().rules()
        seen = set()
        for i, entry in enumerate(self.entries or ()):
            for found in entry.rules():
                yield found._replace(loc=("entries", i, *found.loc))
            if entry.id in seen:
                message = "an entry with this id stands above; delete one of the two"
                yield Finding(("entries", i, "id"), Code.DUPLICATE_ID, message)
            seen.add(entry.id)

    @property
    def open_entries(self) -> list[Entry]:
        """The entries that nobody decided."""
        return [entry for entry in self.entries if entry.is_open]

    @property
    def decided(self) -> str:
        """The hash of the decisions."""
        return decisions_sha256(self.entries)

    def signers(self, text: str) -> list[Signature]:
        """Return the signatures that hold for a text with this hash."""
        return [signature for signature in self.signatures if signature.text_sha256 == text]


def decisions_sha256(entries: list[Entry]) -> str:
    """Return a hash that is another one when a decision is."""
    values = [
        [entry.id, entry.decision, entry.replacement, sorted(entry.in_lines or [])]
        for entry in sorted(entries, key=lambda entry: entry.id)
        if entry.decision is not None
    ]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def text_sha256(transcript: Transcript) -> str:
    """Return the hash of a transcript's name, of what is said in it and by whom; not of times."""
    lines = [
        [line.number, line.speaker, line.text, [[word.text, word.speaker] for word in line.words]]
        for line in transcript.lines
    ]
    names = [transcript.id, transcript.recording.name, *(flag.message for flag in transcript.flags)]
    return hashlib.sha256(json.dumps([names, lines]).encode()).hexdigest()


def read_review(folder: Path) -> tuple[Review | None, YamlDocument | None, list[Problem]]:
    """Read the review of a recording.

    :returns: the review, or ``None`` when it is missing or wrong; its document; the problems
    """
    document, problems = read_hand_file(folder, REVIEW)
    if document is None:
        return None, None, problems
    checked = validate_quietly(Review, document, (folder / REVIEW).as_posix())
    problems += checked.problems
    return (checked.value if not problems else None), document, problems
