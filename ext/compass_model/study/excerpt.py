"""An excerpt that may leave a study: reviewed words of one person, and what they answer."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from compass_model.fields import Date, Entries, Finding, Id, Model, Text
from compass_model.problems import Code

CUT = "[...]"
"""Stands for what is left out between two lines."""

_KINDS = {
    "[e-mail address]": "e-mail",
    "[web address]": "web",
    "[phone number]": "phone",
    "[handle]": "handle",
    "[ORCID]": "orcid",
    CUT: "cut",
}
VERBATIM = (
    "'paraphrase' is what was said, word for word; say in your own words what was meant, or leave "
    "the excerpt out"
)
_QUOTATION_MARKS = "\"'`´“”„‘’‚«»‹›「」『』"  # noqa: RUF001
_MARKER = re.compile(r"\[[^\[\]]+\]")
_ITEM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*:[a-z0-9]+(?:-[a-z0-9]+)*")


def _item(value: str) -> str:
    if not _ITEM.fullmatch(value):
        raise PydanticCustomError(
            "wrong_value",
            "must be an instrument and an item of it, like 'voices-interview:blockers-1'",
        )
    return value


class Redaction(Model):
    """Something that is not shown, and what stands there."""

    kind: Literal["name", "e-mail", "web", "phone", "handle", "orcid", "cut"]
    as_: Text = Field(alias="as")


class ReviewedBy(Model):
    """Who reviewed the words, and when the last of them did."""

    by: Entries[Text]
    on: Date


class Excerpt(Model):
    """An excerpt on its way into the site."""

    id: Id
    state: Literal["candidate"]
    participant: Text
    """The pseudonym of the person who said it."""
    item: Annotated[Text, AfterValidator(_item)]
    """What it answers: ``INSTRUMENT:ITEM``."""
    codes: list[Text] = []
    text: Text | None = None
    """The words. Missing where there is a paraphrase."""
    paraphrase: Text | None = None
    """What was meant, in other words."""
    redactions: list[Redaction] = []
    review: ReviewedBy
    lines: Entries[int]
    """The lines of the pseudonymised transcript."""
    text_sha256: Text
    """The reviewed words, also where only a paraphrase is shown."""
    transcript_sha256: Text
    """The file of the pseudonymised transcript that they were taken from."""

    def rules(self) -> Iterator[Finding]:
        """Words or a paraphrase; words that are the reviewed ones."""
        yield from super().rules()
        if bool(self.text) == bool(self.paraphrase):
            message = "an excerpt has either 'text' or 'paraphrase'; keep one of them"
            yield Finding(("text",), Code.WRONG_VALUE, message)
        if self.text and self.text_sha256 and sha256_of(self.text) != self.text_sha256:
            message = "'text' is not what was reviewed; take the excerpt from the transcript again"
            yield Finding(("text",), Code.CHANGED_SINCE, message)
        if self.paraphrase and are_the_words(self.paraphrase, self.text_sha256):
            yield Finding(("paraphrase",), Code.MAY_NOT_BE_SHOWN, VERBATIM)


def are_the_words(paraphrase: str, text_sha256: str | None) -> bool:
    """Return whether a paraphrase is what was said, of which only the hash is known.

    Spaces, quotation marks around it and how accents are encoded make no difference. With other
    changes it has another hash: `compass study excerpt`, which knows the words, compares them.
    """
    joined = " ".join(unicodedata.normalize("NFC", paraphrase).split())
    forms = {paraphrase, joined, joined.strip(_QUOTATION_MARKS).strip()}
    return text_sha256 in {sha256_of(form) for form in forms}


def sha256_of(text: str) -> str:
    """Return the hash of the words of an excerpt."""
    return hashlib.sha256(text.encode()).hexdigest()


def redactions_in(text: str) -> list[tuple[str, str]]:
    """Return the kind of each marker in square brackets, and the marker, each once."""
    markers = dict.fromkeys(_MARKER.findall(text))
    return [(_KINDS.get(marker, "name"), marker) for marker in markers]
