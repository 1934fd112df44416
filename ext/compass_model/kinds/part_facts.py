"""Tables made from lists of simple entries: one row an entry, one column a field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from compass_model.durations import Duration
from compass_model.facts import (
    Block,
    Cell,
    Table,
    Undecided,
    Words,
    choice,
    fields,
    length,
    link,
    people,
    text,
    texts,
)
from compass_model.fields import Model, ToBeAgreed
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
