"""The plan of one event: what an event guide says, on dates."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

from compass_model.durations import Duration
from compass_model.fields import ToBeAgreed
from compass_model.kinds.event_guide import AgendaItem, EventGuide, TimelineEntry
from compass_model.local_time import is_to_the_minute, shift
from compass_model.yaml_source import Loc

Phase = Literal["before", "during", "after"]


class PlanError(ValueError):
    """A fact of the guide with which no plan can be made."""

    def __init__(self, loc: Loc, message: str) -> None:
        super().__init__(message)
        self.loc = loc
        """The fact."""


class Due(NamedTuple):
    """When something is to be done."""

    at: dt.datetime
    """In the time zone of the event."""
    whole_day: bool
    """Whether any time of that day will do."""

    @property
    def day(self) -> dt.date:
        """The day in the time zone of the event."""
        return self.at.date()

    def is_past(self, now: dt.datetime) -> bool:
        """Return whether it is over at the moment *now*."""
        if self.whole_day:
            return self.day < now.astimezone(self.at.tzinfo).date()
        return self.at.astimezone(dt.UTC) < now.astimezone(dt.UTC)


class Task(NamedTuple):
    """An entry of the timeline, on its date."""

    entry: TimelineEntry
    phase: Phase | None
    """``None`` while the date is to be agreed."""
    due: Due | None
    """``None`` while it is to be agreed."""


class Item(NamedTuple):
    """An item of the agenda, at its time."""

    item: AgendaItem
    start: dt.datetime | None
    """``None`` when the length of an item before it is to be agreed."""
    end: dt.datetime | None
    """``None`` when that, or its own length, is to be agreed."""


class EventPlan(NamedTuple):
    """An event guide with dates."""

    guide: EventGuide
    start: dt.datetime
    """With its time zone, which all times of the plan are in."""
    end: dt.datetime | None
    """``None`` while the duration is to be agreed."""
    tasks: tuple[Task, ...]
    """In the order of their dates; those without one come last."""
    items: tuple[Item, ...]


def plan_event(guide: EventGuide, start: dt.datetime) -> EventPlan:
    """Put the timeline and the agenda of a *guide* without problems on dates.

    :param start: when the event begins, in its own time zone
    :raises PlanError: when a length of time in the guide makes no sense for an event
    """
    end = None
    if isinstance(guide.duration, Duration):
        end = _moved(start, guide.duration, "duration")
        if end.timestamp() <= start.timestamp():
            written = guide.duration.written
            message = f"an event cannot last '{written}'; write a length such as PT1H"
            raise PlanError(("duration",), message)
    return EventPlan(guide, start, end, _tasks(guide, start), _items(guide, start))


def _tasks(guide: EventGuide, start: dt.datetime) -> tuple[Task, ...]:
    entries = guide.timeline if isinstance(guide.timeline, list) else []
    tasks = []
    for i, entry in enumerate(entries):
        due = None
        if isinstance(entry.when, Duration):
            at = _moved(start, entry.when, "timeline", i, "when")
            due = Due(at, not is_to_the_minute(entry.when))
        tasks.append(Task(entry, guide.phase(entry), due))
    return tuple(sorted(tasks, key=_by_date))


def _by_date(task: Task) -> tuple[str, bool, float]:
    """Sort by day; what may be done at any time of it comes first."""
    if task.due is None:
        return "~", True, 0
    return task.due.day.isoformat(), not task.due.whole_day, task.due.at.timestamp()


def _items(guide: EventGuide, start: dt.datetime) -> tuple[Item, ...]:
    items = []
    at: dt.datetime | None = start
    for i, item in enumerate(guide.agenda if isinstance(guide.agenda, list) else []):
        begins = at
        if isinstance(item.minutes, ToBeAgreed):
            at = None
        elif at is not None:
            at = _moved(at, Duration.parse(f"PT{item.minutes}M"), "agenda", i, "minutes")
        items.append(Item(item, begins, at))
    return tuple(items)


def _moved(start: dt.datetime, by: Duration, *loc: str | int) -> dt.datetime:
    try:
        return shift(start, by)
    except OverflowError:
        message = f"'{by.written}' from the start leads beyond the calendar; correct it"
        raise PlanError(loc, message) from None
