"""The role: what one person does for the community, how they begin and how they hand over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from compass_model.envelope import Definition, Page, Use
from compass_model.facts import Block, Bullets, Words, fields, text, texts
from compass_model.fields import Entries, Id, Open, Text
from compass_model.kinds.naming import named, owner, undecided


class CommunityRole(Page):
    """A role of the community: its tasks, what it takes, how one begins and how one hands over."""

    name: ClassVar[str] = "role"
    title: ClassVar[Words] = Words("Role")
    folder: ClassVar[str] = "onboarding/roles/{id}.md"

    mission: Open[Text] = Field(examples=["Make newcomers feel at home"])
    """What the role is for, in a sentence."""
    tasks: Open[Entries[Text]] = Field(examples=["[welcomes newcomers, answers questions]"])
    """What one does."""
    time: Open[Text] = Field(examples=["two hours a month"])
    """How much time it takes."""
    term: Open[Text] = Field(examples=["half a year, then we talk"])
    """For how long one does it."""
    how_to_volunteer: Open[Text] = Field(examples=["Say so in the forum"])
    """How one gets the role."""
    team: Open[Id] | None = None
    """The team it belongs to, from ``_data/community.yml``."""
    skills: Open[list[Text]] = []
    """What one needs to know, or can learn there."""
    backup: Open[Text] | None = None
    """Who steps in."""
    starting: Open[Entries[Text]] = Field(examples=["[read this page, meet who did it before]"])
    """What is done when somebody begins: the checklist for onboarding."""
    leaving: Open[Entries[Text]] = Field(examples=["[pass on what is open, thank them]"])
    """What is done when somebody stops: the checklist for offboarding."""

    def uses(self) -> Iterator[Use]:
        """The team exists."""
        yield from super().uses()
        yield from named("owner", self.team, "team")

    def defines(self) -> Iterator[Definition]:
        """Wherever the role is named by the id of this page, its name leads here."""
        if isinstance(self.id, str):
            yield Definition("group", self.id, ("id",))

    def facts(self) -> Iterator[Block]:
        """The role at a glance, and the two checklists."""
        yield fields(
            "at-a-glance",
            None,
            (Words("For"), text(self.mission, "mission")),
            (Words("Does"), texts(self.tasks, "tasks")),
            (Words("Time"), text(self.time, "time")),
            (Words("Term"), text(self.term, "term")),
            (Words("Skills"), texts(self.skills, "skills")),
            (Words("Team"), owner(self.team)),
            (Words("Steps in"), text(self.backup, "backup")),
            (Words("How to volunteer"), text(self.how_to_volunteer, "how-to-volunteer")),
            (Words("When you start"), undecided(self.starting)),
            (Words("When you leave"), undecided(self.leaving)),
        )
        if isinstance(self.starting, list):
            starting = texts(self.starting, "starting")
            yield Bullets("starting", starting, Words("When you start"))
        if isinstance(self.leaving, list):
            yield Bullets("leaving", texts(self.leaving, "leaving"), Words("When you leave"))
