"""What the pages of a site say that the rules of consent need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from compass_model.envelope import Definition
from compass_model.records import Defined


class Known(NamedTuple):
    """What pages define."""

    people: tuple[str, ...] = ()
    """The people whom pages of the programme name."""
    forms: Mapping[str, Set[str]] = {}
    """The versions of each consent form."""
    items: Set[str] = frozenset()
    """The items of instruments."""
    lost: Set[str] = frozenset()
    """Ids that pages may have which could not be read."""


def known_of(things: Iterable[Defined | Definition], lost: Iterable[str] = ()) -> Known:
    """Collect what is needed from the things that pages define."""
    people: set[str] = set()
    forms: dict[str, set[str]] = {}
    items: set[str] = set()
    for thing in things:
        if thing.what == "person":
            people.add(thing.id)
        elif thing.what == "item":
            items.add(thing.id)
        elif thing.what == "consent-version":
            form, _space, version = thing.id.partition(" ")
            forms.setdefault(form, set()).add(version)
    return Known(tuple(sorted(people)), forms, items, frozenset(lost))
