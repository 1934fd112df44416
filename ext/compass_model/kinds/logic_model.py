"""The logic model: what a project does, what that is to change, and how one would notice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from compass_model.envelope import Page, Use
from compass_model.facts import (
    Block,
    Cell,
    Fact,
    Group,
    Prose,
    Words,
    fields,
    pages,
    shown,
    text,
    texts,
)
from compass_model.fields import Entries, Id, Model, Open, Text, WhenMissing
from compass_model.kinds.figure import Figure, figure_table
from compass_model.kinds.naming import named, undecided
from compass_model.kinds.part_facts import filled_table, rows_of


class Indicator(Model):
    """A sign by which one notices that an outcome is there."""

    indicator: Open[Text] = Field(examples=["more people answer questions"])
    """The sign."""
    source: Annotated[
        Open[Text], WhenMissing("say where one would look for it, or who decides it")
    ] = Field(examples=["the public forum, counted twice a year"])
    """Where one looks for it: a survey, a public place, what is counted and when."""
    instrument: Open[Id] | None = None
    """The id of a page with the questions, if people are asked."""


class Goal(Model):
    """A goal with what is made for it, what that changes, and how one notices."""

    goal: Open[Text] = Field(examples=["Newcomers find their way"])
    """The goal."""
    led_by: Open[list[Text]] = []
    """The organisations or teams that lead it; no people."""
    outputs: Open[Entries[Text]] = Field(examples=["[a guide for the first week]"])
    """What is made or done."""
    outcomes: Open[Entries[Text]] = Field(examples=["[newcomers know whom to ask]"])
    """What is different afterwards."""
    indicators: Open[Entries[Indicator]] = Field(
        examples=["{indicator: more first changes, source: counted twice a year}"]
    )
    """The signs by which one notices."""


class Risk(Model):
    """Something that may go wrong."""

    risk: Open[Text] = Field(examples=["Nobody has time"])
    """What may happen."""
    mitigation: Open[Entries[Text]] = Field(examples=["[begin with one small part]"])
    """What makes it less likely or less bad."""


class Responsibility(Model):
    """A task, and who mainly has it."""

    task: Open[Text] = Field(examples=["Keep the machines running"])
    """What is to be done."""
    by: Open[Entries[Text]] = Field(examples=["[the operators]"])
    """The teams or organisations that mainly do it; several share it."""


_BELONGS = {
    "this-community": Words("This community"),
    "another-project": Words("Another project"),
}


class LogicModel(Page):
    """What a project makes, what that is to change, and how one would notice.

    A model may belong to another project and be shown as an example; then the page says so. The
    model of this community may be an empty frame: what is not agreed names who decides.
    """

    name: ClassVar[str] = "logic-model"
    title: ClassVar[Words] = Words("Logic model")
    folder: ClassVar[str] = "impact/{id}.md"

    project: Open[Text] = Field(examples=["The work on newcomers"])
    """The project that it describes, and when that was."""
    belongs_to: Open[Literal["this-community", "another-project"]] = Field(
        examples=["this-community"]
    )
    """Whose project it is: ``this-community``, or ``another-project`` that is an example here."""
    goals: Open[Entries[Goal]]
    """The goals, each with its outputs, outcomes and indicators."""
    figures: Open[list[Figure]] = []
    """Numbers that the project names, such as how much of something it plans; each has a source."""
    risks: Open[Entries[Risk]]
    """What may go wrong, and what is done about it."""
    responsibilities: Open[Entries[Responsibility]]
    """Who mainly has which task, so that responsibility is shared and not lost."""
    words: Open[list[Text]] = []
    """The words on whose meaning all must agree."""

    def uses(self) -> Iterator[Use]:
        """Instruments are pages."""
        yield from super().uses()
        for i, goal in enumerate(self.goals if isinstance(self.goals, list) else []):
            indicators = goal.indicators if isinstance(goal.indicators, list) else []
            for j, item in enumerate(indicators):
                at = ("goals", i, "indicators", j, "instrument")
                yield from named("page", item.instrument, *at)

    def facts(self) -> Iterator[Block]:
        """Whose model it is, then goal by goal; figures, risks, who has which task."""
        if self.belongs_to == "another-project":
            words = Words(
                "An example from another project. It binds nobody here, and nothing in it was "
                "agreed by this community."
            )
            yield Prose("another-project", (words,))
        belongs = shown(self.belongs_to, lambda value: (_BELONGS[value],))
        yield fields(
            "at-a-glance",
            None,
            (Words("Project"), text(self.project, "project")),
            (Words("Belongs to"), belongs),
            (Words("Goals"), undecided(self.goals)),
            (Words("Figures"), undecided(self.figures)),
            (Words("Risks"), undecided(self.risks)),
            (Words("Who has which task"), undecided(self.responsibilities)),
            (Words("Words to define together"), texts(self.words, "words")),
        )
        if isinstance(self.goals, list):
            goals = tuple(_goal(goal, i) for i, goal in enumerate(self.goals))
            yield Group("goals", Words("Goals"), goals)
        if isinstance(self.figures, list):
            yield from figure_table("figures", self.figures)
        if isinstance(self.risks, list):
            columns = {"risk": Words("Risk"), "mitigation": Words("What is done about it")}
            yield from rows_of("risks", Words("Risks"), self.risks, columns)
        if isinstance(self.responsibilities, list):
            columns = {"task": Words("Task"), "by": Words("Mainly done by")}
            title = Words("Who has which task")
            yield from rows_of("responsibilities", title, self.responsibilities, columns)


def _goal(goal: Goal, i: int) -> Group:
    at = ("goals", i)
    blocks: list[Block] = [
        fields(
            "goal",
            None,
            (Words("Goal"), undecided(goal.goal)),
            (Words("Led by"), texts(goal.led_by, *at, "led-by")),
            (Words("Outputs"), texts(goal.outputs, *at, "outputs")),
            (Words("Outcomes"), texts(goal.outcomes, *at, "outcomes")),
            (Words("Indicators"), undecided(goal.indicators)),
        )
    ]
    if isinstance(goal.indicators, list):
        blocks.append(filled_table("indicators", None, _COLUMNS, _indicators(goal, i)))
    title: Words | Fact = Words("A goal to be agreed")
    if isinstance(goal.goal, str):
        title = Fact(goal.goal, (*at, "goal"))
    return Group(f"goal-{i + 1}", title, tuple(blocks))


_COLUMNS = (Words("Indicator"), Words("Where one would look"), Words("Questions"))


def _indicators(goal: Goal, i: int) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for j, item in enumerate(goal.indicators if isinstance(goal.indicators, list) else []):
        at = ("goals", i, "indicators", j)
        questions = shown(item.instrument, lambda id: pages([id]))
        rows.append(
            (text(item.indicator, *at, "indicator"), text(item.source, *at, "source"), questions)
        )
    return rows
