"""Works and documents that an entry of a list names: how they are checked and shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compass_model.envelope import Evidence
from compass_model.facts import Cell, Fact, Piece, shown
from compass_model.fields import Finding, ToBeAgreed
from compass_model.kinds.naming import undecided
from compass_model.problems import Code


def unnamed(items: object, field: str) -> Iterator[Finding]:
    """Yield each entry of a *field* that says neither what it is nor what it cites."""
    for i, item in enumerate(items if isinstance(items, list) else []):
        if item.cite is None and item.title is None:
            message = f"'{field}[{i + 1}]' says neither 'title' nor 'cite'; add one of them"
            yield Finding((field, i), Code.MISSING_FIELD, message)


def evidence(items: Sequence[Evidence] | ToBeAgreed, *loc: str | int) -> Cell:
    """Show works of the bibliography, and documents with a title that leads to them."""
    return shown(items, lambda them: tuple(_each(them, *loc)))


def _each(items: Sequence[Evidence], *loc: str | int) -> Iterator[Piece]:
    for i, item in enumerate(items):
        if isinstance(item.cite, str):
            yield Fact(f"{{cite:t}}`{item.cite}`", (*loc, i, "cite"))
        elif isinstance(item.title, str):
            linked = f"[{item.title}]({item.url})" if isinstance(item.url, str) else item.title
            yield Fact(linked, (*loc, i, "title"))
        else:
            yield from undecided(item.title or item.cite)
