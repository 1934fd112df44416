"""The timeline of a deliverables register: phases, milestones and what is due, in order of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from compass_model.facts import (
    Block,
    Cell,
    Fact,
    Group,
    Plain,
    Table,
    Words,
    fields,
    sentence,
    shown,
    text,
)
from compass_model.fields import Open
from compass_model.spans import Dates

if TYPE_CHECKING:
    from compass_model.kinds.deliverables_register import DeliverablesRegister
    from compass_model.kinds.register_entries import Deliverable, Milestone, Phase

T = TypeVar("T")


class _Row(NamedTuple):
    """A row of the timeline."""

    what: Cell
    planned: Cell
    happened: Cell
    days: tuple[dt.date, ...]
    """The first days of its dates."""


def timeline(register: DeliverablesRegister) -> Iterator[Block]:
    """Yield the table, which is drawn too, and name what cannot be in it."""
    rows = [_phase(phase, i) for i, phase in _numbered(register.phases)]
    rows += [_milestone(item, i) for i, item in _numbered(register.milestones)]
    rows += [_deliverable(item, i) for i, item in _numbered(register.deliverables)]
    dated = sorted((row for row in rows if row.days), key=lambda row: min(row.days))
    undated = tuple(piece for row in rows if not row.days for piece in row.what)
    blocks: list[Block] = []
    if dated:
        columns = (Words("What"), Words("Planned"), Words("Happened"))
        cells = tuple((row.what, row.planned, row.happened) for row in dated)
        blocks.append(Table("programme-timeline", None, columns, cells, "timeline"))
    if undated:
        blocks.append(fields("undated", None, (Words("Without a date"), undated)))
    if blocks:
        yield Group("timeline", Words("Timeline"), tuple(blocks))


def dates(value: Open[Dates] | None) -> Cell:
    """Show a day, a month, or a time from one to another."""
    return shown(value, lambda found: (Plain(found.text),))


def _numbered(entries: Open[list[T]] | None) -> list[tuple[int, T]]:
    return list(enumerate(entries)) if isinstance(entries, list) else []


def _days(*values: object) -> tuple[dt.date, ...]:
    return tuple(value.first for value in values if isinstance(value, Dates))


def _phase(phase: Phase, i: int) -> _Row:
    at = ("phases", i)
    title = phase.title
    named = Fact(title, (*at, "title")) if isinstance(title, str) else Plain(phase.id)
    what = sentence(Words("Phase: %(title)s"), title=named)
    planned = (*dates(phase.planned), *text(phase.length, *at, "length"))
    if isinstance(phase.planned, Dates) and isinstance(phase.length, str):
        both = Words("%(dates)s (%(length)s)")  # two pieces would be read as a change of dates
        planned = (sentence(both, dates=planned[0], length=planned[1]),)
    return _Row((what,), planned, dates(phase.happened), _days(phase.planned, phase.happened))


def _milestone(item: Milestone, i: int) -> _Row:
    return _Row(
        text(item.title, "milestones", i, "title"),
        dates(item.planned),
        dates(item.happened),
        _days(item.planned, item.happened),
    )


def _deliverable(item: Deliverable, i: int) -> _Row:
    due, original = item.due, item.original_due
    planned = dates(due)
    if isinstance(original, Dates) and dates(original) != planned:
        if isinstance(due, Dates):  # otherwise it says who decides on the new date
            planned = (sentence(Words("changed to %(date)s"), date=planned[0]),)
        planned = (*dates(original), *planned)
    title = item.title
    named = Fact(title, ("deliverables", i, "title")) if isinstance(title, str) else Plain(item.id)
    published = item.published if isinstance(item.published, list) else []
    days = sorted(one.date for one in published if isinstance(one.date, Dates))
    happened: Cell = (Plain(days[0].text),) if days else ()
    if item.status == "withdrawn":
        happened = (Words("withdrawn"),)
    elif item.status == "published" and not days:
        happened = (Words("published, day not given"),)
    return _Row((named,), planned, happened, _days(original, due, *days))
