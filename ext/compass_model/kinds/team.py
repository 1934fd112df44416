"""The team: what it is for, and how one joins it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from compass_model.envelope import Definition, Page, Use
from compass_model.facts import Block, Words, fields, text, texts
from compass_model.fields import Entries, Id, Open, Text
from compass_model.kinds.naming import named, owner


class Team(Page):
    """A team of the community: what it is for, what it does, and how people come and go."""

    name: ClassVar[str] = "team"
    title: ClassVar[Words] = Words("Team")
    folder: ClassVar[str] = "onboarding/teams/{id}.md"

    team: Open[Id] = Field(examples=["maintainers"])
    """Which team it is: its id in ``_data/community.yml``."""
    mission: Open[Text] = Field(examples=["Keep the project in good order"])
    """What the team is for, in a sentence."""
    does: Open[Entries[Text]] = Field(examples=["[answers issues, reviews changes]"])
    """What it does."""
    joining: Open[Text] = Field(examples=["Somebody of the team proposes you"])
    """How one becomes a member."""
    expected: Open[list[Text]] = []
    """What is expected of members."""
    size: Open[Text] | None = None
    """How many people it has, or should have."""
    term: Open[Text] | None = None
    """For how long one is a member."""
    meets: Open[Text] | None = None
    """When and where it meets, and who may come."""
    contact: Open[Text] = Field(examples=["the forum"])
    """How to reach the team: a public channel or address."""

    def uses(self) -> Iterator[Use]:
        """The team exists."""
        yield from super().uses()
        yield from named("owner", self.team, "team")

    def defines(self) -> Iterator[Definition]:
        """Wherever the team is named, its name leads here."""
        if isinstance(self.team, str):
            yield Definition("group", self.team, ("team",))

    def facts(self) -> Iterator[Block]:
        """The team at a glance, and membership."""
        yield fields(
            "at-a-glance",
            None,
            (Words("Team"), owner(self.team)),
            (Words("For"), text(self.mission, "mission")),
            (Words("Does"), texts(self.does, "does")),
            (Words("Meets"), text(self.meets, "meets")),
            (Words("To be reached"), text(self.contact, "contact")),
        )
        yield fields(
            "membership",
            Words("Membership"),
            (Words("Joining"), text(self.joining, "joining")),
            (Words("Expected"), texts(self.expected, "expected")),
            (Words("Size"), text(self.size, "size")),
            (Words("Term"), text(self.term, "term")),
        )
