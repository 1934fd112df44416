"""The mentorship strategy: how a community supports those who mentor and those who learn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from compass_model.envelope import Assembled, Section, Use
from compass_model.facts import Block, Words
from compass_model.fields import Count, Entries, Finding, Id, Model, Open, Text, WhenMissing
from compass_model.kinds.mentorship_facts import strategy_facts
from compass_model.kinds.naming import named
from compass_model.kinds.taking_part import Conduct
from compass_model.problems import Code, did_you_mean

_OR = "or who decides it, as {to-be-agreed: OWNER}"


class MentoringRole(Model):
    """Somebody who takes part in mentoring, and what they may count on."""

    title: Open[Text] | None = None
    """What the role is called; made from its id when left out."""
    does: Open[Entries[Text]]
    """What people in this role do."""
    time: Annotated[
        Open[Text], WhenMissing(f"write how much it takes, {_OR}", "the role '%s' says no time")
    ]
    """How much time it takes, and for how long."""
    training: Annotated[
        Open[Text],
        WhenMissing(f"write what prepares people for it, {_OR}", "the role '%s' says no training"),
    ]
    """What prepares people for it, and who offers that."""
    recognition: Annotated[
        Open[Text],
        WhenMissing(
            f"write how it is credited or paid, {_OR}", "the role '%s' says no recognition"
        ),
    ]
    """How the work is credited or paid."""


class Stage(Model):
    """A stage on the way from learning to leading."""

    stage: Open[Text] = Field(examples=["learner"])
    """What it is called."""
    does: Open[Text] = Field(examples=["takes part"])
    """What people at this stage do."""
    support: Open[Text] = Field(examples=["a mentor"])
    """What helps them."""
    signal: Open[Text] | None = None
    """What shows that somebody is ready for the next stage; the last stage needs none."""


class Matching(Model):
    """How mentors and learners find each other."""

    criteria: Open[Entries[Text]] = Field(examples=["[what the learner wants to learn]"])
    """What makes a good match."""
    decided_by: Open[Id]
    """Who decides: a team or role of ``_data/community.yml``."""
    how: Open[Text] = Field(examples=["both talk once; then each says yes or no in private"])
    """How it is done."""
    rematch: Open[Text] = Field(examples=["either tells the coordinator, and need not say why"])
    """What to do when a match does not work."""


class MentoringMeeting(Model):
    """A meeting that mentoring needs again and again."""

    meeting: Open[Text] = Field(examples=["Pair call"])
    """What it is called."""
    every: Open[Text] = Field(examples=["two weeks"])
    """How often it is held, to be read after "every"."""
    minutes: Open[Count] = Field(examples=[30])
    """How long it lasts."""
    who: Open[Entries[Id]] = Field(examples=["[mentor]"])
    """Who comes: some of the ``roles``."""


class Feedback(Model):
    """An occasion on which people say what works and what does not."""

    when: Open[Text] = Field(examples=["halfway"])
    """At what time."""
    how: Open[Text] = Field(examples=["each talks with the coordinator, alone"])
    """In which way, and who learns of it."""
    instrument: Open[Id] | None = None
    """The id of a page with the questions, such as a survey."""


class Ending(Model):
    """How mentoring ends."""

    how: Open[Text] = Field(examples=["a last call about what was learned and what comes next"])
    """What people do at the end."""
    report: Open[Text] = Field(examples=["a closing report, within a month"])
    """What is written down, by when and where."""


class MentorshipStrategy(Assembled):
    """How a community supports people who mentor, and those who learn with them.

    The facts name the roles with the time, training and recognition of each, the route from
    learning to leading, and how people are matched, meet, give feedback and end well. The text
    gives the reasons.
    """

    name: ClassVar[str] = "mentorship-strategy"
    title: ClassVar[Words] = Words("Mentorship strategy")
    folder: ClassVar[str] = "mentorship/{id}.md"
    sections: ClassVar[tuple[Section, ...]] = (
        Section("Why", ("Why we mentor", "Reasons"), "why the community mentors, and for whom"),
        Section("Roles", ("Who takes part", "The roles"), "who takes part, and why it needs them"),
        Section("Training", ("Learning to mentor", "Preparation"), "how people learn to mentor"),
        Section(
            "Matching",
            ("Who works with whom", "Pairing"),
            "how mentors and learners find each other",
        ),
        Section("Cadence", ("Rhythm", "How often people meet"), "how often people meet, and why"),
        Section(
            "Support for mentors",
            ("Supporting mentors", "Help for mentors"),
            "who helps those who help",
        ),
        Section(
            "Feedback",
            ("Listening to each other", "Giving feedback"),
            "how people say what works and what does not",
        ),
        Section("Ending well", ("The end", "Endings"), "how mentoring ends, and what follows"),
    )

    goals: Open[Entries[Text]] = Field(examples=["[people find their place]"])
    """What mentoring is for."""
    roles: Open[dict[Id, MentoringRole]] = Field(
        examples=[
            "{mentor: {does: [listens], time: an hour a week, training: a call, recognition: pay}}"
        ]
    )
    """The people whom mentoring needs; each with its time, training and recognition."""
    route: Open[Entries[Stage]] = Field(
        examples=[
            "{stage: learner, does: takes part, support: a mentor, signal: asks to teach}",
            "{stage: co-teacher, does: teaches with another, support: notes, signal: leads a part}",
            "{stage: leader, does: leads, support: the other leaders}",
        ]
    )
    """The stages from learning to leading, in their order."""
    matching: Open[Matching]
    """How mentors and learners find each other."""
    cadence: Open[Entries[MentoringMeeting]] = Field(
        examples=["{meeting: Pair call, every: two weeks, minutes: 30, who: [mentor]}"]
    )
    """How often people meet."""
    support_for_mentors: Open[Entries[Text]] = Field(examples=["[a second mentor in every pair]"])
    """What mentors can count on."""
    feedback: Open[Entries[Feedback]] = Field(
        examples=["{when: halfway, how: 'each talks with the coordinator, alone'}"]
    )
    """When and how people say what works and what does not."""
    ending: Open[Ending]
    """How mentoring ends."""
    code_of_conduct: Open[Conduct]
    """The rules of behaviour, and whom to turn to."""
    indicators: Open[list[Text]] = []
    """Signs by which the community will know that mentoring works."""

    def rules(self) -> Iterator[Finding]:
        """Every role that is named exists, and one knows when a stage ends."""
        yield from super().rules()
        stages = self.route if isinstance(self.route, list) else []
        for i, stage in enumerate(stages[:-1]):
            if stage.signal is None:
                name = f"'{stage.stage}'" if isinstance(stage.stage, str) else str(i + 1)
                message = (
                    f"the stage {name} does not say when somebody moves on; "
                    "add 'signal' with what shows it"
                )
                yield Finding(("route", i), Code.MISSING_FIELD, message)
        if isinstance(self.roles, dict):
            yield from self._roles_exist(self.roles)

    def _roles_exist(self, roles: dict[str, MentoringRole]) -> Iterator[Finding]:
        for i, meeting in enumerate(self.cadence if isinstance(self.cadence, list) else []):
            for j, who in enumerate(meeting.who if isinstance(meeting.who, list) else []):
                if who not in roles:
                    hint = did_you_mean(who, roles) or "; add it to 'roles' or name another"
                    message = f"'{who}' is not one of this strategy's roles{hint}"
                    yield Finding(("cadence", i, "who", j), Code.UNKNOWN_REFERENCE, message)

    def uses(self) -> Iterator[Use]:
        """Who decides about matches is a team or role; instruments are pages."""
        yield from super().uses()
        if isinstance(self.matching, Matching):
            yield from named("owner", self.matching.decided_by, "matching", "decided-by")
        for i, item in enumerate(self.feedback if isinstance(self.feedback, list) else []):
            yield from named("page", item.instrument, "feedback", i, "instrument")

    def facts(self) -> Iterator[Block]:
        """Goals, roles, the route, matching, meetings, support, feedback, the end."""
        return strategy_facts(self)
