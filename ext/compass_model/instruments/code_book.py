"""The code book: what stands in the data for each item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compass_model.facts import (
    Cell,
    Group,
    Name,
    Piece,
    Plain,
    Words,
    joined,
    sentence,
    shown,
    wording,
)
from compass_model.instruments.instrument_facts import COMMA, SEMICOLON
from compass_model.instruments.item_facts import ItemFacts, label_of
from compass_model.instruments.items import OTHER, Placed
from compass_model.kinds.part_facts import filled_table

if TYPE_CHECKING:
    from compass_model.kinds.questionnaire import Questionnaire

TITLE = Words("Code book")
CODE = Words("%(code)s = %(label)s")


def code_book(instrument: Questionnaire, show: ItemFacts) -> Group:
    """Make the table of all items, under a heading of its own; nothing when there are none."""
    rows = [_row(instrument, p, show) for p in instrument.placed if p.label]
    columns = (
        Words("Number"),
        Words("Id"),
        Words("Type"),
        Words("Values"),
        Words("Asked only if"),
        Words("Answers"),
    )
    table = filled_table("codes", None, columns, rows)
    return Group("code-book", TITLE, (table,) if rows else ())


def _row(instrument: Questionnaire, placed: Placed, show: ItemFacts) -> tuple[Cell, ...]:
    item = placed.item
    questions = item.answers_to if isinstance(item.answers_to, list) else []
    names = [Name("research-question", f"{instrument.id}:{id}") for id in questions]
    return (
        (Name("item", f"{instrument.id}:{item.id}"),),
        (Plain(item.id),),
        shown(item.type, lambda name: (Plain(name),)),
        _values(instrument, placed),
        _condition(instrument, placed, show),
        (joined(COMMA, names),) if names else (),
    )


def _values(instrument: Questionnaire, placed: Placed) -> Cell:
    cells: list[Piece] = []
    rows = placed.item.rows
    if isinstance(rows, list):
        lines = [
            code(row.id, wording(row.label, *placed.loc, "rows", i, "label")[0])
            for i, row in enumerate(rows)
        ]
        cells.append(joined(SEMICOLON, lines))
    options = instrument.options(placed) or ()
    codes = [
        code(option.id, Words("something else") if option is OTHER else label_of(option))
        for option in options
    ]
    if codes:
        cells.append(joined(SEMICOLON, codes))
    return tuple(cells)


def code(id: str, label: Piece) -> Piece:
    """Say what stands in the data for an answer."""
    return sentence(CODE, code=Plain(id), label=label)


def _condition(instrument: Questionnaire, placed: Placed, show: ItemFacts) -> Cell:
    """Say when an item is asked, its section included."""
    sections = instrument.item_sections
    outer = sections[placed.section].show_if if isinstance(sections, list) else None
    inner = placed.item.show_if
    if outer is not None and inner is not None:
        return (show.conditions.both(outer, inner),)
    condition = outer if outer is not None else inner
    return (show.conditions.say(condition),) if condition is not None else ()
