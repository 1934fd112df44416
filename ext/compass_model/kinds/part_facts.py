"""What many kinds show alike: tables of simple entries, and times.

In a table of simple entries, a row is an entry and a column a field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from compass_model.durations import Duration
from compass_model.facts import (
    Block,
    Cell,
    Item,
    Items,
    Plain,
    Table,
    Undecided,
    Words,
    choice,
    fields,
    length,
    link,
    people,
    shown,
    text,
    texts,
)
from compass_model.fields import Count, Model, Open, ToBeAgreed
from compass_model.yaml_source import Loc


def rows_of(
    name: str,
    title: Words | None,
    entries: Sequence[Model] | ToBeAgreed,
    columns: Mapping[str, Words],
    *,
    words: Mapping[str, Mapping[str, Words]] | None = None,
    order: str = "",
) -> Iterator[Block]:
    """Yield a table of *entries*, or who decides them; nothing when there are none.

    :param name: the field that holds the entries
    :param columns: heading of each column, by field; columns without a value are left out
    :param words: our own words for the values of a field, in their usual order
    :param order: a field in *words* by whose order the rows are sorted
    """
    if isinstance(entries, ToBeAgreed):
        owner: Cell = (Undecided(entries.to_be_agreed),)
        yield fields(name, None, (title or Words("Table"), owner))
        return
    words = words or {}
    rows = []
    for i, entry in enumerate(entries):
        values = {
            str(field.alias): getattr(entry, key) for key, field in type(entry).model_fields.items()
        }
        cells = {key: _cell(values[key], words.get(key), (name, i, key)) for key in columns}
        rows.append((_place(values[order], words[order]) if order else 0, cells))
    rows.sort(key=lambda row: row[0])
    used = [key for key in columns if any(cells[key] for _, cells in rows)]
    if rows:
        cells_in_order = tuple(tuple(cells[key] for key in used) for _, cells in rows)
        yield Table(name, title, tuple(columns[key] for key in used), cells_in_order)


def items_of(
    name: str,
    title: Words,
    entries: Sequence[Model] | ToBeAgreed,
    first: str,
    below: Mapping[str, Words],
) -> Iterator[Block]:
    """Yield *entries* one below the other, for texts that a table on a phone has no room for.

    :param name: the field that holds the entries
    :param first: the field that stands for an entry
    :param below: names of the other fields, in their order
    """
    if isinstance(entries, ToBeAgreed):
        yield from rows_of(name, title, entries, {})
        return
    items = []
    for i, entry in enumerate(entries):
        values = {
            str(field.alias): getattr(entry, key) for key, field in type(entry).model_fields.items()
        }
        rows = ((words, _cell(values[key], None, (name, i, key))) for key, words in below.items())
        about = fields(f"{name}-entry", None, *rows)
        text = _cell(values[first], None, (name, i, first))
        items.append(Item(f"{name}-{i + 1}", str(i + 1), text, (about,)))
    yield Items(name, tuple(items), title)


def _place(value: object, words: Mapping[str, Words]) -> int:
    """Return the place of a value in its usual order; what is to be agreed comes last."""
    return list(words).index(value) if isinstance(value, str) else len(words)


def _cell(value: Any, words: Mapping[str, Words] | None, loc: Loc) -> Cell:
    """Show the value of one field by its type; ``team`` and ``url`` are fields with a meaning."""
    if words is not None:
        return choice(value, words)
    if loc[-1] == "url":
        return link(value)
    if loc[-1] == "team":
        return people([value])
    if isinstance(value, Duration):
        return (length(value),)
    if isinstance(value, list):
        return texts(value, *loc)
    return text(value, *loc)


def filled_table(
    name: str, title: Words | None, columns: Sequence[Words], rows: Sequence[Sequence[Cell]]
) -> Table:
    """Make a table without the columns that no row fills; the first is always there."""
    used = [i for i in range(len(columns)) if i == 0 or any(row[i] for row in rows)]
    cells = tuple(tuple(row[i] for i in used) for row in rows)
    return Table(name, title, tuple(columns[i] for i in used), cells)


def takes(minutes: Open[Count]) -> Cell:
    """Show how long something takes."""
    return shown(minutes, lambda n: (Words("%(n)d minute", "%(n)d minutes", n),))


def times_from_start(lengths: Iterable[Open[Count]]) -> Iterator[Cell]:
    """Show from when to when things last that follow each other, counted from the start.

    :param lengths: how many minutes each takes; once one is to be agreed, no more can be said
    """
    start: int | None = 0
    for minutes in lengths:
        if start is None or isinstance(minutes, ToBeAgreed):
            start = None
            yield ()
        else:
            end = start + minutes
            yield (Plain(f"{start // 60}:{start % 60:02}–{end // 60}:{end % 60:02}"),)
            start = end
