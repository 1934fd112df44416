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
    Undecided,
    Words,
    choice,
    fields,
    in_largest_unit,
    length,
    link,
    shown,
    text,
    texts,
)
from compass_model.fields import ToBeAgreed

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
        (Words("Timeline"), _owner(guide.timeline)),
        (Words("Agenda"), _owner(guide.agenda)),
        (Words("Roles"), _owner(guide.roles)),
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
    start: int | None = 0  # None once an item's length is to be agreed
    for i, item in enumerate(items):
        time: Cell = ()
        if start is not None and isinstance(item.minutes, int):
            time = (Plain(f"{_clock(start)}–{_clock(start + item.minutes)}"),)
            start += item.minutes
        else:
            start = None
        takes = shown(item.minutes, lambda n: (Words("%(n)d minute", "%(n)d minutes", n),))
        who = shown(item.who, lambda who: (_role_name(guide, who),))
        rows.append((time, takes, text(item.title, "agenda", i, "title"), who))
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
    rows: list[tuple[Words, Cell]] = []
    access, conduct = guide.accessibility, guide.code_of_conduct
    if isinstance(access, ToBeAgreed):
        rows.append((Words("Accessibility"), _owner(access)))
    else:
        at = "accessibility"
        rows += [
            (Words("Captions"), text(access.captions, at, "captions")),
            (Words("Recording"), text(access.recording, at, "recording")),
            (Words("Breaks"), text(access.breaks, at, "breaks")),
            (Words("Without attending"), text(access.without_attending, at, "without-attending")),
            (Words("Languages"), texts(access.languages, at, "languages")),
            (Words("Costs covered"), text(access.costs_covered, at, "costs-covered")),
        ]
    if isinstance(conduct, ToBeAgreed):
        rows.append((Words("Code of conduct"), _owner(conduct)))
    else:
        contact = text(conduct.contact, "code-of-conduct", "contact")
        rows += [(Words("Code of conduct"), link(conduct.url)), (Words("Conduct contact"), contact)]
    rows.append((Words("What is kept"), text(guide.archived, "archived")))
    return fields("taking-part", Words("Taking part"), *rows)


def _owner(value: object) -> Cell:
    """Show who decides a whole table that is to be agreed; nothing when it is there."""
    return (Undecided(value.to_be_agreed),) if isinstance(value, ToBeAgreed) else ()


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


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
