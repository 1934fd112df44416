"""What the pseudonymiser found: what it replaces by itself, and what a person decides."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import NamedTuple

from compass_scripts.study.tokens import Place

REASONS = {
    "recording": "a part of the recording's name that may name somebody",
    "no-capitals": "this text has few capital letters or none, so that names which are not in the "
    "roster were not found; read all of it, then decide 'keep'",
    "speaker": "the name of a speaker, which the roster does not explain",
    "near": "looks or sounds like a name of the roster",
    "holds": "holds a name of the roster within a longer word",
    "shared": "a name that several entries of the roster share",
    "split": "read as one word, this is a name of the roster",
    "word": "a name of the roster that is an ordinary word, too",
    "capital": "a capital letter that the roster does not explain",
    "age": "may be an age",
    "date": "may be a date",
    "number": "a number that may lead to somebody",
}
"""Why something is in the review, in the order in which it stands there."""


class Replacement(NamedTuple):
    """Something that is replaced."""

    places: tuple[Place, ...]
    """More than one where it goes on in the next line."""
    text: str
    """What stands in the first place; the others become empty."""


@dataclass
class Open:
    """A form that a person decides about."""

    kind: str
    found: str
    suggestion: str = ""
    #: What a reason says of it in addition, such as the pseudonyms that share a name.
    detail: str = ""
    occurrences: list[tuple[Place, ...]] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The same for the same form and reason, in every run."""
        return hashlib.sha256(f"{self.kind}\0{self.found}".encode()).hexdigest()[:10]

    @property
    def reason(self) -> str:
        """Why a person is asked, in words."""
        return REASONS[self.kind] + (f" ({self.detail})" if self.detail else "")


@dataclass
class Findings:
    """All of it, for one transcript."""

    replaced: list[Replacement] = field(default_factory=list)
    open: dict[tuple[str, str], Open] = field(default_factory=dict)

    def ask(
        self,
        kind: str,
        found: str,
        places: tuple[Place, ...],
        suggestion: str = "",
        detail: str = "",
    ) -> None:
        """Note one occurrence of a form that a person decides about.

        :param places: none for the name of a speaker, and for the transcript as a whole
        """
        entry = self.open.setdefault((kind, found), Open(kind, found, suggestion, detail))
        if places:
            entry.occurrences.append(places)
