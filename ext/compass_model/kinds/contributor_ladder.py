"""The contributor ladder: the roles one can grow into, and how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from compass_model.envelope import Definition, Page, Use, anchor
from compass_model.facts import (
    Block,
    Fact,
    Group,
    Plain,
    Prose,
    Table,
    Words,
    fields,
    shown,
    text,
    texts,
)
from compass_model.fields import Entries, Finding, Id, Model, Open, Text
from compass_model.inline_markdown import as_plain
from compass_model.kinds.ladder_order import circles, unreachable
from compass_model.kinds.naming import named, owner, undecided
from compass_model.problems import Code, did_you_mean


class Rung(Model):
    """One rung: what somebody does in the community for a time, and what belongs to it."""

    id: Id = Field(examples=["visitor"])
    """The name by which pathways and other pages refer to the rung."""
    title: Open[Text] = Field(examples=["Visitor"])
    """What the rung is called."""
    description: Open[Text] = Field(examples=["Somebody who looks around"])
    """Who stands on it, in a sentence."""
    from_rungs: Open[list[Id]] = Field(default=[], alias="from", examples=["[visitor]"])
    """The rungs from which one comes; only the first rung of the list has none."""
    process: Open[Text] | None = None
    """How one gets there: who proposes, who decides, where and how long it takes."""
    requirements: Open[list[Text]] = []
    """What somebody has done or knows before."""
    responsibilities: Open[list[Text]] = []
    """What is expected of people on this rung."""
    privileges: Open[list[Text]] = []
    """What they may do that others may not."""
    team: Open[Id] | None = None
    """The team that one then belongs to, from ``_data/community.yml``."""


class ContributorLadder(Page):
    """How people grow in a community: the rungs, what each expects and gives, and the way there.

    Everybody begins on the first rung of the list. A ladder may branch: a rung may be reached from
    several others, and several may be reached from one.
    """

    name: ClassVar[str] = "contributor-ladder"
    title: ClassVar[Words] = Words("Contributor ladder")
    folder: ClassVar[str] = "onboarding/{id}.md"

    rungs: Open[Entries[Rung]]
    """The rungs, from the first step upwards."""
    stepping_back: Open[Text] = Field(examples=["Tell the team; nothing needs a reason"])
    """How somebody does less for a while, or leaves."""
    returning: Open[Text] = Field(examples=["Tell the team"])
    """How somebody comes back."""
    removal: Open[Text] = Field(examples=["Only for breaking the code of conduct"])
    """When and how somebody is taken off a rung against their will."""
    contact: Open[Text] = Field(examples=["the team that looks after this page"])
    """Whom to ask: a public role or address."""

    def rules(self) -> Iterator[Finding]:
        """The rungs that others come from exist, without a circle, and all can be reached."""
        yield from super().rules()
        if not isinstance(self.rungs, list):
            return
        known = [rung.id for rung in self.rungs]
        for use in self._steps():
            if use.id not in known:
                hint = did_you_mean(use.id, known) or "; add it to 'rungs' or name another"
                message = f"'{use.id}' is not a rung of this ladder{hint}"
                yield Finding(use.loc, Code.UNKNOWN_REFERENCE, message)
        steps: dict[str, list[str] | None] = {}
        for rung in self.rungs:
            steps.setdefault(rung.id, _lower(rung))
        for circle in circles(steps):
            way = " → ".join(f"'{id}'" for id in (*circle, circle[0]))
            message = f"the rungs go round in a circle: {way}; take one of them out of a 'from'"
            at = ("rungs", known.index(circle[1 % len(circle)]), "from")
            yield Finding(at, Code.LADDER_CYCLE, message)
        for id in unreachable(steps, known[0]):
            message = (
                f"nobody can reach the rung '{id}' from '{known[0]}', the first; "
                "name in its 'from' the rung that one comes from"
            )
            yield Finding(("rungs", known.index(id)), Code.UNREACHABLE_RUNG, message)

    def _steps(self) -> Iterator[Use]:
        for i, rung in enumerate(self.rungs if isinstance(self.rungs, list) else []):
            yield from named("rung", rung.from_rungs, "rungs", i, "from")

    def uses(self) -> Iterator[Use]:
        """The teams of the rungs exist."""
        yield from super().uses()
        for i, rung in enumerate(self.rungs if isinstance(self.rungs, list) else []):
            yield from named("owner", rung.team, "rungs", i, "team")

    def defines(self) -> Iterator[Definition]:
        """Every rung may be named by other pages."""
        for i, rung in enumerate(self.rungs if isinstance(self.rungs, list) else []):
            title = as_plain(rung.title) if isinstance(rung.title, str) else ""
            yield Definition("rung", rung.id, ("rungs", i, "id"), title)

    def facts(self) -> Iterator[Block]:
        """The rungs, drawn, as a table and one by one; stepping back."""
        yield fields("at-a-glance", None, (Words("Rungs"), undecided(self.rungs)))
        if isinstance(self.rungs, list):
            each = (self._rung(rung, i) for i, rung in enumerate(self.rungs))
            yield Group("rungs", Words("The rungs"), (self._overview(self.rungs), *each))
        yield fields(
            "stepping-back",
            Words("Doing less, leaving, coming back"),
            (Words("Stepping back"), text(self.stepping_back, "stepping-back")),
            (Words("Coming back"), text(self.returning, "returning")),
            (Words("Removal"), text(self.removal, "removal")),
            (Words("Whom to ask"), text(self.contact, "contact")),
        )

    def _overview(self, rungs: list[Rung]) -> Table:
        titles = {rung.id: _title(rung, i) for i, rung in enumerate(rungs)}
        rows = []
        for i, rung in enumerate(rungs):
            # A rung that does not exist was reported.
            lower = shown(
                rung.from_rungs, lambda ids: tuple(titles.get(id, Plain(id)) for id in ids)
            )
            if not lower:
                lower = (Words("everybody begins here"),)
            rows.append(((titles[rung.id],), lower, text(rung.description, *_at(i, "description"))))
        columns = (Words("Rung"), Words("Comes after"), Words("In short"))
        return Table("rungs-overview", None, columns, tuple(rows), "ladder")

    def _rung(self, rung: Rung, i: int) -> Group:
        rows = fields(
            "rung-facts",
            None,
            (Words("How one gets there"), text(rung.process, *_at(i, "process"))),
            (Words("Before that"), texts(rung.requirements, *_at(i, "requirements"))),
            (Words("Expected"), texts(rung.responsibilities, *_at(i, "responsibilities"))),
            (Words("May do"), texts(rung.privileges, *_at(i, "privileges"))),
            (Words("Team"), owner(rung.team)),
        )
        about = Prose("rung-about", text(rung.description, *_at(i, "description")))
        name = f"rung-{rung.id}"
        return Group(name, _title(rung, i), (about, rows), anchor("rung", rung.id))


def _at(i: int, name: str) -> tuple[str | int, ...]:
    return ("rungs", i, name)


def _lower(rung: Rung) -> list[str] | None:
    """Return the rungs one comes from; ``None`` when that is to be agreed."""
    return rung.from_rungs if isinstance(rung.from_rungs, list) else None


def _title(rung: Rung, i: int) -> Fact:
    """Return the title; while it is to be agreed, the id stands for it."""
    if isinstance(rung.title, str):
        return Fact(rung.title, _at(i, "title"))
    return Fact(rung.id.replace("-", " ").capitalize(), _at(i, "id"))
