"""What every typed page states, whatever its kind: who looks after it and how settled it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar, Literal, NamedTuple

from pydantic import Field

from compass_model.durations import Duration
from compass_model.facts import Block, Words
from compass_model.fields import Date, Due, Finding, Id, Link, Model, Open, Text
from compass_model.problems import Code

Status = Literal["draft", "proposed", "adopted", "superseded", "archived"]


STATUS_WORDS = {
    "draft": Words("Draft"),
    "proposed": Words("Proposed"),
    "adopted": Words("Adopted"),
    "superseded": Words("Superseded"),
    "archived": Words("Archived"),
}


class Section(NamedTuple):
    """A heading that a page must have."""

    name: str
    """The heading to write."""
    synonyms: tuple[str, ...]
    """Headings that do as well."""
    purpose: str
    """What to write under it, as the end of a sentence that begins with "say"."""


class AdaptedFrom(Model):
    """A work that this page was made from."""

    title: Open[Text]
    """The title of the work."""
    url: Open[Link] | None = None
    """Where it is found."""
    doi: Open[Text] | None = None
    """Its DOI, without ``https://doi.org/``."""
    licence: Open[Text] | None = None
    """The licence it was taken under, for example ``CC-BY-4.0``."""


class Evidence(Model):
    """What this page rests on."""

    title: Open[Text]
    """What it is, in a few words."""
    url: Open[Link] | None = None
    """Where it is found."""


class Page(Model):
    """The fields that pages of every kind share."""

    # Set by each kind
    name: ClassVar[str]
    """The kind, as written in ``kind:``."""
    title: ClassVar[Words]
    """The kind in words."""
    folder: ClassVar[str]
    """Where ``compass new`` puts a page: a path below ``source/`` with ``{id}``."""
    sections: ClassVar[tuple[Section, ...]] = ()
    """Headings that a page of this kind must have."""

    kind: Text
    """What kind of page this is."""
    id: Id
    """The name by which other pages refer to this one; unique in the whole compass."""
    status: Status
    """How settled the page is."""
    owner: Open[Id] = Field(examples=["maintainers"])
    """The team or role that looks after the page, from ``_data/community.yml``."""
    audience: Open[list[Id]] = []
    """For whom the page is written: audiences from ``_data/community.yml``."""
    reviewed: Open[Date] | None = None
    """When somebody last read the page and found it right."""
    review_due: Open[Due] | None = None
    """When to look again: a date, or a length of time after ``reviewed`` such as ``P6M``."""
    adapted_from: Open[list[AdaptedFrom]] = []
    """Works that the page was made from."""
    evidence: Open[list[Evidence]] = []
    """What the page rests on: published findings, discussions, decisions."""

    def rules(self) -> Iterator[Finding]:
        """An adopted page says when it was reviewed; a review date can be worked out."""
        if self.status == "adopted" and self.reviewed is None:
            message = "'reviewed' is missing; an adopted page says when it was last reviewed"
            yield Finding(("reviewed",), Code.MISSING_FIELD, message)
        elif isinstance(self.review_due, Duration) and self.reviewed is None:
            message = "'reviewed' is missing; 'review-due' counts from it"
            yield Finding(("reviewed",), Code.MISSING_FIELD, message)

    @property
    def review_date(self) -> dt.date | None:
        """The day on which the page is due for review, where its facts give one."""
        if isinstance(self.review_due, dt.date):
            return self.review_due
        elif isinstance(self.review_due, Duration) and isinstance(self.reviewed, dt.date):
            return self.review_due.after(self.reviewed)
        return None

    def facts(self) -> Iterator[Block]:
        """Yield what the page shows of its facts before the prose, from top to bottom."""
        yield from ()
