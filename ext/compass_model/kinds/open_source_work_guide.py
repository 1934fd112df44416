"""The guide to open-source work: which work counts as what, whose turn it is, what it was worth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from compass_model.envelope import Page
from compass_model.facts import Block, Group, Words, fields, text, texts
from compass_model.fields import Entries, Model, Open, Text, ToBeAgreed
from compass_model.kinds.naming import undecided
from compass_model.kinds.part_facts import items_of, rows_of

Sort = Literal["tactical", "strategic", "personal"]

SORTS = {
    "tactical": Words("Tactical"),
    "strategic": Words("Strategic"),
    "personal": Words("Personal"),
}


class SortOfWork(Model):
    """What one sort of work is."""

    means: Open[Text] = Field(examples=["work that a community has asked for"])
    """What belongs to it."""
    decided: Open[Text] = Field(examples=["in the plan of the team"])
    """How it is decided which of it is done."""
    examples: Open[list[Text]] = []
    """Work that belongs to it."""
    leaves_out: Open[list[Text]] = []
    """Work that does not belong to it."""


class Sorts(Model):
    """The three sorts of open-source work."""

    tactical: Open[SortOfWork]
    """Work that serves a need of one community of users."""
    strategic: Open[SortOfWork]
    """Work that keeps the projects healthy on which everybody depends."""
    personal: Open[SortOfWork]
    """All other work, in people's own time."""


class Question(Model):
    """A question that tells which sort of work something is."""

    question: Open[Text] = Field(examples=["Has a community asked for it?"])
    """What to ask."""
    if_yes: Open[Sort] = Field(examples=["tactical"])
    """What it is if the answer is yes."""


class Duty(Model):
    """Work that people take turns to do."""

    duty: Open[Text] = Field(examples=["Help with the next release"])
    """What is done."""
    turn: Open[Text] = Field(examples=["a month"])
    """How long a turn is."""
    handover: Open[Text] = Field(examples=["a note on what is open"])
    """How one turn ends and the next begins."""


class Value(Model):
    """A piece of work, and what it was worth to whom."""

    work: Open[Text] = Field(examples=["'[A new way to log in](https://example.org/change)'"])
    """What was done, best as a link to where others can see it."""
    sort: Open[Sort] = Field(examples=["tactical"])
    """Which sort of work it was."""
    value: Open[Text] = Field(examples=["one community can now use its own accounts"])
    """What it was worth, and to whom."""


class OpenSourceWorkGuide(Page):
    """Which open-source work is done in which time: tactical, strategic or personal.

    The questions tell the three apart, the duties are shared in turns, and the ledger says what the
    work was worth, so that it can be told to those who pay for it.
    """

    name: ClassVar[str] = "open-source-work-guide"
    title: ClassVar[Words] = Words("Guide to open-source work")
    folder: ClassVar[str] = "impact/{id}.md"

    practised_by: Open[Text] = Field(examples=["another organisation; nobody here so far"])
    """Who works in this way, so that readers know whose rules these are."""
    sorts: Open[Sorts]
    """The three sorts of work."""
    rubric: Open[Entries[Question]] = Field(
        examples=["{question: Has a community asked for it?, if-yes: tactical}"]
    )
    """Questions in their order; the first "yes" decides."""
    rotation: Open[list[Duty]] = []
    """The work that people take turns to do."""
    ledger: Open[list[Value]] = []
    """What was done, and what it was worth to whom."""

    def facts(self) -> Iterator[Block]:
        """The sorts, the questions that tell them apart, the turns, the ledger."""
        yield fields(
            "at-a-glance",
            None,
            (Words("Practised by"), text(self.practised_by, "practised-by")),
            (Words("Sorts of work"), undecided(self.sorts)),
        )
        if not isinstance(self.sorts, ToBeAgreed):
            sorts = tuple(_sort(getattr(self.sorts, name), name) for name in SORTS)
            yield Group("sorts", Words("Three sorts of work"), sorts)
        columns = {"question": Words("Question"), "if-yes": Words("If yes")}
        title = Words("Which sort is it? The first yes decides")
        yield from rows_of("rubric", title, self.rubric, columns, words={"if-yes": SORTS})
        below = {"turn": Words("A turn"), "handover": Words("Handover")}
        yield from items_of("rotation", Words("Work in turns"), self.rotation, "duty", below)
        columns = {"work": Words("Work"), "sort": Words("Sort"), "value": Words("Worth")}
        title = Words("Value ledger")
        yield from rows_of("ledger", title, self.ledger, columns, words={"sort": SORTS})


def _sort(sort: SortOfWork | ToBeAgreed, name: str) -> Group:
    if isinstance(sort, ToBeAgreed):
        block = fields("sort", None, (SORTS[name], undecided(sort)))
    else:
        at = ("sorts", name)
        block = fields(
            "sort",
            None,
            (Words("Means"), text(sort.means, *at, "means")),
            (Words("How it is decided"), text(sort.decided, *at, "decided")),
            (Words("Belongs to it"), texts(sort.examples, *at, "examples")),
            (Words("Does not belong to it"), texts(sort.leaves_out, *at, "leaves-out")),
        )
    return Group(f"sort-{name}", SORTS[name], (block,))
