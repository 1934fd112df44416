"""The event guide: how to run an event that can be repeated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from compass_model.durations import Duration
from compass_model.envelope import Page, Section
from compass_model.facts import Block, Words
from compass_model.fields import Count, Finding, Id, Length, Model, Open, Text, ToBeAgreed
from compass_model.kinds.event_facts import event_facts
from compass_model.kinds.taking_part import Accessibility, Conduct
from compass_model.problems import Code, did_you_mean


class Size(Model):
    """How many people."""

    min: Open[Count] | None = None
    """With fewer people it does not work."""
    max: Open[Count] | None = None
    """With more people it does not work."""


class Role(Model):
    """Somebody whom the event needs."""

    title: Open[Text] | None = None
    """What the role is called; made from its id when left out."""
    count: Open[Count] = 1
    """How many people."""
    duties: Open[list[Text]] = Field(examples=["[opens and closes]"])
    """What they do."""


class TimelineEntry(Model):
    """Something to do before, during or after the event."""

    when: Open[Length] = Field(examples=["-P14D"])
    """From the start: ``-P14D`` is 14 days before, ``PT0M`` the start, ``P2D`` 2 days later."""
    who: Open[Id] = Field(examples=["facilitator"])
    """One of the ``roles``."""
    task: Open[Text] = Field(examples=["Announce the date"])
    """What to do."""


class AgendaItem(Model):
    """One item of the agenda."""

    minutes: Open[Count] = Field(examples=[15])
    """How long it takes."""
    title: Open[Text] = Field(examples=["Welcome"])
    """What happens."""
    who: Open[Id] | None = None
    """Who leads it: one of the ``roles``."""


class EventGuide(Page):
    """How to run an event that can be repeated, such as a collaboration café or a sprint.

    The facts give the event at a glance, its timeline, agenda and roles, and what lets everybody
    take part; the text says how to go about it before, during and after.
    """

    name: ClassVar[str] = "event-guide"
    title: ClassVar[Words] = Words("Event guide")
    folder: ClassVar[str] = "events/{id}.md"
    sections: ClassVar[tuple[Section, ...]] = (
        Section("Before", ("Beforehand", "Preparation", "Before the event"), "what to prepare"),
        Section("During", ("On the day", "During the event"), "what happens while it runs"),
        Section(
            "After", ("Afterwards", "Follow-up", "After the event"), "what is done once it is over"
        ),
    )

    mode: Open[Literal["online", "in-person", "hybrid"]] = Field(examples=["online"])
    """Where people meet."""
    duration: Open[Length] = Field(examples=["PT1H"])
    """How long it lasts."""
    cadence: Open[Text] | None = None
    """How often it is held, in words."""
    size: Open[Size] | None = None
    """For how many people it works."""
    roles: Open[dict[Id, Role]] = Field(examples=["{facilitator: {duties: [opens and closes]}}"])
    """The people whom the event needs."""
    timeline: Open[list[TimelineEntry]] = Field(
        examples=[
            "{when: -P14D, who: facilitator, task: Announce the date}",
            "{when: PT0M, who: facilitator, task: Welcome everybody}",
            "{when: P2D, who: facilitator, task: Archive the notes}",
        ]
    )
    """Who does what when: something before, something during and something after the event."""
    agenda: Open[list[AgendaItem]] = Field(
        examples=[
            "{minutes: 10, title: Welcome}",
            "{minutes: 40, title: Work together}",
            "{minutes: 10, title: What we did and what comes next}",
        ]
    )
    """What happens, item by item; the minutes add up to the duration or less."""
    accessibility: Open[Accessibility]
    """What lets everybody take part."""
    code_of_conduct: Open[Conduct]
    """The rules of behaviour, and whom to turn to."""
    archived: Open[Text] = Field(examples=["the notes, in the team compass"])
    """What is kept after the event, and where."""

    def rules(self) -> Iterator[Finding]:
        """The agenda fits, the timeline is complete, and every role that is named exists."""
        yield from super().rules()
        yield from self._agenda_fits()
        yield from self._timeline_is_complete()
        if isinstance(self.roles, dict):
            yield from self._roles_exist(self.roles)

    def _agenda_fits(self) -> Iterator[Finding]:
        if not isinstance(self.agenda, list) or not isinstance(self.duration, Duration):
            return
        total, length = (
            sum(item.minutes for item in self.agenda if isinstance(item.minutes, int)),
            self.duration.rough_minutes,
        )
        if total > length:
            message = (
                f"the agenda adds up to {total} minutes, the event lasts {length}; "
                "shorten an item or change 'duration'"
            )
            yield Finding(("agenda",), Code.AGENDA_TOO_LONG, message)

    def _timeline_is_complete(self) -> Iterator[Finding]:
        if not isinstance(self.timeline, list):
            return
        there = {self.phase(entry) for entry in self.timeline}
        if None in there:
            return  # an entry whose time is open may be what seems to be missing
        for phase, example in {"before": "-P7D", "during": "PT0M", "after": "P1D"}.items():
            if phase not in there:
                message = (
                    f"the timeline has nothing {phase} the event; "
                    f"add an entry such as 'when: {example}'"
                )
                yield Finding(("timeline",), Code.MISSING_PHASE, message)

    def _roles_exist(self, roles: dict[str, Role]) -> Iterator[Finding]:
        timeline = self.timeline if isinstance(self.timeline, list) else []
        agenda = self.agenda if isinstance(self.agenda, list) else []
        named = [("timeline", i, entry.who) for i, entry in enumerate(timeline)]
        named += [("agenda", i, item.who) for i, item in enumerate(agenda) if item.who is not None]
        for name, i, who in named:
            if isinstance(who, str) and who not in roles:
                hint = did_you_mean(who, roles) or "; add it to 'roles' or name another"
                message = f"'{who}' is not one of this event's roles{hint}"
                yield Finding((name, i, "who"), Code.UNKNOWN_REFERENCE, message)

    def phase(self, entry: TimelineEntry) -> Literal["before", "during", "after"] | None:
        """Say whether *entry* lies before, during or after the event, if that is agreed.

        While the duration is to be agreed, the event counts as one day.
        """
        if isinstance(entry.when, ToBeAgreed):
            return None
        offset = entry.when.rough_minutes
        length = self.duration.rough_minutes if isinstance(self.duration, Duration) else 24 * 60 - 1
        if offset < 0:
            return "before"
        return "during" if offset <= length else "after"

    def facts(self) -> Iterator[Block]:
        """At a glance, timeline, agenda, roles, taking part."""
        return event_facts(self)
