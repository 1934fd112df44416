"""What a label guide shows of its facts: a card for each label, milestones, boards, numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from compass_model.envelope import anchor
from compass_model.facts import (
    Block,
    Cell,
    Fields,
    Group,
    Item,
    Items,
    Plain,
    Table,
    Words,
    fields,
    link,
    names,
    people,
    shown,
    text,
    texts,
)
from compass_model.fields import ToBeAgreed
from compass_model.kinds.naming import owner, undecided
from compass_model.kinds.part_facts import rows_of

if TYPE_CHECKING:
    from compass_model.kinds.label_guide import Aggregates, Label, LabelCount, LabelGuide

_TOOL = {"name": Words("Name"), "meaning": Words("Meaning"), "url": Words("Found at")}


def label_facts(guide: LabelGuide) -> Iterator[Block]:
    """Yield the blocks of *guide*, from top to bottom."""
    yield fields(
        "at-a-glance",
        None,
        (Words("Issues in"), shown(guide.search_in, lambda places: tuple(map(_home, places)))),
        (Words("Labels"), undecided(guide.labels)),
        (Words("Numbers"), undecided(guide.aggregates)),
    )
    if isinstance(guide.labels, list):
        places = guide.search_in if isinstance(guide.search_in, list) else []
        cards = tuple(_card(label, i, places) for i, label in enumerate(guide.labels))
        yield Items("labels", cards, Words("Labels"))
    yield from rows_of("milestones", Words("Milestones"), guide.milestones, _TOOL)
    yield from rows_of("boards", Words("Boards"), guide.boards, _TOOL)
    if guide.aggregates is not None and not isinstance(guide.aggregates, ToBeAgreed):
        yield _numbers(guide.aggregates)


def search_url(place: str, label: str) -> str:
    """Return the address of the live list of open issues with a label.

    :param place: an organisation on GitHub, or a repository with its owner
    """
    return "https://github.com/issues?" + urlencode(
        {"q": f"is:open is:issue {_query(place, label)}"}
    )


def _query(place: str, label: str) -> str:
    quoted = label.replace("\\", "\\\\").replace('"', '\\"')
    return f'{"repo" if "/" in place else "org"}:{place} label:"{quoted}"'


def _home(place: str) -> Plain:
    return Plain(place, f"https://github.com/{place}")


def _card(label: Label, i: int, places: list[str]) -> Item:
    at = ("labels", i)
    name = label.name
    searches: Cell = ()
    if isinstance(name, str):
        searches = tuple(Plain(_query(place, name), search_url(place, name)) for place in places)
    about = fields(
        "label-facts",
        None,
        (Words("Name"), undecided(name)),
        (Words("An issue is ready when"), texts(label.ready_when, *at, "ready-when")),
        (Words("Put on by"), people(label.applied_by)),
        (Words("For"), people(label.for_whom)),
        (Words("Open issues now"), searches),
    )
    where = anchor("label", name) if isinstance(name, str) else f"label-without-name-{i + 1}"
    term = name if isinstance(name, str) else Words("A label without a name")
    return Item(where, term, text(label.meaning, *at, "meaning"), (about,))


def _numbers(aggregates: Aggregates) -> Group:
    about: Fields = fields(
        "counted",
        None,
        (Words("Counted on"), shown(aggregates.as_of, lambda day: (Plain(day.isoformat()),))),
        (Words("Counted by"), owner(aggregates.counted_by)),
        (Words("Source"), link(aggregates.source)),
        (Words("Numbers"), undecided(aggregates.counts)),
    )
    if not isinstance(aggregates.counts, list):
        return Group("aggregates", Words("Numbers of one day"), (about,))
    rows = tuple(_count(count) for count in aggregates.counts)
    columns = (Words("Label"), Words("Open issues"), Words("Oldest, in days"))
    width = 3 if any(row[2] for row in rows) else 2
    table = Table("counts", None, columns[:width], tuple(row[:width] for row in rows))
    return Group("aggregates", Words("Numbers of one day"), (about, table))


def _count(count: LabelCount) -> tuple[Cell, ...]:
    label = (
        names("label", [count.label]) if isinstance(count.label, str) else undecided(count.label)
    )
    return label, _number(count.open), _number(count.oldest_days)


def _number(value: int | ToBeAgreed | None) -> Cell:
    return shown(value, lambda number: (Plain(str(number)),))
