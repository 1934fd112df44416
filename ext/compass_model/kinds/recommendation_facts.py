"""What a list of recommendations shows: what each rests on, and its actions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from compass_model.envelope import anchor
from compass_model.facts import (
    Block,
    Cell,
    Fact,
    Item,
    Items,
    Piece,
    Words,
    choice,
    fields,
    names,
    pages,
    text,
)
from compass_model.fields import ToBeAgreed
from compass_model.kinds.findings_facts import gap_field
from compass_model.kinds.naming import owner, undecided
from compass_model.kinds.recommendation_entries import AnsweredBy
from compass_model.yaml_source import Loc

if TYPE_CHECKING:
    from compass_model.kinds.recommendation_entries import Action, Decision, Recommendation
    from compass_model.kinds.recommendations import Recommendations

STATUS_WORDS = {
    "planned": Words("Planned"),
    "doing": Words("In progress"),
    "done": Words("Done"),
    "dropped": Words("Dropped"),
}


def recommendation_facts(page: Recommendations) -> Iterator[Block]:
    """Yield the blocks of *page*, from top to bottom."""
    yield fields(
        "at-a-glance",
        None,
        (Words("Recommended in"), text(page.source, "source")),
        (Words("Recommendations"), undecided(page.recommendations)),
    )
    items = page.recommendations if isinstance(page.recommendations, list) else []
    rows = tuple(_recommendation(item, ("recommendations", i)) for i, item in enumerate(items))
    yield Items("recommendations", rows, Words("Recommendations"))


def _recommendation(item: Recommendation, at: Loc) -> Item:
    about = fields(
        "recommendation",
        None,
        (Words("Number"), undecided(item.number)),
        (Words("Rests on"), names("finding", item.rests_on)),
        (Words("Actions"), undecided(item.actions)),
    )
    actions = item.actions if isinstance(item.actions, list) else []
    inside = tuple(_action(action, (*at, "actions", j)) for j, action in enumerate(actions))
    label = item.number if isinstance(item.number, str) else item.id
    said = text(item.recommendation, *at, "recommendation")
    blocks = (about, gap_field(item.gap, *at, "gap"), Items("actions", inside))
    return Item(anchor("recommendation", item.id), label, said, blocks)


def _action(action: Action, at: Loc) -> Item:
    by = action.answered_by
    about = fields(
        "action",
        None,
        (Words("Answers for it"), owner(action.owner)),
        (Words("How far"), choice(action.status, STATUS_WORDS)),
        (Words("Answered by"), _answers(by, (*at, "answered-by"))),
        (Words("So far"), text(action.so_far, *at, "so-far")),
    )
    where = anchor("action", action.id)
    gap = gap_field(action.gap, *at, "gap")
    return Item(where, action.id, text(action.action, *at, "action"), (about, gap))


def _answers(by: AnsweredBy | ToBeAgreed | None, at: Loc) -> Cell:
    if not isinstance(by, AnsweredBy):
        return undecided(by)
    found = (*pages(by.pages), *names("deliverable", by.deliverables))
    if isinstance(by.decisions, ToBeAgreed):
        return (*found, *undecided(by.decisions))
    decided = enumerate(by.decisions)
    return (*found, *(p for i, one in decided for p in _decision(one, (*at, "decisions", i))))


def _decision(one: Decision, at: Loc) -> Iterator[Piece]:
    if isinstance(one.title, str):
        linked = f"[{one.title}]({one.url})" if isinstance(one.url, str) else one.title
        yield Fact(linked, (*at, "title"))
    else:
        yield from undecided(one.title)
