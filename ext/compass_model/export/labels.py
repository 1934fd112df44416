"""Labels of an export: ``<prefix>-<file stem>[-<section>]``, one for each place, made from names.

The rule is that of The Turing Way (its style guide, style-crossref). A label never depends on how
many headings come before it, so that a change in one place leaves all other labels as they were.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_AUTOMATIC = re.compile(r"id\d+\Z")
"""An id that docutils counted, because the name was taken or there is none."""

_OURS = "compass-"
"""What the ids of the sections begin with that are made from the facts of a page."""


def slug(text: str) -> str:
    """Return a text as small letters, digits and single hyphens; empty when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


class Place(NamedTuple):
    """A place that a link can lead to, as the names in a page give it."""

    ids: tuple[str, ...]
    """Its ids in the page, the first of which names it."""
    title: str
    """Its heading; empty when it has none."""
    line: int
    depth: int
    """How deep its section is nested: 1 for the page itself. The places around it are above."""


class Clash(NamedTuple):
    """Two places of one page whose label would be the same."""

    label: str
    line: int
    title: str


def labels_of(
    page: str, places: Sequence[Place], *, strict: bool = True
) -> tuple[dict[str, str], list[Clash]]:
    """Name the places of a page.

    Args:
        page: the label of the page, which its first place gets
        places: in the order of the page
        strict: whether the form is that of the book; otherwise no place goes without a label, if
            need be by a number, and two hyphens keep the pages of a folder from the sections of
            its index

    Returns:
        The label of each id. Several ids of one place have one label. A place with nothing but a
        counted id has none, for such an id changes with the text above it.
        And the places for which no label of their own was left.
    """
    found: dict[str, str] = {}
    used: set[str] = set()
    clashes: list[Clash] = []
    around: list[tuple[int, str]] = []
    for i, place in enumerate(places):
        names = [""] if i == 0 else _names(place, around)
        joint = "-" if strict else "--"
        labels = [f"{page}{joint}{name}" if name else page for name in names]
        if labels and not strict:
            labels += [f"{labels[0]}-{number}" for number in range(2, len(places) + 2)]
        label = next((label for label in labels if label not in used), None)
        while around and around[-1][0] >= place.depth:
            around.pop()
        if i and names and place.title:
            around.append((place.depth, names[0]))
        if label is None:
            if labels:
                clashes.append(Clash(labels[0], place.line, place.title or place.ids[0]))
            continue
        used.add(label)
        found.update(dict.fromkeys(place.ids, label))
    return found, clashes


def _names(place: Place, around: Sequence[tuple[int, str]]) -> list[str]:
    """Return the names for a place, best first: its own, then with the section around it."""
    own = next((id for id in place.ids if not _AUTOMATIC.match(id)), None)
    name = slug(own or place.title)
    if name.startswith(_OURS):
        # A page may have a section of the same name: its facts above, what is said of them below.
        name = f"facts-{name.removeprefix(_OURS)}"
    if not name:
        return []
    above = [other for depth, other in around if depth < place.depth]
    return [name, *("-".join([*above[i:], name]) for i in reversed(range(len(above))))]
