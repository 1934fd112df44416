"""What a deliverables register is made of: phases, places, clauses, milestones, deliverables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from compass_model.envelope import Evidence
from compass_model.fields import (
    Entries,
    Finding,
    Id,
    Link,
    Model,
    Open,
    Text,
    ToBeAgreed,
)
from compass_model.identifiers import is_doi
from compass_model.kinds.evidence_facts import unnamed
from compass_model.problems import Code
from compass_model.spans import Dates, Span


def _doi(value: str) -> str:
    if not is_doi(value):
        message = "must be a DOI without the address before it, like 10.5281/zenodo.1234567"
        raise PydanticCustomError("wrong_value", message)
    return value


def _clause(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*", value):
        message = "must be letters and digits, with single dots or hyphens between, like 'D3.1'"
        raise PydanticCustomError("wrong_value", message)
    return value


Doi = Annotated[str, AfterValidator(_doi)]
"""A DOI as such."""

ClauseId = Annotated[str, AfterValidator(_clause)]
"""The number or name of a clause."""


class Phase(Model):
    """A phase of the programme."""

    id: Id = Field(examples=["first-phase"])
    """The name by which deliverables refer to it."""
    title: Open[Text] = Field(examples=["First phase"])
    """What it is called."""
    length: Open[Text] | None = None
    """How long it was to take, in words."""
    planned: Open[Span] | None = Field(default=None, examples=["2026-09/2026-11"])
    """When it was to be: a day, a month, or from one to another."""
    happened: Open[Span] | None = Field(default=None, examples=["2026-09/2026-12"])
    """When it was."""


class Place(Model):
    """A place where deliverables are published."""

    id: Id = Field(examples=["zenodo"])
    """The name by which deliverables refer to it."""
    title: Open[Text] = Field(examples=["Zenodo"])
    """What it is called."""


class Clause(Model):
    """A clause of the agreement."""

    id: ClauseId = Field(examples=["D1"])
    """Its number or name, by which deliverables refer to it."""
    text: Open[Text] = Field(examples=["A report, openly published"])
    """What was agreed, in our own words."""


class Milestone(Model):
    """Something else with a date that belongs on the timeline."""

    title: Open[Text] = Field(examples=["The work begins"])
    """What it is."""
    planned: Open[Span] | None = Field(default=None, examples=["2026-09"])
    """When it was to be: a day, a month, or from one to another."""
    happened: Open[Span] | None = Field(default=None, examples=["2026-09-14"])
    """When it was."""

    def rules(self) -> Iterator[Finding]:
        """A milestone has a date."""
        if self.planned is None and self.happened is None:
            message = "says neither 'planned' nor 'happened'; add one of them"
            name = f"the milestone '{self.title}'" if isinstance(self.title, str) else "a milestone"
            yield Finding(("title",), Code.MISSING_FIELD, f"{name} {message}")


class DueAgreed(Model):
    """How a due date was changed."""

    by: Open[Entries[Id]] = Field(examples=["[maintainers, council]"])
    """The teams or roles that agreed to the change."""
    date: Open[Span] = Field(examples=["2026-10-02"])
    """When they agreed."""
    where: Open[Link] | None = None
    """Where this can be read, if it is public."""


class Published(Model):
    """One place where a deliverable is."""

    where: Open[Id] = Field(examples=["zenodo"])
    """One of the ``places`` of this register."""
    url: Open[Link]
    """The address that leads to it there."""
    date: Open[Span] | None = Field(default=None, examples=["2026-11-30"])
    """When it was published there."""


class Deliverable(Model):
    """Something that was promised."""

    id: Id = Field(examples=["first-report"])
    """The name by which other pages refer to it; never changed later."""
    title: Open[Text] = Field(examples=["A report"])
    """What it is, in a few words."""
    clauses: Open[Entries[ClauseId]] = Field(examples=["[D1]"])
    """The clauses of the agreement that it fulfils, or helps to."""
    owner: Open[Id]
    """The team or role that answers for it."""
    phase: Open[Id] = Field(examples=["first-phase"])
    """The phase in which it is due."""
    due: Open[Span]
    """When it is due: a day, a month, or from one to another. Whoever changes this leaves
    ``original-due`` as it is, and says in ``due-agreed`` who agreed and when."""
    original_due: Open[Span] | None = Field(default=None, examples=["2026-11"])
    """When it was due at first. Copy ``due`` here on the day it is agreed, and never change it: so
    a reader sees each delay, and ``compass check`` finds a ``due`` that was changed alone."""
    due_agreed: Open[DueAgreed] | None = Field(
        default=None, examples=["{by: [council], date: 2026-10-02}"]
    )
    """Who agreed to a change of ``due``, and when; only where it was changed."""
    status: Literal["planned", "doing", "in-review", "published", "withdrawn"] = Field(
        examples=["planned"]
    )
    """How far it is. ``published`` needs a link, ``withdrawn`` a reason."""
    published: Open[list[Published]] = Field(
        default=[], examples=['[{where: zenodo, url: "https://doi.org/10.5281/zenodo.1234567"}]']
    )
    """Where it is published."""
    promised_at: Open[list[Id]] = Field(default=[], examples=["[zenodo]"])
    """The ``places`` where the agreement wants it to be published."""
    doi: Open[Doi] | None = Field(default=None, examples=["10.5281/zenodo.1234567"])
    """Its DOI, without ``https://doi.org/``."""
    pages: Open[list[Id]] = []
    """Pages of this compass that hold it, or a draft of it."""
    answers: Open[list[Id]] = []
    """The ids of actions, from recommendations, that it carries out."""
    evidence: Open[list[Evidence]] = []
    """What shows that it is there, or how far it is."""
    missing: Open[list[Text]] = []
    """What is still missing, in whole sentences."""
    reason: Open[Text] | None = None
    """Why it is late or withdrawn."""

    def rules(self) -> Iterator[Finding]:
        """What is published has a link; a date is not changed in silence; no end without reason."""
        linked = bool(self.published) or self.doi is not None
        if self.status == "published" and not linked:
            message = (
                f"'{self.id}' is published, but has no link; add where it is under 'published', "
                "or its 'doi'"
            )
            yield Finding(("status",), Code.MISSING_FIELD, message)
        if self.status == "planned" and linked:
            message = (
                f"'{self.id}' is planned, but has a link already; change 'status', for example to "
                "'published', or take the link out"
            )
            yield Finding(("status",), Code.WRONG_VALUE, message)
        if self.status == "withdrawn" and self.reason is None:
            message = f"'reason' is missing; say why '{self.id}' was withdrawn"
            yield Finding(("reason",), Code.MISSING_FIELD, message)
        yield from unnamed(self.evidence, "evidence")
        yield from self._dates()

    def _dates(self) -> Iterator[Finding]:
        due, original, agreed = self.due, self.original_due, self.due_agreed
        if original is None and agreed is not None:
            message = (
                f"'original-due' of '{self.id}' is missing; 'due-agreed' says that the date was "
                "changed: write the first date there, as the history of this file has it"
            )
            yield Finding(("original-due",), Code.MISSING_FIELD, message)
        elif original is None and isinstance(due, Dates):
            message = (
                f"'original-due' of '{self.id}' is missing; copy the date that was agreed first "
                "into it, and leave it there when 'due' changes"
            )
            yield Finding(("original-due",), Code.MISSING_FIELD, message)
        if not isinstance(original, Dates) or due is None:
            return
        changed = isinstance(due, ToBeAgreed) or due.text != original.text
        if isinstance(due, Dates) and changed and agreed is None:
            message = (
                f"'due' of '{self.id}' is {due.text}, but was {original.text}; say under "
                "'due-agreed' who agreed to the change and when, or write the first date again"
            )
            yield Finding(("due",), Code.MISSING_FIELD, message)
        if not changed and agreed is not None:
            message = (
                f"'due-agreed' of '{self.id}' says that the date was changed, but 'due' and "
                f"'original-due' are both {original.text}; correct one of them"
            )
            yield Finding(("due-agreed",), Code.WRONG_VALUE, message)
