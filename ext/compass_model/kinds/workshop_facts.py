"""What the page of a leadership workshop shows of its facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from compass_model.facts import (
    Block,
    Cell,
    Item,
    Items,
    Plain,
    Prose,
    Words,
    choice,
    fields,
    link,
    people,
    shown,
    text,
)
from compass_model.kinds.figure import figure_cell
from compass_model.kinds.naming import owner, undecided
from compass_model.kinds.part_facts import rows_of, takes

if TYPE_CHECKING:
    from compass_model.kinds.leadership_workshop import LeadershipWorkshop

_ATTRIBUTION = {
    "nobody": Words("What was said may be used; who said it, and for whom they work, is not told"),
    "roles": Words("A team or role may be named, a person is not"),
    "named": Words("A person is named if they agreed to it"),
}
_ACTION_STATUS = {
    "open": Words("Not begun"),
    "doing": Words("In progress"),
    "done": Words("Done"),
    "dropped": Words("Dropped"),
}
_SHARED_STATUS = {
    "planned": Words("Planned"),
    "draft": Words("Draft"),
    "published": Words("Published"),
    "withdrawn": Words("Withdrawn"),
}


def workshop_facts(workshop: LeadershipWorkshop) -> Iterator[Block]:
    """Yield the blocks of a workshop, from top to bottom."""
    yield fields(
        "at-a-glance",
        None,
        (Words("For"), text(workshop.purpose, "purpose")),
        (Words("When"), text(workshop.when, "when")),
        (Words("Where"), text(workshop.place, "place")),
        (Words("Lasts"), text(workshop.length, "length")),
        (Words("Size"), figure_cell(workshop.size, "size")),
        (Words("Led by"), people(workshop.facilitators)),
        (Words("Who may be named"), choice(workshop.attribution, _ATTRIBUTION)),
        (Words("Preparation"), undecided(workshop.preparation)),
        (Words("Sessions"), undecided(workshop.sessions)),
        (Words("Shared openly"), undecided(workshop.shared)),
    )
    if isinstance(workshop.preparation, list):
        yield _preparation(workshop)
    if isinstance(workshop.sessions, list):
        yield _sessions(workshop)
    yield from _notes(workshop)
    if isinstance(workshop.shared, list):
        yield _shared(workshop)


def _preparation(workshop: LeadershipWorkshop) -> Items:
    items = []
    for i, item in enumerate(
        workshop.preparation if isinstance(workshop.preparation, list) else []
    ):
        at = ("preparation", i)
        below = fields(
            "task",
            None,
            (Words("Done by"), owner(item.by)),
            (Words("By when"), text(item.when, *at, "when")),
        )
        items.append(
            Item(f"preparation-{i + 1}", str(i + 1), text(item.task, *at, "task"), (below,))
        )
    return Items("preparation", tuple(items), Words("Preparation"))


def _sessions(workshop: LeadershipWorkshop) -> Items:
    items = []
    for i, item in enumerate(workshop.sessions if isinstance(workshop.sessions, list) else []):
        at = ("sessions", i)
        minutes: Cell = takes(item.minutes) if item.minutes is not None else ()
        below = fields(
            "session",
            None,
            (Words("Question"), text(item.question, *at, "question")),
            (Words("How"), text(item.way, *at, "way")),
            (Words("Takes"), minutes),
        )
        items.append(Item(f"session-{i + 1}", str(i + 1), text(item.title, *at, "title"), (below,)))
    return Items("sessions", tuple(items), Words("Sessions"))


def _notes(workshop: LeadershipWorkshop) -> Iterator[Block]:
    """Show challenges, opportunities and actions, or that there are none."""
    if not (workshop.challenges or workshop.opportunities or workshop.actions):
        yield Prose("no-notes", (Words("No notes were recorded here so far."),), Words("Notes"))
        return
    columns = {"note": Words("Challenge"), "source": Words("Source")}
    yield from rows_of("challenges", Words("Challenges"), workshop.challenges, columns)
    columns = {"note": Words("Opportunity"), "source": Words("Source")}
    yield from rows_of("opportunities", Words("Opportunities"), workshop.opportunities, columns)
    if not isinstance(workshop.actions, list):
        yield from rows_of("actions", Words("Actions"), workshop.actions, {})
        return
    items = []
    for i, item in enumerate(workshop.actions):
        below = fields(
            "action",
            None,
            (Words("Done by"), owner(item.owner)),
            (Words("Due"), shown(item.due, lambda day: (Plain(day.isoformat()),))),
            (Words("State"), choice(item.status, _ACTION_STATUS)),
        )
        action = text(item.action, "actions", i, "action")
        items.append(Item(f"action-{i + 1}", str(i + 1), action, (below,)))
    yield Items("actions", tuple(items), Words("Actions"))


def _shared(workshop: LeadershipWorkshop) -> Items:
    items = []
    for i, item in enumerate(workshop.shared if isinstance(workshop.shared, list) else []):
        below = fields(
            "shared-text",
            None,
            (Words("Written by"), owner(item.by)),
            (Words("State"), choice(item.status, _SHARED_STATUS)),
            (Words("Found at"), link(item.url)),
        )
        what = text(item.what, "shared", i, "what")
        items.append(Item(f"shared-{i + 1}", str(i + 1), what, (below,)))
    return Items("shared", tuple(items), Words("Shared openly"))
