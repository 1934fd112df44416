"""What an event guide shows of its facts: at a glance, timeline, agenda, roles, taking part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from compass_model.durations import Duration
from compass_model.facts import (
    Block,
    Cell,
    Fact,
    Fields,
    Plain,
    Table,
    Words,
    choice,
    fields,
    in_largest_unit,
    length,
    shown,
    text,
    texts,
)
from compass_model.fields import ToBeAgreed
from compass_model.kinds.naming import undecided
from compass_model.kinds.part_facts import takes, times_from_start
from compass_model.kinds.taking_part import access_rows, conduct_rows

if TYPE_CHECKING:
    from compass_model.kinds.event_guide import AgendaItem, EventGuide, Role, Size, TimelineEntry

_MODES = {
    "online": Words("online"),
    "in-person": Words("in person"),
    "hybrid": Words("online and in person"),
}
_PHASES = {"before": Words("Before"), "during": Words("During"), "after": Words("After")}
_DAY = 24 * 60
_BEFORE = (
    (7 * _DAY, Words("%(n)d week before", "%(n)d weeks before")),
    (_DAY, Words("%(n)d day before", "%(n)d days before")),
    (60, Words("%(n)d hour before", "%(n)d hours before")),
    (1, Words("%(n)d minute before", "%(n)d minutes before")),
)
_AFTER = (
    (7 * _DAY, Words("%(n)d week later", "%(n)d weeks later")),
    (_DAY, Words("%(n)d day later", "%(n)d days later")),
    (60, Words("%(n)d hour after the start", "%(n)d hours after the start")),
    (1, Words("%(n)d minute after the start", "%(n)d minutes after the start")),
)


def event_facts(guide: EventGuide) -> Iterator[Block]:
    """Yield the blocks of *guide*, from top to bottom."""
    yield fields(
        "at-a-glance",
        None,
        (Words("Where"), choice(guide.mode, _MODES)),
        (Words("Lasts"), shown(guide.duration, lambda value: (length(value),))),
        (Words("Held"), text(guide.cadence, "cadence")),
        (Words("People"), shown(guide.size, _size)),
        (Words("Timeline"), undecided(guide.timeline)),
        (Words("Agenda"), undecided(guide.agenda)),
        (Words("Roles"), undecided(guide.roles)),
    )
    if isinstance(guide.timeline, list):
        yield _timeline(guide, guide.timeline)
    if isinstance(guide.agenda, list):
        yield _agenda(guide, guide.agenda)
    if isinstance(guide.roles, dict):
        yield _roles(guide, guide.roles)
    yield _taking_part(guide)


def _timeline(guide: EventGuide, entries: list[TimelineEntry]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for i, entry in sorted(enumerate(entries), key=lambda item: _order(item[1])):
        phase = guide.phase(entry)
        who = shown(entry.who, lambda who: (_role_name(guide, who),))
        task = text(entry.task, "timeline", i, "task")
        when = shown(entry.when, lambda when: (_offset(when),))
        rows.append(((_PHASES[phase],) if phase else (), when, who, task))
    columns = (Words("Phase"), Words("When"), Words("Who"), Words("What"))
    return Table("timeline", Words("Timeline"), columns, tuple(rows))


def _order(entry: TimelineEntry) -> tuple[bool, int]:
    """Sort by time; what has no time yet comes last."""
    if isinstance(entry.when, ToBeAgreed):
        return True, 0
    return False, entry.when.rough_minutes


def _agenda(guide: EventGuide, items: list[AgendaItem]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    times = times_from_start(item.minutes for item in items)
    for i, (item, time) in enumerate(zip(items, times, strict=True)):
        title = text(item.title, "agenda", i, "title")
        who = shown(item.who, lambda who: (_role_name(guide, who),))
        rows.append((time, takes(item.minutes), title, who))
    columns = (Words("Time from the start"), Words("Takes"), Words("What"), Words("Who"))
    return Table("agenda", Words("Agenda"), columns, tuple(rows))


def _roles(guide: EventGuide, roles: dict[str, Role]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for name, role in roles.items():
        count = shown(role.count, lambda count: (Plain(str(count)),))
        rows.append(
            ((_role_name(guide, name),), count, texts(role.duties, "roles", name, "duties"))
        )
    columns = (Words("Role"), Words("How many"), Words("Duties"))
    return Table("roles", Words("Roles"), columns, tuple(rows))


def _taking_part(guide: EventGuide) -> Fields:
    return fields(
        "taking-part",
        Words("Taking part"),
        *access_rows(guide.accessibility),
        *conduct_rows(guide.code_of_conduct),
        (Words("What is kept"), text(guide.archived, "archived")),
    )


def _role_name(guide: EventGuide, name: str) -> Fact:
    role = guide.roles.get(name) if isinstance(guide.roles, dict) else None
    if role is not None and isinstance(role.title, str):
        return Fact(role.title, ("roles", name, "title"))
    return Fact(name.replace("-", " ").capitalize(), ("roles", name))


def _offset(when: Duration) -> Words:
    if when.months and not when.minutes:
        if when.months < 0:
            return Words("%(n)d month before", "%(n)d months before", -when.months)
        return Words("%(n)d month later", "%(n)d months later", when.months)
    total = when.rough_minutes
    if total == 0:
        return Words("at the start")
    return in_largest_unit(abs(total), _BEFORE if total < 0 else _AFTER)


def _size(size: Size) -> Cell:
    if isinstance(size.min, int) and isinstance(size.max, int):
        return (Plain(f"{size.min}–{size.max}"),)
    return (
        *shown(size.min, lambda n: (Words("%(n)d or more", "%(n)d or more", n),)),
        *shown(size.max, lambda n: (Words("up to %(n)d", "up to %(n)d", n),)),
    )
