"""The persona: a made-up example of a group of people, and its way into the community."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from compass_model.envelope import Page
from compass_model.facts import Block, Fields, Prose, Words, fields, text, texts
from compass_model.fields import Entries, Model, Open, Text, ToBeAgreed
from compass_model.kinds.levels import LEVELS
from compass_model.kinds.naming import undecided


class Journey(Model):
    """What happens to the persona on each level of engagement."""

    discovery: Open[Text] = Field(examples=["hears of the community in a course"])
    """How they hear of the community."""
    first_contact: Open[Text] = Field(examples=["asks a question in the forum"])
    """How they first meet it."""
    participation: Open[Text] = Field(examples=["corrects a page of the guide"])
    """What they do the first time."""
    sustained_participation: Open[Text] = Field(examples=["answers questions every week"])
    """What they do again and again."""
    networked_participation: Open[Text] = Field(examples=["brings colleagues along"])
    """How they work with others, and bring them in."""
    leadership: Open[Text] = Field(examples=["looks after the guide"])
    """What they take responsibility for."""


class Persona(Page):
    """A made-up person who stands for a group, so that plans can be held against their life.

    A persona is an example. It never describes a private person, not even under another name.
    """

    name: ClassVar[str] = "persona"
    title: ClassVar[Words] = Words("Persona")
    folder: ClassVar[str] = "onboarding/personas/{id}.md"

    based_on: Open[Text] = Field(examples=["talks with newcomers at three events"])
    """What the example rests on: a report, a survey, talks. It makes clear that nobody in
    particular is meant."""
    background: Open[Text] = Field(examples=["teaches statistics, writes some Python"])
    """What they do and know."""
    hours: Open[Text] = Field(examples=["two hours a month"])
    """How much time they have for the community."""
    motivation: Open[Text] = Field(examples=["wants the tools of their course to work"])
    """Why they would take part."""
    barriers: Open[Entries[Text]] = Field(examples=["[does not know whom to ask]"])
    """What stands in their way."""
    value_to_community: Open[Text] = Field(examples=["knows what learners stumble over"])
    """What the community gains when they take part."""
    journey: Open[Journey]
    """Their way over the six levels of engagement."""

    def facts(self) -> Iterator[Block]:
        """That it is an example, who it is, and the journey."""
        words = Words(
            "A made-up example that stands for a group of people. It describes no private person."
        )
        yield Prose("made-up", (words,))
        yield fields(
            "at-a-glance",
            None,
            (Words("Rests on"), text(self.based_on, "based-on")),
            (Words("Background"), text(self.background, "background")),
            (Words("Time"), text(self.hours, "hours")),
            (Words("Motivation"), text(self.motivation, "motivation")),
            (Words("In the way"), texts(self.barriers, "barriers")),
            (Words("Brings"), text(self.value_to_community, "value-to-community")),
            (Words("Journey"), undecided(self.journey)),
        )
        if not isinstance(self.journey, ToBeAgreed):
            yield _journey(self.journey)


def _journey(journey: Journey) -> Fields:
    rows = (
        (words, text(getattr(journey, name.replace("-", "_")), "journey", name))
        for name, words in LEVELS.items()
    )
    return fields("journey", Words("The journey"), *rows)
