"""The chain of evidence of all pages: which thing rests on which, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from compass_model.evidence.step import Thing
from compass_model.records import PageRecord, StepRecord

FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "research-question": ("item", "finding"),
    "item": ("finding",),
    "observation": ("finding",),
    "finding": ("recommendation",),
    "recommendation": ("action",),
    "action": ("page", "deliverable", "decision"),
}
"""What may follow from each sort of thing, from the first question to the last answer."""


class Home(NamedTuple):
    """The page on which a thing stands."""

    page: str
    """The id of the page."""
    kind: str


class Tie(NamedTuple):
    """One thing that rests on another."""

    later: Thing
    earlier: Thing
    page: str
    """The id of the page that says so."""


class Chain(NamedTuple):
    """All things of the chain. Its order is that of the files and of their lines."""

    steps: Mapping[Thing, tuple[StepRecord, ...]]
    """What pages say of each thing."""
    homes: Mapping[Thing, Home]
    """Where the things stand that are no pages themselves."""
    ties: tuple[Tie, ...]
    after: Mapping[Thing, tuple[Thing, ...]]
    before: Mapping[Thing, tuple[Thing, ...]]

    def follow(self, thing: Thing) -> list[Thing]:
        """Return what follows from a thing, sort by sort."""
        order = FOLLOWS.get(thing.what, ())
        found = [item for item in self.after.get(thing, ()) if item.what in order]
        return sorted(found, key=lambda item: order.index(item.what))

    def lead_to(self, thing: Thing) -> list[Thing]:
        """Return the things from which a thing follows, and which some page defines."""
        before = self.before.get(thing, ())
        return [t for t in before if thing.what in FOLLOWS.get(t.what, ()) and t in self.homes]

    def reason(self, thing: Thing) -> str:
        """Return why nothing follows from a thing, where a page says so."""
        return next((step.gap for step in self.steps.get(thing, ()) if step.gap), "")

    def title(self, thing: Thing) -> str:
        """Return what a thing is called that no page defines."""
        return next((step.title for step in self.steps.get(thing, ()) if step.title), thing.id)


def chain_of(records: Iterable[PageRecord]) -> Chain:
    """Make the chain of all pages, whatever the order of *records*."""
    steps: dict[Thing, list[StepRecord]] = {}
    homes: dict[Thing, Home] = {}
    ties: dict[Tie, None] = {}
    for record in sorted(record for record in records if record.steps):
        defined = {(item.what, item.id) for item in record.defines}
        for step in record.steps:
            steps.setdefault(step.thing, []).append(step)
            if step.thing in defined:
                homes.setdefault(step.thing, Home(record.id, record.kind))
            ties.update((Tie(step.thing, thing, record.id), None) for thing in step.rests_on)
    after: dict[Thing, dict[Thing, None]] = {}
    before: dict[Thing, dict[Thing, None]] = {}
    for tie in ties:
        after.setdefault(tie.earlier, {})[tie.later] = None
        before.setdefault(tie.later, {})[tie.earlier] = None
    return Chain(
        {thing: tuple(found) for thing, found in steps.items()},
        homes,
        tuple(ties),
        {thing: tuple(found) for thing, found in after.items()},
        {thing: tuple(found) for thing, found in before.items()},
    )


class Branch(NamedTuple):
    """A thing in the trace, with what follows from it below."""

    thing: Thing
    repeated: bool
    """Whether it stands further up already; then nothing stands below it."""
    branches: tuple[Branch, ...]


def trace(chain: Chain, *, of: Thing | None = None, page: str = "") -> list[Branch]:
    """Return the chain as a tree, in which each thing is told in full once.

    :param of: only the chain to which this thing belongs
    :param page: only what begins on the page with this id
    """
    within = None if of is None else _related(chain, of)
    first: dict[Thing, None] = {}
    for what in FOLLOWS:
        things = (thing for thing in chain.homes if thing.what == what)
        first.update((t, None) for t in things if _begins(chain, t, within, page))
    if of is not None and not first:
        first[of] = None
    told: set[Thing] = set()
    return [_branch(chain, thing, within, told) for thing in first]


def _begins(chain: Chain, thing: Thing, within: Collection[Thing] | None, page: str) -> bool:
    """Return whether a branch of the tree begins with a thing."""
    if within is not None and thing not in within:
        return False
    if page and chain.homes[thing].page != page:
        return False
    earlier = [t for t in chain.lead_to(thing) if within is None or t in within]
    if page:
        earlier = [t for t in earlier if chain.homes[t].page == page]
    asked = thing.what in {"item", "observation"}
    return not earlier and (not asked or bool(chain.follow(thing)))


def _branch(
    chain: Chain, thing: Thing, within: Collection[Thing] | None, told: set[Thing]
) -> Branch:
    if thing in told:
        return Branch(thing, True, ())
    told.add(thing)
    below = [t for t in _below(chain, thing) if within is None or t in within]
    return Branch(thing, False, tuple(_branch(chain, t, within, told) for t in below))


def _below(chain: Chain, thing: Thing) -> Iterator[Thing]:
    """Yield what follows; a finding stands below the item that it rests on, where there is one."""
    follow = chain.follow(thing)
    items = [item for item in follow if item.what == "item"]
    through = {finding for item in items for finding in chain.follow(item)}
    yield from (item for item in follow if item not in through)


def _related(chain: Chain, thing: Thing) -> set[Thing]:
    found = {thing}
    for step in (chain.follow, chain.lead_to):
        waiting = [thing]
        while waiting:
            more = [t for t in step(waiting.pop()) if t not in found]
            found.update(more)
            waiting += more
    return found


def find(chain: Chain, id: str) -> Thing | None:
    """Return the thing with an id, a page included; of several the first in the order of sorts."""
    for what in (*FOLLOWS, "deliverable", "page"):
        thing = Thing(what, id)
        if thing in chain.homes or (what in {"deliverable", "page"} and thing in chain.before):
            return thing
    return None


class Why(NamedTuple):
    """Why a page is there: what it answers, and what that rests on."""

    actions: tuple[Thing, ...]
    recommendations: tuple[Thing, ...]
    findings: tuple[Thing, ...]


def why(chain: Chain, page: str) -> Why:
    """Return why a page is there; everything is empty where no action names it."""
    actions = chain.lead_to(Thing("page", page))
    recommendations = _before_all(chain, actions)
    return Why(tuple(actions), recommendations, _before_all(chain, recommendations))


def _before_all(chain: Chain, things: Iterable[Thing]) -> tuple[Thing, ...]:
    return tuple(dict.fromkeys(earlier for thing in things for earlier in chain.lead_to(thing)))
