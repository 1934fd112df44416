"""The consortium guide: how several communities work on one problem that they share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from compass_model.envelope import Page
from compass_model.facts import Block, Fields, Words, fields, text, texts
from compass_model.fields import Entries, Model, Open, Text, ToBeAgreed
from compass_model.kinds.naming import undecided
from compass_model.kinds.part_facts import items_of, rows_of


class Horizon(Model):
    """A unit of plans, and how far it reaches."""

    name: Open[Text] = Field(examples=["initiative"])
    """What it is called."""
    is_: Open[Text] = Field(alias="is", examples=["one problem with one proposed solution"])
    """What it is."""
    takes: Open[Text] = Field(examples=["weeks to months"])
    """How long it takes."""


class FormationStep(Model):
    """A step on the way to a consortium."""

    step: Open[Text] = Field(examples=["Propose a problem"])
    """What it is called."""
    does: Open[Text] = Field(examples=["anybody writes down a problem that several places have"])
    """What is done."""


class ConsortiumRoles(Model):
    """What members contribute: each takes at least one of these roles."""

    react: Open[Text] = Field(examples=["says what was useful, and what comes first"])
    """To react and to set priorities."""
    endorse: Open[Text] = Field(examples=["signs a letter of support"])
    """To endorse a proposal."""
    test: Open[Text] = Field(examples=["tries out what is new"])
    """To test."""
    connect: Open[Text] = Field(examples=["introduces others"])
    """To connect people."""
    co_propose: Open[Text] = Field(examples=["writes a proposal together with others"])
    """To propose together."""
    co_invest: Open[Text] = Field(examples=["pays for a part of the work"])
    """To pay together."""


class Rhythm(Model):
    """The meeting at which a consortium says what comes next."""

    every: Open[Text] = Field(examples=["quarter of a year"])
    """How often it is held, to be read after "every"."""
    agenda: Open[Entries[Text]] = Field(examples=["[what is done, what is possible, what is next]"])
    """What it is about."""
    between: Open[Text] = Field(examples=["short news, little to do"])
    """How members hear of the work between two meetings."""


class Endorsement(Model):
    """A way to support a proposal."""

    form: Open[Text] = Field(examples=["Letter of support"])
    """What it is called."""
    says: Open[Text] = Field(examples=["why the work matters to this community"])
    """What it says or commits to."""


class Comparison(Model):
    """One respect in which membership and a consortium differ."""

    aspect: Open[Text] = Field(examples=["For whom"])
    """In which respect."""
    membership: Open[Text] = Field(examples=["one community"])
    """How it is with membership."""
    consortium: Open[Text] = Field(examples=["many communities"])
    """How it is with a consortium."""


_ROLES = {
    "react": Words("React and prioritise"),
    "endorse": Words("Endorse"),
    "test": Words("Test"),
    "connect": Words("Connect"),
    "co-propose": Words("Propose together"),
    "co-invest": Words("Invest together"),
}


class ConsortiumGuide(Page):
    """How communities form a consortium: a group that works on one problem which all of them have.

    The facts say how it is formed, what members contribute, how priorities are set, in which forms
    a proposal is endorsed, and how it differs from membership.
    """

    name: ClassVar[str] = "consortium-guide"
    title: ClassVar[Words] = Words("Consortium guide")
    folder: ClassVar[str] = "impact/{id}.md"

    practised_by: Open[Text] = Field(examples=["another organisation; nobody here so far"])
    """Who works in this way, so that readers know whose rules these are."""
    horizons: Open[list[Horizon]] = []
    """The units of plans that a consortium uses."""
    formation: Open[Entries[FormationStep]] = Field(
        examples=["{step: Propose a problem, does: anybody writes it down}"]
    )
    """How it is formed, step by step."""
    roles: Open[ConsortiumRoles]
    """What members contribute, in six roles; each member takes at least one."""
    meeting: Open[Rhythm]
    """The meeting that sets priorities, and the news between two of them."""
    endorsements: Open[Entries[Endorsement]] = Field(
        examples=["{form: Letter of support, says: why the work matters}"]
    )
    """The forms in which members endorse a proposal."""
    compared: Open[Entries[Comparison]] = Field(
        examples=["{aspect: For whom, membership: one community, consortium: many communities}"]
    )
    """How membership and a consortium differ."""

    def facts(self) -> Iterator[Block]:
        """Whose rules these are, formation, roles, the meeting, endorsements, the comparison."""
        yield fields(
            "at-a-glance",
            None,
            (Words("Practised by"), text(self.practised_by, "practised-by")),
            (Words("Roles"), undecided(self.roles)),
            (Words("Meeting"), undecided(self.meeting)),
        )
        columns = {"step": Words("Step"), "does": Words("What happens")}
        yield from rows_of("formation", Words("How it is formed"), self.formation, columns)
        below = {"is": Words("What it is"), "takes": Words("Takes")}
        title = Words("How plans are made")
        yield from items_of("horizons", title, self.horizons, "name", below)
        if not isinstance(self.roles, ToBeAgreed):
            yield _roles(self.roles)
        if not isinstance(self.meeting, ToBeAgreed):
            yield _meeting(self.meeting)
        columns = {"form": Words("Form"), "says": Words("What it says")}
        yield from rows_of("endorsements", Words("How to endorse"), self.endorsements, columns)
        below = {"membership": Words("Membership"), "consortium": Words("Consortium")}
        title = Words("Membership and consortium compared")
        yield from items_of("compared", title, self.compared, "aspect", below)


def _roles(roles: ConsortiumRoles) -> Fields:
    rows = (
        (words, text(getattr(roles, name.replace("-", "_")), "roles", name))
        for name, words in _ROLES.items()
    )
    return fields("roles", Words("What members contribute"), *rows)


def _meeting(meeting: Rhythm) -> Fields:
    return fields(
        "meeting",
        Words("How priorities are set"),
        (Words("A meeting every"), text(meeting.every, "meeting", "every")),
        (Words("Agenda"), texts(meeting.agenda, "meeting", "agenda")),
        (Words("In between"), text(meeting.between, "meeting", "between")),
    )
