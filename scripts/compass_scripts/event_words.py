"""How the files of an event say dates, times, people and what is still to be agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from compass_model.event_plan import Due, EventPlan
from compass_model.fields import ToBeAgreed
from compass_model.inline_markdown import as_markdown, as_plain, link_to

T = TypeVar("T")

DECIDES = "to be agreed – decides:"
# Not strftime: its names of days and months are in the language of the computer.
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MODES = {"online": "online", "in-person": "in person", "hybrid": "online and in person"}


class EventWords(NamedTuple):
    """The words for one event."""

    plan: EventPlan
    title: str
    """The title of the guide, inline MyST."""
    owners: Mapping[str, str]
    """The names of teams and roles, by id."""
    render: Callable[[str], str] = as_markdown
    """Turns inline MyST into what the file takes: :func:`as_markdown` or :func:`as_plain`."""

    def plain(self) -> EventWords:
        """Return the same words without any markup."""
        return self._replace(render=as_plain)

    def heading(self) -> str:
        """Say what it is and on which day."""
        return f"{self.render(self.title)}, {day(self.plan.start)}"

    def said(self, value: T | ToBeAgreed, say: Callable[[T], str]) -> str:
        """Say a value, or who decides it."""
        if isinstance(value, ToBeAgreed):
            owner = self.owners.get(value.to_be_agreed, value.to_be_agreed)
            return f"{DECIDES} {self.render(owner)}"
        return say(value)

    def text(self, value: str | ToBeAgreed) -> str:
        """Say one text."""
        return self.said(value, self.render)

    def texts(self, values: Sequence[str | ToBeAgreed] | ToBeAgreed) -> str:
        """Say several texts in one line."""
        return self.said(values, lambda values: "; ".join(map(self.text, values)) or "none")

    def number(self, value: int | ToBeAgreed) -> str:
        """Say a number."""
        return self.said(value, str)

    def address(self, value: str | ToBeAgreed) -> str:
        """Say where something is found."""
        show = link_to if self.render is as_markdown else as_plain
        return self.said(value, show)

    def who(self, value: str | ToBeAgreed) -> str:
        """Say the name of one of the roles of the event."""
        return self.said(value, self._role)

    def _role(self, id: str) -> str:
        roles = self.plan.guide.roles
        role = roles.get(id) if isinstance(roles, dict) else None
        if role is not None and isinstance(role.title, str):
            return self.render(role.title)
        return id.replace("-", " ").capitalize()

    def where(self) -> str:
        """Say where people meet."""
        return self.said(self.plan.guide.mode, lambda mode: _MODES[mode])

    def when(self) -> list[str]:
        """Say when it takes place: in its own time zone, in UTC, and what is not agreed of it."""
        start, end = self.plan.start, self.plan.end
        lines = [f"When: {span(start, end)} ({start.tzinfo})"]
        if not is_utc(start):
            end_utc = end.astimezone(dt.UTC) if end else None
            lines.append(f"In UTC: {span(start.astimezone(dt.UTC), end_utc)}")
        if isinstance(self.plan.guide.duration, ToBeAgreed):
            lines.append(f"How long: {self.said(self.plan.guide.duration, str)}")
        return lines

    def taking_part(self) -> list[str]:
        """Say what lets people take part, line by line."""
        access = self.plan.guide.accessibility
        if isinstance(access, ToBeAgreed):
            return [f"Accessibility: {self.said(access, str)}"]
        return [
            f"Captions: {self.text(access.captions)}",
            f"Recording: {self.text(access.recording)}",
            f"Breaks: {self.text(access.breaks)}",
            f"Languages: {self.texts(access.languages)}",
            f"Costs covered: {self.text(access.costs_covered)}",
            f"If you cannot be there: {self.text(access.without_attending)}",
        ]

    def conduct(self) -> list[str]:
        """Say which rules of behaviour hold, and whom to turn to."""
        conduct = self.plan.guide.code_of_conduct
        if isinstance(conduct, ToBeAgreed):
            return [f"Code of conduct: {self.said(conduct, str)}"]
        return [
            f"Code of conduct: {self.address(conduct.url)}",
            f"If something goes wrong, tell: {self.text(conduct.contact)}",
        ]


def day(moment: dt.date) -> str:
    """Say a day: ``Wed 4 Mar 2026``."""
    weekday, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{weekday} {moment.day} {month} {moment.year}"


def clock(moment: dt.datetime, known: dt.date) -> str:
    """Say a time, with its day unless that is the day *known* anyway."""
    time = f"{moment.hour:02}:{moment.minute:02}"
    return time if moment.date() == known else f"{day(moment)}, {time}"


def span(start: dt.datetime, end: dt.datetime | None) -> str:
    """Say from when to when something takes place."""
    begins = f"{day(start)}, {clock(start, start.date())}"
    return begins if end is None else f"{begins} to {clock(end, start.date())}"


def due_date(due: Due) -> str:
    """Say when something is due."""
    if due.whole_day:
        return day(due.at)
    return f"{day(due.at)}, {both_clocks(due.at, None, due.day)}"


def both_clocks(start: dt.datetime, end: dt.datetime | None, known: dt.date) -> str:
    """Say a time, or a span of time, in its own zone and in UTC."""
    local = _clocks(start, end, known)
    if is_utc(start):
        return f"{local} UTC"
    utc = _clocks(start.astimezone(dt.UTC), end.astimezone(dt.UTC) if end else None, known)
    return f"{local} ({utc} UTC)"


def is_utc(moment: dt.datetime) -> bool:
    """Return whether a moment is given in UTC itself, so that no other clock is needed."""
    return str(moment.tzinfo) in {"UTC", "Etc/UTC"}


def _clocks(start: dt.datetime, end: dt.datetime | None, known: dt.date) -> str:
    begins = clock(start, known)
    return begins if end is None else f"{begins} to {clock(end, start.date())}"
