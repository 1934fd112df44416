"""The deliverables register: what was promised, by whom and for when, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from pydantic import Field

from compass_model.envelope import Definition, Page, Use
from compass_model.evidence.step import Step, Thing
from compass_model.facts import Block, Words
from compass_model.fields import Entries, Finding, Id, Model, Open, Text
from compass_model.inline_markdown import as_plain
from compass_model.instruments.item_rules import repeated
from compass_model.kinds.naming import named
from compass_model.kinds.register_entries import (
    Clause,
    Deliverable,
    DueAgreed,
    Milestone,
    Phase,
    Place,
)
from compass_model.kinds.register_facts import register_facts
from compass_model.problems import Code, did_you_mean


class DeliverablesRegister(Page):
    """Everything that an agreement promises: who answers for it, when it is due, where it is.

    Each clause of the agreement has at least one entry. What was not delivered stays in the list
    and says what is missing.
    """

    name: ClassVar[str] = "deliverables-register"
    title: ClassVar[Words] = Words("Deliverables register")
    folder: ClassVar[str] = "programme/{id}.md"
    data_folder: ClassVar[str] = "programme"

    programme: Open[Id] | None = None
    """The id of the page of the programme."""
    agreement: Open[Text] = Field(examples=["The agreement"])
    """The document that has the clauses."""
    phases: Open[Entries[Phase]]
    """The phases, in their order."""
    places: Open[Entries[Place]]
    """Where things are published."""
    clauses: Open[Entries[Clause]]
    """The clauses of the agreement, in its order."""
    milestones: Open[list[Milestone]] = []
    """What else belongs on the timeline."""
    deliverables: Open[Entries[Deliverable]]
    """What was promised, in the order of the clauses."""

    def rules(self) -> Iterator[Finding]:
        """Ids are used once, what entries name is there, and each clause has an entry."""
        yield from super().rules()
        for field in ("milestones", "deliverables"):
            for i, item in enumerate(_list(self, field)):
                yield from (found._replace(loc=(field, i, *found.loc)) for found in item.rules())
        for field, what in (("phases", "phase"), ("places", "place"), ("clauses", "clause")):
            ids = ((item.id, (field, i, "id")) for i, item in enumerate(_list(self, field)))
            yield from repeated(ids, what)
        for use in self._inside():
            field = f"{use.what}s"
            if not isinstance(getattr(self, field), list):
                continue  # to be agreed, or a problem of its own
            known = [item.id for item in _list(self, field)]
            if use.id not in known:
                hint = did_you_mean(use.id, known) or f"; add it to '{field}' or name another"
                message = f"'{use.id}' is not a {use.what} of this register{hint}"
                yield Finding(use.loc, Code.UNKNOWN_REFERENCE, message)
        yield from self._is_covered()

    def _inside(self) -> Iterator[Use]:
        """Yield what the entries name in this register."""
        for i, item in enumerate(_list(self, "deliverables")):
            at = ("deliverables", i)
            yield from named("clause", item.clauses, *at, "clauses")
            yield from named("phase", item.phase, *at, "phase")
            yield from named("place", item.promised_at, *at, "promised-at")
            for j, one in enumerate(_list(item, "published")):
                yield from named("place", one.where, *at, "published", j, "where")

    def _is_covered(self) -> Iterator[Finding]:
        if not isinstance(self.deliverables, list):
            return
        named_clauses = [item.clauses for item in self.deliverables]
        if not all(isinstance(clauses, list) for clauses in named_clauses):
            return  # one that is to be agreed may be any
        covered = {id for ids in named_clauses if isinstance(ids, list) for id in ids}
        for i, clause in enumerate(_list(self, "clauses")):
            if clause.id not in covered:
                message = (
                    f"no deliverable fulfils the clause '{clause.id}'; name it under 'clauses' of "
                    "one, or add one that says what is missing"
                )
                yield Finding(("clauses", i), Code.MISSING_ENTRY, message)

    def uses(self) -> Iterator[Use]:
        """Those who answer for things exist, as do pages, works and actions."""
        yield from super().uses()
        yield from named("programme", self.programme, "programme")
        for i, item in enumerate(_list(self, "deliverables")):
            at = ("deliverables", i)
            yield from named("owner", item.owner, *at, "owner")
            yield from named("page", item.pages, *at, "pages")
            yield from named("action", item.answers, *at, "answers")
            if isinstance(item.due_agreed, DueAgreed):
                yield from named("owner", item.due_agreed.by, *at, "due-agreed", "by")
            for j, one in enumerate(_list(item, "evidence")):
                yield from named("citation", one.cite, *at, "evidence", j, "cite")

    def defines(self) -> Iterator[Definition]:
        """Every deliverable may be named by other pages."""
        for i, item in enumerate(_list(self, "deliverables")):
            title = as_plain(item.title) if isinstance(item.title, str) else ""
            if isinstance(item.id, str):
                yield Definition("deliverable", item.id, ("deliverables", i, "id"), title)

    def chain(self) -> Iterator[Step]:
        """Every deliverable may carry out actions."""
        for i, item in enumerate(_list(self, "deliverables")):
            actions = tuple(Thing("action", id) for id in _list(item, "answers"))
            yield Step(Thing("deliverable", item.id), ("deliverables", i), actions)

    def facts(self) -> Iterator[Block]:
        """Progress by phase, the timeline, the clauses, each deliverable."""
        return register_facts(self)


def _list(model: Model, field: str) -> list[Any]:
    """Return the entries of a field; none while they are to be agreed or wrong."""
    value = getattr(model, field.replace("-", "_"))
    return value if isinstance(value, list) else []
