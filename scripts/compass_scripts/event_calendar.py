"""The iCalendar file of an event (RFC 5545)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from compass_model.event_plan import EventPlan
from compass_model.fields import ToBeAgreed
from compass_scripts.event_words import EventWords, is_utc
from compass_scripts.event_zone import time_zone


def calendar_file(words: EventWords, now: dt.datetime) -> bytes:
    """Write a calendar with one event, which every program puts at the same moment.

    :param now: when the file is made
    """
    words = words.plain()
    plan = words.plan
    calendar = Calendar()
    calendar.add("prodid", "-//sphinx-team-compass//compass event plan//EN")
    calendar.add("version", "2.0")
    start, end = _as_written(plan)
    if isinstance(start.tzinfo, ZoneInfo):
        years = range(start.year - 1, (end or start).year + 2)
        calendar.add_component(time_zone(start.tzinfo, years))
    event = Event()
    event.add("uid", _uid(plan))
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("dtstart", start)
    if end is not None:
        event.add("dtend", end)
    event.add("summary", words.render(words.title))
    event.add("description", "\n".join(_description(words)))
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _uid(plan: EventPlan) -> str:
    """Return the same UID whenever the file of the same event is made."""
    moment = plan.start.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%MZ")
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"compass:event:{plan.guide.id}:{moment}"))


def _as_written(plan: EventPlan) -> tuple[dt.datetime, dt.datetime | None]:
    """Return start and end in their zone, or in UTC where a local time would mean another.

    In iCalendar a local time that the clocks show twice always means the first time.
    """
    start, end = plan.start, plan.end
    if start.fold or (end is not None and end.fold) or is_utc(start):
        return start.astimezone(dt.UTC), end.astimezone(dt.UTC) if end is not None else None
    return start, end


def _description(words: EventWords) -> Iterator[str]:
    guide = words.plan.guide
    if isinstance(guide.duration, ToBeAgreed):
        yield f"How long: {words.said(guide.duration, str)}"
    yield f"Where: {words.where()}"
    if isinstance(guide.agenda, ToBeAgreed):
        yield f"Agenda: {words.said(guide.agenda, str)}"
    elif guide.agenda:
        yield "Agenda:"
        for item in guide.agenda:
            takes = words.said(item.minutes, lambda n: f"{n} min")
            yield f"- {words.text(item.title)} ({takes})"
    yield from words.conduct()
    yield from words.taking_part()
