"""The programme: who works together on what, how, and who agrees to what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from compass_model.envelope import Definition, Page, Use
from compass_model.facts import Block, Words
from compass_model.fields import Count, Entries, Finding, Id, Link, Model, Open, Text
from compass_model.instruments.item_rules import repeated
from compass_model.kinds.naming import named
from compass_model.kinds.programme_facts import programme_facts
from compass_model.problems import Code, did_you_mean


class Party(Model):
    """An organisation or project that takes part."""

    id: Id = Field(examples=["our-project"])
    """The name by which this page refers to it."""
    title: Open[Text] = Field(examples=["Our project"])
    """What it is called."""
    does: Open[Entries[Text]] = Field(examples=["[says what it needs]"])
    """What it does in the programme."""
    people: Open[list[Text]] = []
    """The names of those whom the public agreement names; never anybody else."""
    team: Open[Id] | None = None
    """The team that stands for it, from ``_data/community.yml``."""


class WorkPhase(Model):
    """A phase, and what is done in it."""

    title: Open[Text] = Field(examples=["First phase"])
    """What it is called."""
    takes: Open[Text] = Field(examples=["two to four weeks"])
    """How long it is to take."""
    work: Open[Entries[Text]] = Field(examples=["[agree on the questions]"])
    """What is done in it."""


class ProjectMeeting(Model):
    """A meeting of those who do the work."""

    title: Open[Text] = Field(examples=["Project meeting"])
    """What it is called."""
    how_often: Open[Text] = Field(examples=["once a month"])
    """How often it is held."""
    minutes: Open[Count] = Field(examples=[60])
    """How long it lasts."""
    time: Open[Text] | None = None
    """When it is held, or how that is found."""
    agenda: Open[Text] | None = None
    """Where its points come from."""


class Approval(Model):
    """Something that needs a yes before it is done."""

    what: Open[Text] = Field(examples=["Questions to people"])
    """What needs it."""
    by: Open[Text] = Field(examples=["an ethics panel"])
    """Who says yes: a body, a role, or a person whom this page names."""
    how: Open[Text] | None = None
    """In which form, and when."""


class ChangeRule(Model):
    """How the agreement is changed."""

    what: Open[Text] = Field(examples=["The dates"])
    """What may be changed in this way."""
    agreed_by: Open[Entries[Id]] = Field(examples=["[our-project]"])
    """The parties of this page that must agree."""
    how: Open[Text] = Field(examples=["in writing"])
    """In which form they agree."""


class Call(Model):
    """A way for anybody to take part in the work."""

    title: Open[Text] = Field(examples=["Open call"])
    """What it is called."""
    form: Open[Literal["live", "any-time"]] = Field(examples=["live"])
    """Whether people are there together (``live``), or each at another time (``any-time``)."""
    url: Open[Link] | None = None
    """Where it is found."""
    page: Open[Id] | None = None
    """The page of this compass about it."""


class Programme(Page):
    """Who works together in a programme, for what, in which phases, and who agrees to what.

    It stands apart from the charter: a programme ends, the community goes on. Amounts of money and
    private people have no place here.
    """

    name: ClassVar[str] = "programme"
    title: ClassVar[Words] = Words("Programme")
    folder: ClassVar[str] = "programme/{id}.md"
    data_folder: ClassVar[str] = "programme"

    agreement: Open[Text] = Field(examples=["The agreement"])
    """The document that says this, and whether it is public."""
    funding: Open[Text] | None = None
    """Which grant pays for it, without amounts."""
    follows: Open[Text] | None = None
    """What it continues."""
    also_named: Open[list[Text]] = []
    """The names of people in the texts of this page who belong to no party; pages that may name
    nobody are searched for them too."""
    period: Open[Text] = Field(examples=["a year"])
    """From when to when it was planned."""
    parties: Open[Entries[Party]]
    """Who takes part."""
    principal_investigator: Open[Text] | None = None
    """The name of the person who answers for the grant; one of the people of the parties."""
    aims: Open[Entries[Text]] = Field(examples=["[more people take part]"])
    """What it is for."""
    phases: Open[Entries[WorkPhase]]
    """The phases, in their order."""
    meetings: Open[list[ProjectMeeting]] = []
    """The meetings of those who do the work."""
    working_documents: Open[Text] | None = None
    """Where drafts are kept, and who can read them."""
    approvals: Open[list[Approval]] = []
    """What needs a yes, and whose."""
    change_rule: Open[ChangeRule]
    """How the agreement is changed."""
    calls: Open[list[Call]] = []
    """Where anybody can take part in making the results."""
    left_out: Open[Text] | None = None
    """What the agreement has and this page leaves out on purpose."""

    def rules(self) -> Iterator[Finding]:
        """What names a party or a person names one of this page."""
        yield from super().rules()
        if not isinstance(self.parties, list):
            return
        ids = [party.id for party in self.parties]
        yield from repeated(((id, ("parties", i, "id")) for i, id in enumerate(ids)), "party")
        rule = self.change_rule
        if isinstance(rule, ChangeRule):
            for use in named("party", rule.agreed_by, "change-rule", "agreed-by"):
                if use.id not in ids:
                    hint = did_you_mean(use.id, ids) or "; add it to 'parties' or name another"
                    message = f"'{use.id}' is not a party of this programme{hint}"
                    yield Finding(use.loc, Code.UNKNOWN_REFERENCE, message)
        yield from self._investigator()

    def _investigator(self) -> Iterator[Finding]:
        name, known = self.principal_investigator, [name for name, _loc in self._people()]
        lists = self.parties if isinstance(self.parties, list) else []
        if not all(isinstance(party.people, list) for party in lists):
            return
        if isinstance(name, str) and name not in known:
            hint = did_you_mean(name, known)
            hint = hint or "; add the name to the 'people' of a party or name another"
            message = f"'{name}' is not one of the people of the parties{hint}"
            yield Finding(("principal-investigator",), Code.UNKNOWN_REFERENCE, message)

    def _people(self) -> Iterator[tuple[str, tuple[str | int, ...]]]:
        """Yield each name of the people of the parties, with its place."""
        for i, party in enumerate(self.parties if isinstance(self.parties, list) else []):
            for j, name in enumerate(party.people if isinstance(party.people, list) else []):
                yield name, ("parties", i, "people", j)

    def uses(self) -> Iterator[Use]:
        """The teams of the parties and the pages of the calls exist."""
        yield from super().uses()
        for i, party in enumerate(self.parties if isinstance(self.parties, list) else []):
            yield from named("owner", party.team, "parties", i, "team")
        for i, call in enumerate(self.calls if isinstance(self.calls, list) else []):
            yield from named("page", call.page, "calls", i, "page")

    def defines(self) -> Iterator[Definition]:
        """The people are known, so that they are not named where nobody may be."""
        found = [*self._people()]
        if isinstance(self.also_named, list):
            found += [(name, ("also-named", i)) for i, name in enumerate(self.also_named)]
        for name, loc in dict(reversed(found)).items():  # each once, at its first place
            yield Definition("person", name, loc)

    def facts(self) -> Iterator[Block]:
        """At a glance, parties, aims, phases, ways of working, approvals and changes, calls."""
        return programme_facts(self)
