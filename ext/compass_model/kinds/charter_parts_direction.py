"""Charter parts that say where the community comes from and where it is going."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from compass_model.envelope import Section
from compass_model.facts import Block, Words
from compass_model.fields import Entries, Finding, Link, Model, Open, Text, ToBeAgreed
from compass_model.kinds.charter_part import CharterPart
from compass_model.kinds.part_facts import rows_of
from compass_model.problems import Code


class Narrative(CharterPart):
    """Why the community exists, answered three ways: for the project, for you, for others."""

    sections: ClassVar[tuple[Section, ...]] = (
        Section(
            "Why the project needs a community",
            ("Why a community", "Why the project"),
            "what the project cannot do without people",
        ),
        Section("Why we do this", ("Why we", "Why me", "Why us"), "what moves those who began"),
        Section(
            "Why others would join", ("Why others", "Why you"), "what people gain who take part"
        ),
    )
    part: Literal["narrative"] = "narrative"


class Outcome(Model):
    """Something that is different because the community exists."""

    outcome: Open[Text] = Field(examples=["Newcomers finish a first task"])
    """What is different."""
    for_whom: Open[Text] = Field(examples=["newcomers"])
    """Who notices."""
    sign: Open[Text] = Field(examples=["first pull requests that are merged"])
    """How one can see it."""


class Purpose(CharterPart):
    """What the community is for, and what comes of it."""

    part: Literal["purpose"] = "purpose"
    outcomes: Open[Entries[Outcome]]
    """What is different because the community exists."""

    def facts(self) -> Iterator[Block]:
        """The table of outcomes."""
        columns = {
            "outcome": Words("Outcome"),
            "for-whom": Words("For whom"),
            "sign": Words("How one can see it"),
        }
        yield from rows_of("outcomes", Words("Outcomes"), self.outcomes, columns)


class Vision(CharterPart):
    """The future that the community wants to see. It is written as text."""

    part: Literal["vision"] = "vision"


class ProjectMission(Model):
    """The mission of one project."""

    project: Open[Text] = Field(examples=["My project"])
    """The project."""
    mission: Open[Text] = Field(examples=["Help people do their work"])
    """What it does, for whom."""
    url: Open[Link] | None = None
    """Where the project is found."""


class Mission(CharterPart):
    """What the community does to get there; each of its projects has a mission."""

    part: Literal["mission"] = "mission"
    missions: Open[Entries[ProjectMission]]
    """The mission of each project."""

    def facts(self) -> Iterator[Block]:
        """The table of missions."""
        columns = {
            "project": Words("Project"),
            "mission": Words("Mission"),
            "url": Words("Found at"),
        }
        yield from rows_of("missions", None, self.missions, columns)


class Value(Model):
    """Something the community holds dear."""

    name: Open[Text] = Field(examples=["Openness"])
    """The value, in a word or two."""
    meaning: Open[Text] = Field(examples=["Anyone can see how decisions are made"])
    """What it means here."""
    in_practice: Open[list[Text]] = Field(examples=["[notes of meetings are published]"])
    """What one can see people do because of it."""


class Values(CharterPart):
    """What the community holds dear, and what that looks like in practice."""

    part: Literal["values"] = "values"
    values: Open[Entries[Value]]
    """Three to seven values."""

    def facts(self) -> Iterator[Block]:
        """The table of values."""
        columns = {
            "name": Words("Value"),
            "meaning": Words("What it means"),
            "in-practice": Words("In practice"),
        }
        yield from rows_of("values", None, self.values, columns)


HORIZONS = {"P6M": Words("6 months"), "P12M": Words("12 months"), "P24M": Words("24 months")}


class Objective(Model):
    """Something to reach by a certain time."""

    within: Open[Literal["P6M", "P12M", "P24M"]] = Field(examples=["P6M"])
    """By when, counted from the adoption of the charter."""
    objective: Open[Text] = Field(examples=["Every question gets an answer"])
    """What is to be reached."""
    success: Open[Text] = Field(examples=["no question waits longer than a week"])
    """How one can tell that it was reached."""


class Objectives(CharterPart):
    """What success looks like after 6, 12 and 24 months."""

    part: Literal["objectives"] = "objectives"
    objectives: Open[Entries[Objective]] = Field(
        examples=[
            "{within: P6M, objective: Questions get answers, success: none is older than a week}",
            "{within: P12M, objective: {to-be-agreed: OWNER}, success: {to-be-agreed: OWNER}}",
            "{within: P24M, objective: {to-be-agreed: OWNER}, success: {to-be-agreed: OWNER}}",
        ]
    )
    """At least one objective for each of the three times."""

    def rules(self) -> Iterator[Finding]:
        """There is an objective for 6, 12 and 24 months."""
        yield from super().rules()
        if isinstance(self.objectives, list):
            there = {item.within for item in self.objectives}
            if any(isinstance(within, ToBeAgreed) for within in there):
                return  # that may be the one that seems to be missing
            for missing in [within for within in HORIZONS if within not in there]:
                message = (
                    f"there is no objective 'within: {missing}'; write one, "
                    "or 'objective: {to-be-agreed: OWNER}'"
                )
                yield Finding(("objectives",), Code.MISSING_ENTRY, message)

    def facts(self) -> Iterator[Block]:
        """The table of objectives, nearest first."""
        columns = {
            "within": Words("Within"),
            "objective": Words("Objective"),
            "success": Words("How we know"),
        }
        yield from rows_of(
            "objectives", None, self.objectives, columns, words={"within": HORIZONS}, order="within"
        )


STATES = {"planned": Words("planned"), "doing": Words("under way"), "done": Words("done")}


class Milestone(Model):
    """A point on the way. It has no tasks: those belong into an issue tracker."""

    goal: Open[Text] = Field(examples=["A guide for newcomers"])
    """What is reached."""
    outcome: Open[Text] = Field(examples=["Newcomers find their way alone"])
    """What it changes, and for whom."""
    when: Open[Text] = Field(examples=["spring 2027"])
    """When, as precisely as it is known."""
    state: Open[Literal["planned", "doing", "done"]] = "planned"
    """How far it is."""
    url: Open[Link] | None = None
    """Where the work is followed."""


class Roadmap(CharterPart):
    """Where the community goes next: milestones without tasks."""

    part: Literal["roadmap"] = "roadmap"
    milestones: Open[Entries[Milestone]]
    """The milestones, next one first."""

    def facts(self) -> Iterator[Block]:
        """The table of milestones."""
        columns = {
            "goal": Words("Milestone"),
            "outcome": Words("What it changes"),
            "when": Words("When"),
            "state": Words("State"),
            "url": Words("Followed at"),
        }
        yield from rows_of("milestones", None, self.milestones, columns, words={"state": STATES})
