"""Short ways for a kind to say which names of other things its fields hold."""

from __future__ import annotations

from collections.abc import Iterator

from compass_model.envelope import Use
from compass_model.facts import Cell, Person, shown
from compass_model.fields import ToBeAgreed


def named(what: str, value: object, *loc: str | int) -> Iterator[Use]:
    """Yield a use for each name in the field at *loc*, which holds one name or a list of them.

    What is to be agreed, wrong or missing names nothing.
    """
    if isinstance(value, str):
        yield Use(what, value, loc)
    elif isinstance(value, list):
        for i, id in enumerate(value):
            yield from named(what, id, *loc, i)


def owner(id: str | ToBeAgreed | None) -> Cell:
    """Show one team or role."""
    return shown(id, lambda id: (Person(id),))


def undecided(value: object) -> Cell:
    """Show who decides a whole list that is to be agreed; nothing when it is there."""
    return shown(value if isinstance(value, ToBeAgreed) else None, lambda _: ())
