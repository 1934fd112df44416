"""What every typed page states, whatever its kind: who looks after it and how settled it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import ClassVar, Literal, NamedTuple

from pydantic import Field

from compass_model.durations import Duration
from compass_model.evidence.step import Step
from compass_model.facts import Block, Words
from compass_model.fields import Date, Due, Finding, Id, Link, Model, Open, Text, Wording
from compass_model.problems import Code
from compass_model.yaml_source import Loc

Status = Literal["draft", "proposed", "adopted", "superseded", "archived"]


STATUS_WORDS = {
    "draft": Words("Draft"),
    "proposed": Words("Proposed"),
    "adopted": Words("Adopted"),
    "superseded": Words("Superseded"),
    "archived": Words("Archived"),
    # Of instruments
    "approved": Words("Approved"),
    "fielded": Words("In use"),
    "retired": Words("Retired"),
}


class Section(NamedTuple):
    """A heading that a page must have."""

    name: str
    """The heading to write."""
    synonyms: tuple[str, ...]
    """Headings that do as well."""
    purpose: str
    """What to write under it, as the end of a sentence that begins with "say"."""


class Use(NamedTuple):
    """A name in the facts of a page that must exist elsewhere."""

    what: str
    """What is named: ``owner`` (a team or role), ``audience``, ``page`` (of any kind), the name of
    a kind, ``citation`` (a key in the bibliography), or what a page defines, such as ``label``."""
    id: str
    loc: Loc


class Definition(NamedTuple):
    """A thing that a page defines and other pages may name, such as a label or a question."""

    what: str
    id: str
    """Unique among all things of this sort."""
    loc: Loc
    label: str = ""
    """The text of a link to it; its id when empty."""
    tip: str = ""
    """What readers see when they point at a link."""


class Nameless(NamedTuple):
    """A text in which nobody may be named."""

    text: str
    loc: Loc
    advice: str
    """What to do if somebody is named, as the end of a message."""


def anchor(what: str, id: str) -> str:
    """Return the id of the place where a thing is defined on its page."""
    return f"{what}-{re.sub('[^a-z0-9]+', '-', id.lower())}"


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
    """What this page rests on: a work of the bibliography, or something with an address."""

    cite: Open[Text] | None = None
    """The key of a work in ``references.bib``."""
    title: Open[Text] | None = Field(default=None, examples=["The report on our community"])
    """What it is, in a few words; left out for a work of the bibliography."""
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
    data_folder: ClassVar[str] = ""
    """The folder below ``_data/`` where ``compass new`` puts its facts; none: into the page."""
    sections: ClassVar[tuple[Section, ...]] = ()
    """Headings that a page of this kind must have."""

    kind: Text
    """What kind of page this is."""
    data: Text | None = Field(default=None, examples=["instruments/my-survey.yml"])
    """A file below ``_data/`` that holds the other facts, where they would be too long for the
    page; the page then repeats none of them."""
    heading: Open[Wording] | None = Field(default=None, alias="title")
    """In a data file only: the title of the page. Other pages have a heading."""
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
        elif (
            isinstance(self.review_due, Duration)
            and isinstance(self.reviewed, dt.date)
            and self.review_date is None
        ):
            message = "'review-due' leads to no date of the calendar; write a shorter time"
            yield Finding(("review-due",), Code.BAD_DATE, message)
        for i, item in enumerate(self.evidence if isinstance(self.evidence, list) else []):
            if item.cite is None and item.title is None:
                message = "says neither 'title' nor 'cite'; add one of them"
                yield Finding(("evidence", i), Code.MISSING_FIELD, f"'evidence[{i + 1}]' {message}")
        if self.data is None and self.heading is not None:
            message = "'title' belongs to data files; take it out, the heading is the title"
            yield Finding(("title",), Code.UNKNOWN_FIELD, message)

    @property
    def review_date(self) -> dt.date | None:
        """The day on which the page is due for review, where its facts give one."""
        if isinstance(self.review_due, dt.date):
            return self.review_due
        elif isinstance(self.review_due, Duration) and isinstance(self.reviewed, dt.date):
            with suppress(ValueError):  # which the rules report
                return self.review_due.after(self.reviewed)
        return None

    @property
    def title_text(self) -> str:
        """The title in its original language, where a data file gives one; always on one line."""
        title: object = self.heading
        if isinstance(title, dict):
            title = next(iter(title.values()), "")
        return " ".join(title.split()) if isinstance(title, str) else ""

    def uses(self) -> Iterator[Use]:
        """Yield every name that must exist elsewhere, but those in ``to-be-agreed``."""
        if isinstance(self.owner, str):
            yield Use("owner", self.owner, ("owner",))
        if isinstance(self.audience, list):
            yield from (Use("audience", id, ("audience", i)) for i, id in enumerate(self.audience))
        for i, item in enumerate(self.evidence if isinstance(self.evidence, list) else []):
            if isinstance(item.cite, str):
                yield Use("citation", item.cite, ("evidence", i, "cite"))

    def defines(self) -> Iterator[Definition]:
        """Yield what other pages may name besides the page itself."""
        yield from ()

    def chain(self) -> Iterator[Step]:
        """Yield what the page says of the chain from research questions to what answers them."""
        yield from ()

    def nameless(self) -> Iterator[Nameless]:
        """Yield the texts in which nobody may be named whom a page defines as a ``person``."""
        yield from ()

    def facts(self) -> Iterator[Block]:
        """Yield what the page shows of its facts before the prose, from top to bottom."""
        yield from ()


class Assembled(Page):
    """The fields of a page that shows other pages in place: its parts, then its appendices."""

    parts: Open[list[Id]] = Field(default=[], examples=["[my-first-part, my-second-part]"])
    """The ids of the pages that are its parts, in the order in which they are shown."""
    appendices: Open[list[Id]] = Field(default=[], examples=["[my-survey]"])
    """The ids of the pages that are its appendices; they are lettered in this order."""

    part_kind: ClassVar[str] = "page"
    """The kind of its parts; ``page`` for any."""

    def uses(self) -> Iterator[Use]:
        """The parts and the appendices exist."""
        yield from super().uses()
        for name, what in (("parts", self.part_kind), ("appendices", "page")):
            ids = getattr(self, name)
            if isinstance(ids, list):
                yield from (Use(what, id, (name, i)) for i, id in enumerate(ids))
