"""The two Markdown files of an event: the checklist for an issue, and the pad for its notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compass_model.event_plan import Item, Task
from compass_model.fields import ToBeAgreed
from compass_model.kinds.event_guide import Role, Size
from compass_scripts.event_words import EventWords, both_clocks, due_date

_PHASES = {
    "before": "Before",
    "during": "During",
    "after": "After",
    None: "At a time to be agreed",
}


def checklist(words: EventWords) -> str:
    """Write the body of an issue: who does what by which day, and what the event needs."""
    guide = words.plan.guide
    lines = [f"# {words.heading()}", ""]
    lines += _bullets([*words.when(), f"Where: {words.where()}", *_people(words)])
    if isinstance(guide.agenda, ToBeAgreed):
        lines.append(f"- Agenda: {words.said(guide.agenda, str)}")
    lines.append(f"- Guide: {guide.id} ({guide.status})")
    lines += ["", f"Dates are those in {words.plan.start.tzinfo}.", "", "## Roles", ""]
    lines += _roles(words)
    lines += _tasks(words)
    lines += ["", "## Taking part", "", *_bullets([*words.taking_part(), *words.conduct()])]
    lines += ["", "## What is kept", "", *_bullets([words.text(guide.archived)])]
    return "\n".join(lines) + "\n"


def agenda_pad(words: EventWords) -> str:
    """Write the page on which people take notes together during the event."""
    lines = [f"# {words.heading()}: agenda and notes", ""]
    lines += _bullets([*words.when(), f"Where: {words.where()}", "Link to join: "])
    lines += ["", "## Taking part", "", *_bullets([*words.conduct(), *words.taking_part()])]
    lines += ["", "## Who does what", "", *_bullets(_names_to_fill(words))]
    lines += ["", "## Who is here", "", "Write your name if you like; nobody has to.", ""]
    lines += ["- "] * 5
    lines += ["", "## Agenda", ""]
    lines += _agenda(words)
    lines += ["", "## What comes next", "", "- Who does what, by when: "]
    return "\n".join(lines) + "\n"


def _bullets(lines: Iterable[str]) -> Iterator[str]:
    return (f"- {line}" for line in lines)


def _people(words: EventWords) -> Iterator[str]:
    size = words.plan.guide.size
    if isinstance(size, ToBeAgreed):
        yield f"People: {words.said(size, str)}"
    elif size is not None and (size.min, size.max) != (None, None):
        yield f"People: {_size(words, size)}"


def _size(words: EventWords, size: Size) -> str:
    if isinstance(size.min, int) and isinstance(size.max, int):
        return f"{size.min} to {size.max}"
    least = [] if size.min is None else [f"at least {words.number(size.min)}"]
    most = [] if size.max is None else [f"at most {words.number(size.max)}"]
    return "; ".join(least + most)


def _roles(words: EventWords) -> Iterator[str]:
    roles = words.plan.guide.roles
    if isinstance(roles, ToBeAgreed):
        yield f"- {words.said(roles, str)}"
        return
    for id, role in roles.items():
        yield f"- {_to_fill(words, id, role)}"
        yield f"  - Duties: {words.texts(role.duties)}"


def _names_to_fill(words: EventWords) -> list[str]:
    roles = words.plan.guide.roles
    if isinstance(roles, ToBeAgreed):
        return [f"Roles: {words.said(roles, str)}"]
    return [_to_fill(words, id, role) for id, role in roles.items()]


def _to_fill(words: EventWords, id: str, role: Role) -> str:
    if isinstance(role.count, ToBeAgreed):
        return f"{words.who(id)} (how many is {words.said(role.count, str)}): "
    return f"{words.who(id)} ({role.count}): "


def _tasks(words: EventWords) -> Iterator[str]:
    if isinstance(words.plan.guide.timeline, ToBeAgreed):
        yield from ("", "## Timeline", "", f"- {words.said(words.plan.guide.timeline, str)}")
    for phase, heading in _PHASES.items():
        tasks = [task for task in words.plan.tasks if task.phase == phase]
        if tasks:
            yield from ("", f"## {heading}", "")
            yield from (f"- [ ] {_task(words, task)}" for task in tasks)


def _task(words: EventWords, task: Task) -> str:
    if isinstance(task.entry.when, ToBeAgreed) or task.due is None:
        when = f"Date {words.said(task.entry.when, str)}"
    else:
        when = due_date(task.due)
    return f"**{when}** – {words.who(task.entry.who)}: {words.text(task.entry.task)}"


def _agenda(words: EventWords) -> Iterator[str]:
    agenda = words.plan.guide.agenda
    if isinstance(agenda, ToBeAgreed):
        yield from (f"The agenda is {words.said(agenda, str)}.", "", "### Notes", "", "- ")
    elif not agenda:
        yield from ("### Notes", "", "- ")
    for i, item in enumerate(words.plan.items):
        if i:
            yield ""
        yield from _item(words, item)


def _item(words: EventWords, item: Item) -> Iterator[str]:
    title = words.text(item.item.title)
    day = words.plan.start.date()
    if item.start is None:
        yield f"### After that: {title}"
    elif item.end is None:
        yield f"### From {both_clocks(item.start, None, day)}: {title}"
    else:
        yield f"### {both_clocks(item.start, item.end, day)}: {title}"
    yield ""
    takes = words.said(item.item.minutes, lambda n: f"{n} minute{'s' * (n != 1)}")
    who = "" if item.item.who is None else f"; leads: {words.who(item.item.who)}"
    yield from (f"Takes: {takes}{who}", "", "Notes:", "", "- ")
