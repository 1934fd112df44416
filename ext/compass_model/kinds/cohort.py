"""The cohort: one round of a mentorship programme, as far as it may be told in public."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from compass_model.envelope import Page, Use
from compass_model.facts import (
    Block,
    Cell,
    Plain,
    Table,
    Words,
    fields,
    link,
    pages,
    shown,
    text,
    texts,
)
from compass_model.fields import (
    Finding,
    Id,
    Link,
    Model,
    Open,
    Text,
    ToBeAgreed,
    WhenMissing,
    exactly,
)
from compass_model.kinds.naming import named, undecided
from compass_model.kinds.part_facts import filled_table
from compass_model.problems import Code

_ROUND = r"\d{4}-(0[1-9]|1[0-2])"


def _round(value: str) -> str:
    if not re.fullmatch(_ROUND, value):
        message = "must be the year and month in which the round began, like 2022-12"
        raise PydanticCustomError("wrong_value", message)
    return value


Round = Annotated[
    str,
    AfterValidator(_round),
    WithJsonSchema({"type": "string", "pattern": f"^{_ROUND}$"}),
]
"""A round of a programme: the year and month in which it began."""

Public = Annotated[
    Literal["public"],
    exactly("public", "can only be 'public'; without that consent take the name out as well"),
]
"""The only consent with which a person is named."""


class Consent(Model):
    """What is known about the consent of those who took part."""

    agreed: Open[Text] = Field(examples=["nobody was asked, so nobody is named"])
    """Who agreed to be named here, in general words: all, some, nobody."""
    recorded: Open[Text] = Field(examples=["nothing to record"])
    """Where the record of it is kept, and who can look it up."""


class Entry(Model):
    """A project of the round."""

    project: Open[Text] = Field(examples=["Better first steps"])
    """What was worked on."""
    name: Open[Text] | None = None
    """The person, only with ``consent: public``; without it, leave the name out."""
    url: Open[Link] | None = None
    """Where the work can be seen. A page of the person, such as a blog, is a name too."""
    consent: Open[Public] | None = None
    """``public`` when the person agreed to be named on this page."""


class ClosingReport(Model):
    """What was learned in the round."""

    what_worked: Open[list[Text]] = Field(examples=["[the pair calls]"])
    """What to keep."""
    what_to_change: Open[list[Text]] = Field(examples=["[more time before the round]"])
    """What to do in another way."""
    outcomes: Open[list[Text]] = Field(examples=["[a new guide]"])
    """What is there now that was not there before."""
    next: Open[Text] = Field(examples=["the coordinator prepares the next round"])
    """What comes next, and who does it."""


class Cohort(Page):
    """One round of a mentorship programme: its projects, and what was learned.

    It holds public data only. Nobody is named unless they agreed to it, and the page says where
    that is recorded. Most cohorts need no names at all.
    """

    name: ClassVar[str] = "cohort"
    title: ClassVar[Words] = Words("Cohort")
    folder: ClassVar[str] = "mentorship/cohorts/{id}.md"

    programme: Open[Id]
    """The id of the page of the mentorship programme."""
    round: Open[Round] = Field(examples=["2026-12"])
    """The year and month in which the round began."""
    consent: Annotated[
        Open[Consent],
        WhenMissing(
            "add 'consent' with 'agreed' and 'recorded', even if nobody is named",
            "the cohort does not say who agreed to be named",
        ),
    ]
    """Who agreed to be named, and where the record of that is kept."""
    entries: Open[list[Entry]] = []
    """The projects of the round; names are left out by default."""
    closing_report: Open[ClosingReport] | None = None
    """What was learned, once the round is over."""

    def rules(self) -> Iterator[Finding]:
        """Nobody is named without consent that is recorded."""
        yield from super().rules()
        for i, entry in enumerate(self.entries if isinstance(self.entries, list) else []):
            if isinstance(entry.name, str) and entry.consent != "public":
                message = (
                    "a person is named without 'consent: public'; take the name out, "
                    "or ask the person and add the consent"
                )
                yield Finding(("entries", i, "name"), Code.WRONG_VALUE, message)
            elif isinstance(entry.name, str) and isinstance(self._record, ToBeAgreed):
                message = (
                    "a person is named, but where the consent is recorded is to be agreed; "
                    "take the name out until then"
                )
                yield Finding(("entries", i, "name"), Code.WRONG_VALUE, message)

    @property
    def _record(self) -> str | ToBeAgreed | None:
        """Where the consent is recorded; ``None`` when the page does not say."""
        if isinstance(self.consent, Consent):
            return self.consent.recorded
        return self.consent

    def may_name(self, entry: Entry) -> bool:
        """Return whether the person of an entry may be shown."""
        return entry.consent == "public" and isinstance(self._record, str)

    def uses(self) -> Iterator[Use]:
        """The programme has a page."""
        yield from super().uses()
        yield from named("mentorship-programme", self.programme, "programme")

    def facts(self) -> Iterator[Block]:
        """At a glance, the projects, the closing report."""
        yield fields(
            "at-a-glance",
            None,
            (Words("Programme"), shown(self.programme, lambda id: pages([id]))),
            (Words("Round"), shown(self.round, lambda value: (Plain(value),))),
            *_consent(self.consent),
            (Words("Projects"), undecided(self.entries)),
            (Words("Closing report"), undecided(self.closing_report)),
        )
        if isinstance(self.entries, list):
            yield self._projects(self.entries)
        if isinstance(self.closing_report, ClosingReport):
            yield _report(self.closing_report)

    def _projects(self, entries: list[Entry]) -> Table:
        rows: list[tuple[Cell, ...]] = []
        for i, entry in enumerate(entries):
            named = self.may_name(entry) or isinstance(entry.name, ToBeAgreed)
            name = text(entry.name, "entries", i, "name") if named else ()
            rows.append((text(entry.project, "entries", i, "project"), name, link(entry.url)))
        columns = (Words("Project"), Words("By"), Words("Found at"))
        return filled_table("projects", Words("Projects"), columns, rows)


def _consent(consent: Consent | ToBeAgreed) -> Iterator[tuple[Words, Cell]]:
    if isinstance(consent, ToBeAgreed):
        yield Words("Consent to be named"), undecided(consent)
        return
    yield Words("Consent to be named"), text(consent.agreed, "consent", "agreed")
    yield Words("The consent is recorded"), text(consent.recorded, "consent", "recorded")


def _report(report: ClosingReport) -> Block:
    at = "closing-report"
    return fields(
        at,
        Words("Closing report"),
        (Words("What worked"), texts(report.what_worked, at, "what-worked")),
        (Words("What to change"), texts(report.what_to_change, at, "what-to-change")),
        (Words("Outcomes"), texts(report.outcomes, at, "outcomes")),
        (Words("What comes next"), text(report.next, at, "next")),
    )
