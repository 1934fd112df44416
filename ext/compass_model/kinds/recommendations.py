"""Recommendations: what to do about findings, who answers for it, and what answers it so far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from pydantic import Field

from compass_model.envelope import Definition, Page, Use
from compass_model.evidence.step import Step, Thing
from compass_model.facts import Block, Words
from compass_model.fields import Entries, Finding, Open, Text
from compass_model.inline_markdown import as_plain
from compass_model.kinds.naming import named
from compass_model.kinds.recommendation_entries import Action, AnsweredBy, Decision, Recommendation
from compass_model.kinds.recommendation_facts import recommendation_facts
from compass_model.problems import Code
from compass_model.yaml_source import Loc


class Recommendations(Page):
    """What to do about the findings of a study: recommendations, and the actions that follow.

    Each action says who answers for it and what answers it so far: pages, deliverables or
    decisions. A page that is named here shows at its foot why it is there.
    """

    name: ClassVar[str] = "recommendations"
    title: ClassVar[Words] = Words("Recommendations")
    folder: ClassVar[str] = "research/report/{id}.md"
    data_folder: ClassVar[str] = "research"

    source: Open[Text] = Field(examples=["A made-up report on our community"])
    """Who recommends this, as inline text; a citation is best."""
    recommendations: Open[Entries[Recommendation]] = Field(
        examples=[
            "{id: sooner, number: R1, recommendation: Answer, rests-on: {to-be-agreed: OWNER}}"
        ]
    )
    """The recommendations, in their order."""

    def rules(self) -> Iterator[Finding]:
        """Each rests on a finding, its actions are sound, and no number is there twice."""
        yield from super().rules()
        first: dict[str, str] = {}
        for i, item in enumerate(_list(self.recommendations)):
            for found in item.rules():
                yield found._replace(loc=("recommendations", i, *found.loc))
            if isinstance(item.number, str) and first.setdefault(item.number, item.id) != item.id:
                message = (
                    f"'{item.number}' is the number of '{first[item.number]}' already; "
                    "choose another number"
                )
                yield Finding(("recommendations", i, "number"), Code.DUPLICATE_ID, message)

    def uses(self) -> Iterator[Use]:
        """Findings, owners and what answers an action exist."""
        yield from super().uses()
        for i, item in enumerate(_list(self.recommendations)):
            yield from named("finding", item.rests_on, "recommendations", i, "rests-on")
        for _item, action, at in self._actions():
            yield from named("owner", action.owner, *at, "owner")
            if isinstance(action.answered_by, AnsweredBy):
                here = (*at, "answered-by")
                yield from named("page", action.answered_by.pages, *here, "pages")
                deliverables = action.answered_by.deliverables
                yield from named("deliverable", deliverables, *here, "deliverables")

    def _actions(self) -> Iterator[tuple[Recommendation, Action, Loc]]:
        for i, item in enumerate(_list(self.recommendations)):
            for j, action in enumerate(_list(item.actions)):
                yield item, action, ("recommendations", i, "actions", j)

    def defines(self) -> Iterator[Definition]:
        """Recommendations and actions may be named by other pages."""
        for i, item in enumerate(_list(self.recommendations)):
            label = _plain(item.recommendation)
            if isinstance(item.number, str):
                label = f"{item.number}: {label}"
            yield Definition("recommendation", item.id, ("recommendations", i, "id"), label)
        for _item, action, at in self._actions():
            yield Definition("action", action.id, (*at, "id"), _plain(action.action))

    def chain(self) -> Iterator[Step]:
        """The recommendations, their actions, and what answers these."""
        for i, item in enumerate(_list(self.recommendations)):
            findings = tuple(Thing("finding", id) for id in _list(item.rests_on))
            thing, gap = Thing("recommendation", item.id), _plain(item.gap)
            yield Step(thing, ("recommendations", i), findings, expects=True, gap=gap)
        for item, action, at in self._actions():
            before = (Thing("recommendation", item.id),)
            thing = Thing("action", action.id)
            answered = action.status == "dropped" and action.answered_by is not None
            gap = "" if answered else _plain(action.gap)  # said by the rules of the action
            yield Step(thing, at, before, expects=action.status != "dropped", gap=gap)
            if isinstance(action.answered_by, AnsweredBy):
                yield from _answers(thing, action.answered_by, (*at, "answered-by"))

    def facts(self) -> Iterator[Block]:
        """Each recommendation with the findings that it rests on, and its actions."""
        return recommendation_facts(self)


def _answers(action: Thing, by: AnsweredBy, at: Loc) -> Iterator[Step]:
    for what, ids in (("page", by.pages), ("deliverable", by.deliverables)):
        for i, id in enumerate(_list(ids)):
            yield Step(Thing(what, id), (*at, f"{what}s", i), (action,))
    for i, decision in enumerate(_list(by.decisions)):
        if isinstance(decision, Decision) and isinstance(decision.url, str):
            title = _plain(decision.title) or decision.url
            thing = Thing("decision", decision.url)
            yield Step(thing, (*at, "decisions", i), (action,), title=title)


def _list(value: Any) -> list[Any]:
    """Return the entries of a field; none while they are to be agreed or wrong."""
    return value if isinstance(value, list) else []


def _plain(value: object) -> str:
    return as_plain(value) if isinstance(value, str) else ""
