"""The facts of a page written out by hand, so to say: field lists and tables in plain MyST.

What is written comes from the model, which is not what is measured: the twin is built without the
extension. :mod:`tests.bench.compare` checks that both builds show the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.facts import NAMES

from compass_model.envelope import STATUS_WORDS
from compass_model.facts import Block, Cell, Fact, Fields, Person, Piece, Plain, Undecided, Words
from compass_model.fields import ToBeAgreed
from compass_model.page import TypedPage


def status(page: TypedPage) -> list[str]:
    """Write how settled a page is."""
    return [STATUS_WORDS[page.facts.status].message, ""]


def facts(page: TypedPage) -> list[str]:
    """Write what stands before the prose."""
    return [line for block in page.facts.facts() if block.rows for line in _block(block)]


def about(page: TypedPage) -> list[str]:
    """Write what stands after the prose."""
    return ["## About this page", "", *(line for row in _about(page) for line in _field(*row)), ""]


def _about(page: TypedPage) -> Iterator[tuple[str, list[str]]]:
    stated = page.facts
    yield "Looked after by", [_name(stated.owner)]
    yield "Written for", [_name(id) for id in _list(stated.audience)]
    yield "Last reviewed", [str(stated.reviewed)]
    yield "Due for review", [str(stated.review_date)]
    works = [f"[{work.title}]({work.url}) ({work.licence})" for work in _list(stated.adapted_from)]
    yield "Adapted from", works
    yield "Rests on", [f"[{item.title}]({item.url})" for item in _list(stated.evidence)]


def _list(value: list | ToBeAgreed) -> list:
    return value if isinstance(value, list) else []


def _block(block: Block) -> list[str]:
    heading = [] if block.title is None else [f"## {block.title.message}", ""]
    if isinstance(block, Fields):
        rows = [
            line
            for name, cell in block.rows
            for line in _field(name.message, [_text(piece) for piece in cell])
        ]
        return [*heading, *rows, ""]
    columns = [column.message for column in block.columns]
    lines = [_row(columns), "|---" * len(columns) + "|"]
    lines += [_row([_cell(cell) for cell in row]) for row in block.rows]
    return [*heading, *lines, ""]


def _field(name: str, values: list[str]) -> list[str]:
    if len(values) == 1:
        return [f":{name}: {values[0]}"]
    return [f":{name}:", *(f"  - {value}" for value in values)]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    """Write several pieces in one line: a Markdown table holds no lists."""
    return "; ".join(_text(piece) for piece in cell).replace("|", r"\|")


def _text(piece: Piece) -> str:
    if isinstance(piece, Fact):
        return piece.text
    if isinstance(piece, Words):
        message = piece.message if piece.number == 1 or not piece.plural else piece.plural
        return message % {"n": piece.number} if piece.plural else message
    if isinstance(piece, Plain):
        return f"[{piece.text}]({piece.url})" if piece.url else piece.text
    if isinstance(piece, Person):
        return _name(piece.id)
    assert isinstance(piece, Undecided)
    return f"*to be agreed* – decides: {_name(piece.owner)}"


def _name(owner: str | ToBeAgreed) -> str:
    return NAMES[owner.to_be_agreed if isinstance(owner, ToBeAgreed) else owner]
