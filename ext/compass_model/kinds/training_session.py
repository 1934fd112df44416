"""The training session: something to learn together, in timed parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from compass_model.durations import Duration
from compass_model.envelope import Page
from compass_model.facts import Block, Words
from compass_model.fields import Count, Entries, Finding, Length, Model, Open, Text, exactly
from compass_model.kinds.taking_part import Access, Conduct
from compass_model.kinds.training_facts import session_facts
from compass_model.problems import Code


class Prompt(Model):
    """A question or task for the people in the session."""

    text: Open[Text] = Field(examples=["What made you stay?"])
    """What they are asked."""
    minutes: Open[Count] = Field(examples=[5])
    """How long they have."""
    mode: Open[Literal["silent-notes", "pairs", "breakout", "plenary"]] = Field(examples=["pairs"])
    """How they work on it; ``silent-notes`` lets everybody think before anybody talks."""


class SessionPart(Model):
    """A part of the session."""

    title: Open[Text] = Field(examples=["Welcome"])
    """What it is called."""
    minutes: Open[Count] = Field(examples=[15])
    """How long it lasts, its prompts included."""
    prompts: Open[list[Prompt]] = []
    """What people are asked, in this order; together they fit into the part."""


class SessionFeedback(Model):
    """What people are asked at the end, in writing."""

    pluses: Open[Text] = Field(examples=["What should stay as it is?"])
    """The question for what went well."""
    deltas: Open[Text] = Field(examples=["What should be different next time?"])
    """The question for what to change."""


NotRecorded = Annotated[
    Literal["not recorded"],
    exactly(
        "not recorded",
        "must be 'not recorded'; people speak openly when nothing of the discussion is kept",
    ),
]


class SessionRecording(Model):
    """What is recorded."""

    presentation: Open[Text] = Field(examples=["recorded, for people who could not come"])
    """Whether the presentation is recorded, and who sees it."""
    discussion: Open[NotRecorded] = Field(examples=["not recorded"])
    """The discussion is ``not recorded``, in every session."""


class TrainingSession(Page):
    """A session in which people learn something together, with prompts, notes and an assignment.

    The facts say what people learn, the parts with their times, what is done afterwards, and what
    lets everybody take part. The presentation may be recorded, the discussion is not.
    """

    name: ClassVar[str] = "training-session"
    title: ClassVar[Words] = Words("Training session")
    folder: ClassVar[str] = "events/training/{id}.md"

    key_lessons: Open[Entries[Text]] = Field(examples=["[where to find a first task]"])
    """What people know or can do at the end."""
    duration: Open[Length] = Field(examples=["PT90M"])
    """How long the session lasts, with the discussion at its end."""
    icebreaker: Open[Text] = Field(examples=["What did you learn last week?"])
    """A light question that everybody can answer at the start."""
    parts: Open[Entries[SessionPart]] = Field(
        examples=[
            "{title: Who is here, minutes: 15}",
            "{title: A first task, minutes: 45, prompts: "
            "[{text: Choose one, minutes: 10, mode: pairs}]}",
            "{title: Open discussion, minutes: 30}",
        ]
    )
    """The parts of the session, in their order; together they fit into the duration."""
    assignment: Open[list[Text]] = Field(examples=["[finish what you began]"])
    """What people do afterwards, each in their own time; an empty list for nothing."""
    reading: Open[list[Text]] = []
    """What to read before or afterwards, as text or as links."""
    takeaways: Open[Entries[Text]] = Field(examples=["[questions are welcome]"])
    """What to remember, if nothing else."""
    feedback: Open[SessionFeedback]
    """What people are asked at the end."""
    recording: Open[SessionRecording]
    """What is recorded: perhaps the presentation, never the discussion."""
    accessibility: Open[Access]
    """What lets everybody take part."""
    code_of_conduct: Open[Conduct]
    """The rules of behaviour, and whom to turn to."""

    def rules(self) -> Iterator[Finding]:
        """The prompts fit into their parts, and the parts into the session."""
        yield from super().rules()
        if not isinstance(self.parts, list):
            return
        total = _sum(part.minutes for part in self.parts)
        whole = self.duration.rough_minutes if isinstance(self.duration, Duration) else total
        if total > whole:
            message = (
                f"the parts add up to {total} minutes, the session lasts {whole}; "
                "shorten a part or change 'duration'"
            )
            yield Finding(("parts",), Code.AGENDA_TOO_LONG, message)
        for i, part in enumerate(self.parts):
            prompts = part.prompts if isinstance(part.prompts, list) else []
            total = _sum(prompt.minutes for prompt in prompts)
            if isinstance(part.minutes, int) and total > part.minutes:
                name = f"'{part.title}'" if isinstance(part.title, str) else f"part {i + 1}"
                message = (
                    f"the prompts of {name} add up to {total} minutes, the part lasts "
                    f"{part.minutes}; shorten a prompt or change 'minutes'"
                )
                yield Finding(("parts", i, "prompts"), Code.AGENDA_TOO_LONG, message)

    def facts(self) -> Iterator[Block]:
        """At a glance, the timetable, the prompts of each part, afterwards, taking part."""
        return session_facts(self)


def _sum(minutes: Iterable[Open[Count]]) -> int:
    """Add up what is agreed."""
    return sum(n for n in minutes if isinstance(n, int))
