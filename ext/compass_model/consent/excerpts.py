"""``_data/research/excerpts.yml`` and ``_data/research/excerpts/``: words of participants.

The files that ``compass study excerpt`` writes can be put into the folder as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from compass_model.consent.identifying_forms import what_identifies
from compass_model.consent.participants import Pseudonym
from compass_model.consent.quiet_fields import Day, DayIfAny, one_from
from compass_model.fields import Entries, Finding, Id, Model, Text
from compass_model.problems import Code
from compass_model.study.excerpt import VERBATIM, are_the_words, redactions_in, sha256_of

_STATES = ("candidate", "withdrawn", "embargo", "awaiting-approval", "refused")
_REDACTIONS = ("name", "e-mail", "web", "phone", "handle", "orcid", "cut")


def _item(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*:[a-z0-9]+(-[a-z0-9]+)*", value):
        message = "must be an instrument and an item of it, like 'my-interview:question-1'"
        raise PydanticCustomError("wrong_value", message)
    return value


def _hash(value: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", value):
        raise PydanticCustomError("wrong_value", "must be a SHA-256: 64 digits and letters a to f")
    return value


Hash = Annotated[str, AfterValidator(_hash)]


class Redaction(Model):
    """Something that is not shown, and what stands there."""

    kind: Annotated[
        Literal["name", "e-mail", "web", "phone", "handle", "orcid", "cut"], one_from(*_REDACTIONS)
    ]
    as_: Text = Field(alias="as", examples=['"[a maintainer]"'])
    """The marker in square brackets, as it stands in the words."""


class ReviewedBy(Model):
    """Who reviewed the words, and when the last of them did."""

    by: Entries[Text]
    on: Day


class Excerpt(Model):
    """An excerpt from an interview.

    Its words are here only while they may be shown; otherwise it has an id and a state.
    """

    id: Id
    """Its name, which pages and findings use; it says nothing about the person."""
    state: (
        Annotated[
            Literal["candidate", "withdrawn", "embargo", "awaiting-approval", "refused"],
            one_from(*_STATES),
        ]
        | None
    ) = None
    """Why the words are not here. ``withdrawn`` also takes back this excerpt alone; ``candidate``
    says nothing."""
    participant: Pseudonym | None = None
    """Who said it."""
    item: Annotated[Text, AfterValidator(_item)] | None = None
    """What it answers: ``INSTRUMENT:ITEM``."""
    codes: list[Text] = []
    """The codes of the analysis."""
    text: Text | None = None
    """The words, as they were reviewed."""
    paraphrase: Text | None = None
    """What was meant, in other words, in place of ``text``."""
    redactions: list[Redaction] = []
    """Every marker in square brackets."""
    approved_on: DayIfAny = None
    """When the person agreed to this excerpt, for those who want to see each."""
    review: ReviewedBy | None = None
    """Who reviewed the words, and when."""
    lines: list[int] = []
    """The lines of the pseudonymised transcript."""
    text_sha256: Hash | None = None
    """The reviewed words, also where only a paraphrase is shown."""
    transcript_sha256: Hash | None = None
    """The file of the pseudonymised transcript."""

    @property
    def words(self) -> str:
        """What would be shown."""
        return self.text or self.paraphrase or ""

    @property
    def field(self) -> str:
        """The field that holds the words."""
        return "text" if self.text else "paraphrase"

    def rules(self) -> Iterator[Finding]:
        """Words come with everything that makes sure of them; without words there is a state."""
        yield from super().rules()
        if self.text and self.paraphrase:
            message = "an excerpt has either 'text' or 'paraphrase'; keep one of them"
            yield Finding(("text",), Code.WRONG_VALUE, message)
        if self.words and self.state in {"embargo", "awaiting-approval", "refused"}:
            message = (
                f"'state: {self.state}' says that the words are not here; take '{self.field}' out, "
                "or the state if they may be shown"
            )
            yield Finding(("state",), Code.MAY_NOT_BE_SHOWN, message)
        if self.words:
            yield from self._complete()
            yield from self._markers()
        elif self.state in {None, "candidate"}:
            message = (
                "the excerpt has no words and no state that says why; write "
                "'state: withdrawn', 'state: embargo', 'state: awaiting-approval' or "
                "'state: refused'"
            )
            yield Finding(("state",), Code.MISSING_FIELD, message)
        yield from self._identifying()

    def _complete(self) -> Iterator[Finding]:
        needed = {
            "participant": "write the pseudonym of who said it",
            "item": "write what it answers, like 'my-interview:question-1'",
            "review": "write who reviewed it and when, like '{by: [coder-1], on: 2026-11-30}'",
            "text-sha256": "take the excerpt from the reviewed transcript again",
        }
        for name, advice in needed.items():
            if getattr(self, name.replace("-", "_")) is None:
                message = f"'{name}' is missing; {advice}"
                yield Finding((name,), Code.MISSING_FIELD, message)
        if self.text and self.text_sha256 and sha256_of(self.text) != self.text_sha256:
            message = "'text' is not what was reviewed; take the excerpt from the transcript again"
            yield Finding(("text",), Code.CHANGED_SINCE, message)
        if self.paraphrase and are_the_words(self.paraphrase, self.text_sha256):
            yield Finding(("paraphrase",), Code.MAY_NOT_BE_SHOWN, VERBATIM)

    def _markers(self) -> Iterator[Finding]:
        markers = [marker for _kind, marker in redactions_in(self.words)]
        listed = [one.as_ for one in self.redactions]
        for i, marker in enumerate(listed):
            if marker not in markers:
                message = (
                    f"'redactions[{i + 1}].as' does not stand in '{self.field}'; correct it, or "
                    "take the entry out"
                )
                yield Finding(("redactions", i), Code.WRONG_VALUE, message)
        missing = sum(marker not in listed for marker in markers)
        if missing:
            these = "a marker" if missing == 1 else f"{missing} markers"
            message = (
                f"'{self.field}' holds {these} in square brackets without an entry; add "
                "'{kind: …, as: \"[…]\"}' to 'redactions' for each"
            )
            yield Finding((self.field,), Code.MISSING_ENTRY, message)

    def _identifying(self) -> Iterator[Finding]:
        for name, text in self.all_texts():
            if what := what_identifies(text):
                message = (
                    f"'{name}' holds {what}; put a marker like '[web address]' in its place, "
                    "list it under 'redactions', and have the words reviewed again"
                )
                yield Finding((name,), Code.NAMED_PERSON, message)

    def all_texts(self) -> Iterator[tuple[str, str]]:
        """Yield every text that somebody wrote, with the field that holds it."""
        yield from (
            (name, text) for name in ("text", "paraphrase") if (text := getattr(self, name))
        )
        yield from (("redactions", one.as_) for one in self.redactions if one.as_)
        yield from (("codes", code) for code in self.codes)
