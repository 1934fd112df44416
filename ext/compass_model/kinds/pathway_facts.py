"""What a pathway shows of its facts: at a glance with the whole time, the steps, who helps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from compass_model.facts import (
    Block,
    Cell,
    Item,
    Items,
    Piece,
    Prose,
    Table,
    Words,
    fields,
    joined,
    link,
    names,
    pages,
    sentence,
    shown,
    text,
)
from compass_model.fields import ToBeAgreed
from compass_model.kinds.naming import owner, undecided

if TYPE_CHECKING:
    from compass_model.kinds.pathway import Helper, Pathway, Step

_HOURS = Words("%(n)d hour", "%(n)d hours")
_MINUTES = Words("%(n)d minute", "%(n)d minutes")
_OPEN_STEPS = Words(
    "%(n)d step whose time is to be agreed", "%(n)d steps whose time is to be agreed"
)


def pathway_facts(pathway: Pathway) -> Iterator[Block]:
    """Yield the blocks of *pathway*, from top to bottom."""
    yield fields(
        "at-a-glance",
        None,
        (Words("At the end"), text(pathway.outcome, "outcome")),
        (Words("Takes"), shown(pathway.steps, whole_time)),
        (Words("For people like"), pages(pathway.personas)),
        (Words("Begins as"), _rung(pathway.from_rung)),
        (Words("Leads to"), _rung(pathway.to_rung)),
        (Words("Labels to look for"), names("label", pathway.labels)),
        (Words("Who helps"), undecided(pathway.helpers)),
    )
    if isinstance(pathway.steps, list):
        items = tuple(_step(step, i) for i, step in enumerate(pathway.steps))
        yield Items("steps", items, Words("Steps"))
    if isinstance(pathway.helpers, list):
        rows = tuple(_helper(helper, i) for i, helper in enumerate(pathway.helpers))
        columns = (Words("Who"), Words("Where"), Words("Answers"))
        yield Table("helpers", Words("Who answers questions"), columns, rows)


def whole_time(steps: list[Step]) -> Cell:
    """Add up the time of the steps, and say how many are without one."""
    known = [step.minutes for step in steps if isinstance(step.minutes, int)]
    unknown = _OPEN_STEPS._replace(number=len(steps) - len(known))
    if not known:
        return (unknown,)
    if not unknown.number:
        return (sentence(Words("about %(time)s"), time=_time(sum(known))),)
    words = Words("about %(time)s, without %(steps)s")
    return (sentence(words, time=_time(sum(known)), steps=unknown),)


def _time(minutes: int) -> Piece:
    hours, rest = divmod(minutes, 60)
    parts = [_HOURS._replace(number=hours)] if hours else []
    parts += [_MINUTES._replace(number=rest)] if rest or not hours else []
    return joined(Words("%(first)s %(second)s"), parts)


def _rung(id: str | ToBeAgreed | None) -> Cell:
    return names("rung", [id]) if isinstance(id, str) else undecided(id)


def _step(step: Step, i: int) -> Item:
    at = ("steps", i)
    number = i + 1
    about = fields(
        "step-facts",
        None,
        (Words("Takes"), shown(step.minutes, lambda n: (_MINUTES._replace(number=n),))),
        (Words("Done when"), text(step.done_when, *at, "done-when")),
        (Words("Stuck? Ask here"), text(step.help, *at, "help")),
        (Words("Found at"), link(step.url)),
    )
    what = Prose("step-do", text(step.do, *at, "do"))
    label = Words("Step %(n)d", "Step %(n)d", number)
    return Item(f"step-{number}", label, text(step.title, *at, "title"), (what, about))


def _helper(helper: Helper, i: int) -> tuple[Cell, ...]:
    at = ("helpers", i)
    where, answers = text(helper.where, *at, "where"), text(helper.answers, *at, "answers")
    return owner(helper.who), where, answers
