"""What a deliverables register shows: progress, the timeline, clauses, each deliverable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from compass_model.envelope import anchor
from compass_model.facts import (
    Block,
    Cell,
    Fact,
    Group,
    Item,
    Items,
    Name,
    Piece,
    Plain,
    Table,
    Words,
    fields,
    link,
    names,
    pages,
    people,
    sentence,
    shown,
    text,
    texts,
)
from compass_model.fields import ToBeAgreed
from compass_model.identifiers import doi_url
from compass_model.kinds.evidence_facts import evidence
from compass_model.kinds.naming import owner, undecided
from compass_model.kinds.register_timeline import dates, timeline

if TYPE_CHECKING:
    from compass_model.kinds.deliverables_register import DeliverablesRegister
    from compass_model.kinds.register_entries import Deliverable, DueAgreed, Published

STATUS_WORDS = {
    "published": Words("Published"),
    "in-review": Words("In review"),
    "doing": Words("In progress"),
    "planned": Words("Planned"),
    "withdrawn": Words("Withdrawn"),
}
"""How far a deliverable is, the nearest to its end first."""


def register_facts(register: DeliverablesRegister) -> Iterator[Block]:
    """Yield the blocks of *register*, from top to bottom."""
    programme = register.programme
    yield fields(
        "at-a-glance",
        None,
        (Words("Agreement"), text(register.agreement, "agreement")),
        (Words("Programme"), pages([programme] if isinstance(programme, str) else programme)),
        (Words("Phases"), undecided(register.phases)),
        (Words("Places"), undecided(register.places)),
        (Words("Clauses"), undecided(register.clauses)),
        (Words("Milestones"), undecided(register.milestones)),
        (Words("Deliverables"), undecided(register.deliverables)),
    )
    if isinstance(register.deliverables, list) and register.deliverables:
        yield _in_short(register.deliverables)
        yield _progress(register, register.deliverables)
    yield from timeline(register)
    if isinstance(register.clauses, list):
        yield _clauses(register)
    if isinstance(register.deliverables, list):
        each = (_deliverable(register, item, i) for i, item in enumerate(register.deliverables))
        yield Group("deliverables", Words("The deliverables"), tuple(each))


def _in_short(items: list[Deliverable]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for item in items:
        clauses = shown(item.clauses, lambda ids: (Plain(", ".join(ids)),))
        rows.append(((Name("deliverable", item.id),), clauses, (STATUS_WORDS[item.status],)))
    columns = (Words("Deliverable"), Words("Clauses"), Words("How far"))
    return Table("deliverables-overview", Words("In short"), columns, tuple(rows))


def _progress(register: DeliverablesRegister, items: list[Deliverable]) -> Table:
    """Count how far things are, by phase; what has no phase yet has a row of its own."""
    rows: list[tuple[Cell, ...]] = []
    titles = {
        phase.id: text(phase.title, "phases", i, "title")
        for i, phase in enumerate(register.phases if isinstance(register.phases, list) else [])
    }
    for id, title in titles.items():
        rows.append(_counted(title, [item for item in items if item.phase == id]))
    rest = [item for item in items if item.phase not in titles]
    if rest:
        rows.append(_counted((Words("No phase agreed"),), rest))
    rows.append(_counted((Words("All"),), items))
    columns = (Words("Phase"), Words("In all"), Words("How far"))
    return Table("progress", Words("Progress"), columns, tuple(rows))


def _counted(title: Cell, items: list[Deliverable]) -> tuple[Cell, ...]:
    counts = Counter[str](item.status for item in items)
    how_far = tuple(
        sentence(Words("%(status)s: %(count)s"), status=words, count=Plain(str(counts[status])))
        for status, words in STATUS_WORDS.items()
        if counts[status]
    )
    return title, (Plain(str(len(items))),), how_far


def _clauses(register: DeliverablesRegister) -> Items:
    rows = []
    items = register.deliverables if isinstance(register.deliverables, list) else []
    for i, clause in enumerate(register.clauses if isinstance(register.clauses, list) else []):
        entries = tuple(
            Name("deliverable", item.id)
            for item in items
            if isinstance(item.clauses, list) and clause.id in item.clauses
        )
        below = fields("clause", None, (Words("Deliverables"), entries))
        where = anchor("clause", clause.id)
        rows.append(Item(where, clause.id, text(clause.text, "clauses", i, "text"), (below,)))
    return Items("clauses", tuple(rows), Words("Clauses of the agreement"))


def _deliverable(register: DeliverablesRegister, item: Deliverable, i: int) -> Group:
    at = ("deliverables", i)
    places = _places(register)
    linked = {one.where for one in item.published} if isinstance(item.published, list) else set()
    promised = item.promised_at
    if isinstance(promised, list):
        promised = [id for id in promised if id not in linked]
    about = fields(
        "deliverable-facts",
        None,
        (Words("Status"), (STATUS_WORDS[item.status],)),
        (Words("Clauses"), shown(item.clauses, lambda ids: tuple(map(Plain, ids)))),
        (Words("Answers for it"), owner(item.owner)),
        (Words("Phase"), _phase(register, item)),
        (Words("Due"), dates(item.due)),
        *_change(item),
        (Words("Published at"), shown(item.published, lambda them: _published(them, places))),
        (Words("Promised, no link yet"), shown(promised, lambda ids: _named(ids, places))),
        (Words("DOI"), shown(item.doi, lambda doi: (Plain(doi, doi_url(doi)),))),
        (Words("In this compass"), pages(item.pages)),
        (Words("Carries out"), names("action", item.answers)),
        (Words("Evidence"), evidence(item.evidence, *at, "evidence")),
        (Words("Still missing"), texts(item.missing, *at, "missing")),
        (Words("Reason"), text(item.reason, *at, "reason")),
    )
    name = f"deliverable-{item.id}"
    return Group(name, title_of(item, i), (about,), anchor("deliverable", item.id))


def title_of(item: Deliverable, i: int) -> Fact:
    """Return the title of a deliverable; while it is to be agreed, the id stands for it."""
    if isinstance(item.title, str):
        return Fact(item.title, ("deliverables", i, "title"))
    return Fact(item.id.replace("-", " ").capitalize(), ("deliverables", i, "id"))


def _change(item: Deliverable) -> Iterator[tuple[Words, Cell]]:
    """Show the first date and who agreed to another, where it was changed."""
    due, original, agreed = item.due, item.original_due, item.due_agreed
    same = original is not None and dates(due) == dates(original)
    yield Words("Due at first"), () if same else dates(original)
    if isinstance(agreed, ToBeAgreed):
        yield Words("Change agreed by"), undecided(agreed)
    elif agreed is not None:
        yield from _agreed(agreed)


def _agreed(agreed: DueAgreed) -> Iterator[tuple[Words, Cell]]:
    yield Words("Change agreed by"), people(agreed.by)
    yield Words("Change agreed on"), dates(agreed.date)
    yield Words("Change recorded at"), link(agreed.where)


def _phase(register: DeliverablesRegister, item: Deliverable) -> Cell:
    if isinstance(item.phase, ToBeAgreed):
        return undecided(item.phase)
    for i, phase in enumerate(register.phases if isinstance(register.phases, list) else []):
        if phase.id == item.phase and isinstance(phase.title, str):
            return text(phase.title, "phases", i, "title")
    return (Plain(item.phase),)


def _places(register: DeliverablesRegister) -> dict[str, Fact]:
    """Return the names of the places that have one, by id."""
    places = register.places if isinstance(register.places, list) else []
    return {
        place.id: Fact(place.title, ("places", i, "title"))
        for i, place in enumerate(places)
        if isinstance(place.title, str)
    }


def _named(ids: list[str], places: dict[str, Fact]) -> Cell:
    return tuple(places.get(id, Plain(id)) for id in ids)


def _published(them: list[Published], places: dict[str, Fact]) -> Cell:
    """Say where something is: the place, its address there, and since when."""
    cell: list[Piece] = []
    for one in them:
        where = one.where
        pieces = [
            *(_named([where], places) if isinstance(where, str) else undecided(where)),
            *link(one.url),
            *dates(one.date),
        ]
        words = Words("%(where)s: %(url)s")
        if len(pieces) > 2:
            words = Words("%(where)s, %(date)s: %(url)s")
        names = ("where", "url", "date")
        cell.append(sentence(words, **dict(zip(names, pieces, strict=False))))
    return tuple(cell)
