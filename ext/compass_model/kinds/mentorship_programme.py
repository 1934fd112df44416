"""The mentorship programme: a mentoring offer with rounds, phases and tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from compass_model.envelope import Page
from compass_model.facts import Block, Words
from compass_model.fields import Count, Entries, Finding, Id, Link, Model, Open, Text
from compass_model.kinds.mentorship_facts import programme_facts
from compass_model.problems import Code, did_you_mean

YesOrNo = Annotated[bool, Field(strict=True)]


class ProgrammeRole(Model):
    """Somebody whom the programme needs."""

    title: Open[Text] | None = None
    """What the role is called; made from its id when left out."""
    does: Open[list[Text]] = Field(examples=["[prepares the round]"])
    """What they do."""


class PhaseTask(Model):
    """Something to do in a phase."""

    role: Open[Id] = Field(examples=["coordinator"])
    """Who does it: one of the ``roles``."""
    task: Open[Text] = Field(examples=["Announce the round"])
    """What to do; it may link to a text to begin with."""


class Phase(Model):
    """A part of every round."""

    name: Open[Text] = Field(examples=["Before the round"])
    """What it is called."""
    when: Open[Text] | None = None
    """When it is, in words."""
    tasks: Open[list[PhaseTask]] = Field(examples=["{role: coordinator, task: Announce the round}"])
    """What is done in it; an empty list when it has no tasks."""


class Selection(Model):
    """How applicants are chosen."""

    reviewers: Open[Count] = Field(examples=[2])
    """How many people look at each applicant."""
    scale: Open[Text] = Field(examples=["1 to 5"])
    """How they rate."""
    independent: Open[YesOrNo] = Field(examples=["true"])
    """Whether each reviewer decides on a rating before seeing those of others."""
    decision: Open[Text] = Field(examples=["a meeting of mentors and coordinator"])
    """How the choice is made, and by whom."""


class MentorshipProgramme(Page):
    """A mentoring programme with rounds, such as internships: its phases, roles and tasks.

    The facts say who runs it, who can apply, how applicants are chosen, and who does what in each
    phase. Name roles and never people; who took part in a round belongs to the kind ``cohort``.
    """

    name: ClassVar[str] = "mentorship-programme"
    title: ClassVar[Words] = Words("Mentorship programme")
    folder: ClassVar[str] = "mentorship/{id}.md"

    host: Open[Text] = Field(examples=["the community itself"])
    """Which organisation runs it."""
    url: Open[Link] | None = None
    """Where it is described."""
    stipend: Open[Text] | None = None
    """What participants are paid, or where one finds it."""
    length: Open[Text] | None = None
    """How long one round lasts."""
    rounds: Open[Text] | None = None
    """How often there is a round."""
    eligibility: Open[Text] = Field(examples=["everybody who is of age"])
    """Who can apply."""
    selection: Open[Selection]
    """How applicants are chosen."""
    roles: Open[dict[Id, ProgrammeRole]] = Field(
        examples=["{coordinator: {does: [prepares the round]}}"]
    )
    """The people whom the programme needs."""
    phases: Open[Entries[Phase]] = Field(
        examples=[
            "{name: Before the round, tasks: [{role: coordinator, task: Announce the round}]}",
            "{name: After the round, tasks: [{role: coordinator, task: Write the closing report}]}",
        ]
    )
    """The parts of a round, in their order."""

    def rules(self) -> Iterator[Finding]:
        """Every role that has a task exists."""
        yield from super().rules()
        if not isinstance(self.roles, dict):
            return
        for i, phase in enumerate(self.phases if isinstance(self.phases, list) else []):
            for j, task in enumerate(phase.tasks if isinstance(phase.tasks, list) else []):
                if isinstance(task.role, str) and task.role not in self.roles:
                    hint = did_you_mean(task.role, self.roles)
                    hint = hint or "; add it to 'roles' or name another"
                    message = f"'{task.role}' is not one of this programme's roles{hint}"
                    loc = ("phases", i, "tasks", j, "role")
                    yield Finding(loc, Code.UNKNOWN_REFERENCE, message)

    def facts(self) -> Iterator[Block]:
        """At a glance, selection, phases, roles."""
        return programme_facts(self)
