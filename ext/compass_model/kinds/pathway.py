"""The pathway: the steps of one way into the community, each with its time and its help."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from compass_model.envelope import Page, Section, Use
from compass_model.facts import Block, Words
from compass_model.fields import Count, Entries, Id, Link, Model, Open, Text
from compass_model.kinds.naming import named
from compass_model.kinds.pathway_facts import pathway_facts


class Step(Model):
    """One step: what to do, how long it takes, when it is done, and who helps."""

    title: Open[Text] = Field(examples=["Say hello"])
    """The step in a few words."""
    minutes: Open[Count] = Field(examples=[15])
    """How long it takes somebody who has never done it."""
    do: Open[Text] = Field(examples=["Write in the forum what brings you here"])
    """What to do, so that nobody has to guess."""
    done_when: Open[Text] = Field(examples=["Your post is there"])
    """What shows that the step is done."""
    help: Open[Text] = Field(examples=["Answer the welcome post in the forum"])
    """Where to ask when stuck at this step."""
    url: Open[Link] | None = None
    """Where it is done or explained."""


class Helper(Model):
    """A team or role that answers questions."""

    who: Open[Id]
    """The team or role, from ``_data/community.yml``; never a private person."""
    where: Open[Text] = Field(examples=["in the forum"])
    """Where to ask them."""
    answers: Open[Text] = Field(examples=["within three working days"])
    """How soon they answer, honestly."""


class Pathway(Page):
    """A way into the community for somebody new: steps that take minutes and are known to work.

    Every step says how long it takes, what shows that it is done, and where to ask.
    """

    name: ClassVar[str] = "pathway"
    title: ClassVar[Words] = Words("Pathway")
    folder: ClassVar[str] = "onboarding/pathways/{id}.md"
    sections: ClassVar[tuple[Section, ...]] = (
        Section(
            "Who this is for",
            ("For whom", "Is this for you?", "Who is this for?"),
            "who should take this way, and what they need to know before",
        ),
        Section(
            "Where to get help",
            ("Getting help", "Help", "If you get stuck"),
            "where to ask, and that every question is welcome",
        ),
        Section(
            "What next",
            ("Next steps", "What comes next", "Afterwards", "What next?"),
            "where one can go from here",
        ),
    )

    outcome: Open[Text] = Field(examples=["You have asked your first question"])
    """What somebody has at the end."""
    personas: Open[list[Id]] = []
    """For whom it is, as examples: the ids of personas."""
    from_rung: Open[Id] | None = None
    """The rung of the contributor ladder where it begins."""
    to_rung: Open[Id] | None = None
    """The rung where it leads."""
    labels: Open[list[Text]] = []
    """The labels under which suitable issues are found, as the label guide has them."""
    steps: Open[Entries[Step]]
    """The steps, in order."""
    helpers: Open[Entries[Helper]]
    """Who answers questions, and how soon."""

    def uses(self) -> Iterator[Use]:
        """The personas, rungs, labels and helpers exist."""
        yield from super().uses()
        yield from named("persona", self.personas, "personas")
        yield from named("rung", self.from_rung, "from-rung")
        yield from named("rung", self.to_rung, "to-rung")
        yield from named("label", self.labels, "labels")
        for i, helper in enumerate(self.helpers if isinstance(self.helpers, list) else []):
            yield from named("owner", helper.who, "helpers", i, "who")

    def facts(self) -> Iterator[Block]:
        """At a glance, the steps, who helps."""
        return pathway_facts(self)
