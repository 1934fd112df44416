"""The label guide: what labels, milestones and boards mean, and when an issue is ready."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from compass_model.envelope import Definition, Page, Use, anchor
from compass_model.facts import Block, Words
from compass_model.fields import Count, Date, Entries, Finding, Id, Link, Model, Open, Text
from compass_model.inline_markdown import as_plain
from compass_model.kinds.label_facts import label_facts
from compass_model.kinds.naming import named
from compass_model.problems import Code, did_you_mean

_PLACE = r"[A-Za-z0-9](-?[A-Za-z0-9]){0,38}(/[A-Za-z0-9._-]{1,100})?"


def _place(value: str) -> str:
    if not re.fullmatch(_PLACE, value):
        message = (
            "must be the name of an organisation on GitHub, like 'jupyterhub', "
            "or of a repository, like 'jupyterhub/team-compass'"
        )
        raise PydanticCustomError("wrong_value", message)
    return value


Place = Annotated[str, AfterValidator(_place)]
"""An organisation or repository on GitHub."""


class Label(Model):
    """A label for issues."""

    name: Open[Text] = Field(examples=["first step"])
    """The label exactly as it is on GitHub; other pages refer to it by this name."""
    meaning: Open[Text] = Field(examples=["Somebody new can do this"])
    """What it tells somebody who reads the issue."""
    ready_when: Open[Entries[Text]] = Field(examples=["[the issue names the file to change]"])
    """What an issue must have before it gets the label."""
    applied_by: Open[Entries[Id]]
    """The teams or roles that put the label on."""
    for_whom: Open[list[Id]] = []
    """The audiences that look for it."""


class Tool(Model):
    """A milestone or board, or a sort of them."""

    name: Open[Text] = Field(examples=["Next release"])
    """What it is called."""
    meaning: Open[Text] = Field(examples=["What is to be finished before the next release"])
    """What it tells, and how it is used."""
    url: Open[Link] | None = None
    """Where it is."""


class LabelCount(Model):
    """How many issues have a label. There is room for numbers only, never for people."""

    label: Open[Text] = Field(examples=["first step"])
    """One of the labels of this guide."""
    open: Open[Count] = Field(examples=[12])
    """How many issues with it are open."""
    oldest_days: Open[Count] | None = None
    """For how many days the oldest of them has been open."""


class Aggregates(Model):
    """Numbers that somebody counted by hand on one day."""

    as_of: Open[Date] = Field(examples=["2026-11-30"])
    """The day on which they were counted."""
    source: Open[Link] = Field(examples=["https://github.com/issues"])
    """Where they were counted, so that others can count again."""
    counted_by: Open[Id]
    """The team or role that counted."""
    counts: Open[Entries[LabelCount]]
    """The numbers, label by label."""


class LabelGuide(Page):
    """What the labels of issues mean, when an issue is ready for one, and who puts it on.

    Every label links to the issues that have it now. The facts are often long: they may stand in a
    file of their own, named by ``data``.
    """

    name: ClassVar[str] = "label-guide"
    title: ClassVar[Words] = Words("Label guide")
    folder: ClassVar[str] = "onboarding/{id}.md"

    search_in: Open[Entries[Place]] = Field(examples=["[my-organisation]"])
    """The organisations on GitHub, or single repositories, whose issues have the labels."""
    labels: Open[Entries[Label]]
    """The labels."""
    milestones: Open[list[Tool]] = []
    """What milestones are used for."""
    boards: Open[list[Tool]] = []
    """What boards are used for."""
    aggregates: Open[Aggregates] | None = None
    """How many issues there were on one day: numbers with a date and a source, no people."""

    def rules(self) -> Iterator[Finding]:
        """Labels can be told apart in links; what was counted is one of them."""
        yield from super().rules()
        if not isinstance(self.labels, list):
            return
        first: dict[str, str] = {}
        for i, label in enumerate(self.labels):
            if not isinstance(label.name, str):
                continue
            other = first.setdefault(anchor("label", label.name), label.name)
            if other != label.name:
                message = (
                    f"links cannot tell '{label.name}' from '{other}': they differ in signs or "
                    "capitals only; describe them as one label, or rename one on GitHub"
                )
                yield Finding(("labels", i, "name"), Code.DUPLICATE_ID, message)
        if isinstance(self.aggregates, Aggregates):
            yield from self._counted(self.aggregates, list(first.values()))

    def _counted(self, aggregates: Aggregates, known: list[str]) -> Iterator[Finding]:
        counts = aggregates.counts if isinstance(aggregates.counts, list) else []
        for i, count in enumerate(counts):
            if isinstance(count.label, str) and count.label not in known:
                hint = did_you_mean(count.label, known) or "; add it to 'labels' or name another"
                message = f"'{count.label}' is not a label of this guide{hint}"
                at = ("aggregates", "counts", i, "label")
                yield Finding(at, Code.UNKNOWN_REFERENCE, message)

    def uses(self) -> Iterator[Use]:
        """Those who put labels on, who look for them and who counted exist."""
        yield from super().uses()
        for i, label in enumerate(self.labels if isinstance(self.labels, list) else []):
            yield from named("owner", label.applied_by, "labels", i, "applied-by")
            yield from named("audience", label.for_whom, "labels", i, "for-whom")
        if isinstance(self.aggregates, Aggregates):
            yield from named("owner", self.aggregates.counted_by, "aggregates", "counted-by")

    def defines(self) -> Iterator[Definition]:
        """Every label may be named by other pages."""
        for i, label in enumerate(self.labels if isinstance(self.labels, list) else []):
            if isinstance(label.name, str):
                tip = as_plain(label.meaning) if isinstance(label.meaning, str) else ""
                yield Definition("label", label.name, ("labels", i, "name"), tip=tip)

    def facts(self) -> Iterator[Block]:
        """The labels with their searches, milestones, boards, numbers."""
        return label_facts(self)
