"""Findings: what a study has found, what that rests on, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from pydantic import Field

from compass_model.envelope import Definition, Page, Use
from compass_model.evidence.step import Step, Thing
from compass_model.facts import Block, Words
from compass_model.fields import Entries, Finding, Model, Open, Text
from compass_model.inline_markdown import as_plain
from compass_model.instruments.item_rules import repeated
from compass_model.kinds.finding_entries import Question, StudyFinding, WithoutFinding
from compass_model.kinds.findings_facts import findings_facts
from compass_model.kinds.naming import named
from compass_model.problems import Code, did_you_mean
from compass_model.yaml_source import name_of


class Findings(Page):
    """What a study has found: each finding with the question that it answers and its evidence.

    Recommendations rest on findings, and each finding shows those that do. A finding from which
    nothing follows may say why.
    """

    name: ClassVar[str] = "findings"
    title: ClassVar[Words] = Words("Findings")
    folder: ClassVar[str] = "research/report/{id}.md"
    data_folder: ClassVar[str] = "research"

    study: Open[Text] = Field(examples=["A made-up study of our community"])
    """The study that has found this, as inline text; a citation is best."""
    questions: Open[list[Question]] = []
    """Questions of the study that belong to no instrument of this compass. Other pages refer to
    them as ``page:question``, with the id of this page."""
    findings: Open[Entries[StudyFinding]] = Field(
        examples=["{id: slow, finding: Reviews wait, kind: need, evidence: {to-be-agreed: OWNER}}"]
    )
    """The findings."""
    without_finding: Open[list[WithoutFinding]] = []
    """Items and research questions of instruments that led to no finding, each with the reason."""

    def rules(self) -> Iterator[Finding]:
        """Each finding has evidence; ids are used once; own questions exist."""
        yield from super().rules()
        ids = ((q.id, ("questions", i, "id")) for i, q in enumerate(_list(self.questions)))
        yield from repeated(ids, "question")
        for i, item in enumerate(_list(self.findings)):
            yield from self._has_evidence(item, ("findings", i))
            yield from self._answers_own(item, ("findings", i))
        for i, one in enumerate(_list(self.without_finding)):
            if (one.item is None) == (one.question is None):
                what = f"'{name_of(('without-finding', i))}'"
                message = f"{what} must say one of 'item' and 'question'"
                yield Finding(("without-finding", i), Code.MISSING_FIELD, message)

    def _has_evidence(self, item: StudyFinding, at: tuple[str | int, ...]) -> Iterator[Finding]:
        if item.evidence == []:
            message = (
                f"the finding '{item.id}' has no evidence; add what it rests on under 'evidence', "
                "or take the finding out"
            )
            yield Finding((*at, "evidence"), Code.MISSING_FIELD, message)
        for j, one in enumerate(_list(item.evidence)):
            here = (*at, "evidence", j)
            for found in one.findings(name_of(here)):
                yield found._replace(loc=(*here, *found.loc))

    def _answers_own(self, item: StudyFinding, at: tuple[str | int, ...]) -> Iterator[Finding]:
        if not isinstance(self.questions, list):
            return
        known = [question.id for question in self.questions]
        for j, id in enumerate(_list(item.answers)):
            if ":" not in id and id not in known:
                hint = did_you_mean(id, known) or "; add it to 'questions', or name another"
                message = f"'{id}' is not a question of this page{hint}"
                yield Finding((*at, "answers", j), Code.UNKNOWN_REFERENCE, message)

    def question(self, id: str) -> str:
        """Return the whole name of a research question; one of this page may be written short."""
        return id if ":" in id else f"{self.id}:{id}"

    def uses(self) -> Iterator[Use]:
        """What findings answer and rest on exists."""
        yield from super().uses()
        for i, item in enumerate(_list(self.findings)):
            at = ("findings", i)
            for j, id in enumerate(_list(item.answers)):
                if ":" in id:
                    yield Use("research-question", id, (*at, "answers", j))
            for j, one in enumerate(_list(item.evidence)):
                here = (*at, "evidence", j)
                yield from named("citation", one.cite, *here, "cite")
                yield from named("item", one.item, *here, "item")
                yield from named("observation", one.observation, *here, "observation")
                yield from named("excerpt", one.excerpt, *here, "excerpt")
        for i, left in enumerate(_list(self.without_finding)):
            yield from named("item", left.item, "without-finding", i, "item")
            yield from named("research-question", left.question, "without-finding", i, "question")

    def defines(self) -> Iterator[Definition]:
        """Findings and the questions of the study may be named by other pages."""
        seen = set()
        for i, question in enumerate(_list(self.questions)):
            if question.id not in seen:
                at = ("questions", i, "id")
                id = self.question(question.id)
                yield Definition(
                    "research-question", id, at, f"RQ{i + 1}", _plain(question, "question")
                )
            seen.add(question.id)
        for i, item in enumerate(_list(self.findings)):
            yield Definition("finding", item.id, ("findings", i, "id"), _plain(item, "finding"))

    def chain(self) -> Iterator[Step]:
        """The questions, the findings with what they answer and rest on, what led to none."""
        for i, question in enumerate(_list(self.questions)):
            thing = Thing("research-question", self.question(question.id))
            yield Step(thing, ("questions", i), expects=True, gap=_plain(question, "gap"))
        for i, item in enumerate(_list(self.findings)):
            asked = (Thing("research-question", self.question(id)) for id in _list(item.answers))
            rests_on = [thing for one in _list(item.evidence) for thing in one.things()]
            gap = _plain(item, "gap")
            thing = Thing("finding", item.id)
            yield Step(thing, ("findings", i), (*asked, *rests_on), expects=True, gap=gap)
        for i, left in enumerate(_list(self.without_finding)):
            for what, id in (("item", left.item), ("research-question", left.question)):
                if isinstance(id, str):
                    yield Step(Thing(what, id), ("without-finding", i), gap=_plain(left, "gap"))

    def facts(self) -> Iterator[Block]:
        """The questions, the findings of each sort, what led to no finding."""
        return findings_facts(self)


def _list(value: Any) -> list[Any]:
    """Return the entries of a field; none while they are to be agreed or wrong."""
    return value if isinstance(value, list) else []


def _plain(item: Model, field: str) -> str:
    value = getattr(item, field)
    return as_plain(value) if isinstance(value, str) else ""
