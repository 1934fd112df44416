"""Charter parts about the people: stakeholders, skills, and where people meet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from compass_model.facts import Block, Table, Words, choice, text
from compass_model.fields import Entries, Finding, Link, Model, Open, Text, ToBeAgreed
from compass_model.kinds.charter_part import CharterPart
from compass_model.kinds.part_facts import rows_of
from compass_model.problems import Code

POWER = {"high": Words("high power"), "low": Words("low power")}
INTEREST = {"high": Words("high interest"), "low": Words("low interest")}
QUADRANTS: dict[tuple[str, str], Words] = {
    ("high", "low"): Words("Keep satisfied"),
    ("high", "high"): Words("Manage closely"),
    ("low", "high"): Words("Inform regularly"),
    ("low", "low"): Words("Monitor"),
}


class Stakeholder(Model):
    """A group of people whom the community touches."""

    name: Open[Text] = Field(examples=["Newcomers"])
    """Who they are: a group or public role, never a private person."""
    power: Open[Literal["high", "low"]] = Field(examples=["low"])
    """How much they can change what the community does."""
    interest: Open[Literal["high", "low"]] = Field(examples=["high"])
    """How much they care about it."""
    takes_part: Open[Text] = Field(examples=["asks questions, reads the guides"])
    """How they take part."""
    engagement: Open[Text] = Field(examples=["answers within a week"])
    """What the community does for them and with them."""


class Stakeholders(CharterPart):
    """Whom the community touches, by power and interest."""

    part: Literal["stakeholders"] = "stakeholders"
    stakeholders: Open[Entries[Stakeholder]]
    """The groups of people."""

    def facts(self) -> Iterator[Block]:
        """The four quadrants, drawn and as a table."""
        if not isinstance(self.stakeholders, list):
            yield from rows_of("stakeholders", None, self.stakeholders, {})
            return
        rows = []
        for i, item in sorted(enumerate(self.stakeholders), key=lambda pair: _order(pair[1])):
            at = ("stakeholders", i)
            quadrant = _quadrant(item)
            rows.append(
                (
                    text(item.name, *at, "name"),
                    (*choice(item.power, POWER), *choice(item.interest, INTEREST)),
                    (quadrant,) if quadrant is not None else (),
                    text(item.takes_part, *at, "takes-part"),
                    text(item.engagement, *at, "engagement"),
                )
            )
        columns = (
            Words("Who"),
            Words("Power and interest"),
            Words("So we"),
            Words("How they take part"),
            Words("What we do"),
        )
        yield Table("stakeholders", None, columns, tuple(rows), "quadrants")


def _order(item: Stakeholder) -> int:
    """Sort by quadrant; a group whose place is to be agreed comes last."""
    quadrant = _quadrant(item)
    places = list(QUADRANTS.values())
    return places.index(quadrant) if quadrant is not None else len(places)


def _quadrant(item: Stakeholder) -> Words | None:
    if isinstance(item.power, str) and isinstance(item.interest, str):
        return QUADRANTS[item.power, item.interest]
    return None


class Skill(Model):
    """A skill that the community needs."""

    skill: Open[Text] = Field(examples=["Writing documentation"])
    """The skill."""
    have: Open[Text] = Field(examples=["two people"])
    """What is there."""
    need: Open[Text] = Field(examples=["somebody in every project"])
    """What is needed."""
    gap: Open[Text] = Field(examples=["three projects have nobody"])
    """What is missing, and how it may be filled."""


class Skills(CharterPart):
    """The skills that the community has, needs and lacks."""

    part: Literal["skills"] = "skills"
    skills: Open[Entries[Skill]]
    """The skills."""

    def facts(self) -> Iterator[Block]:
        """The table of skills."""
        columns = {
            "skill": Words("Skill"),
            "have": Words("Have"),
            "need": Words("Need"),
            "gap": Words("Gap"),
        }
        yield from rows_of("skills", None, self.skills, columns)


USES = {
    "primary": Words("primary"),
    "synchronous": Words("at the same time"),
    "asynchronous": Words("each in their own time"),
}


class Platform(Model):
    """A place where the community meets or keeps things."""

    name: Open[Text] = Field(examples=["Forum"])
    """What it is called."""
    use: Open[Literal["primary", "synchronous", "asynchronous"]] = Field(examples=["primary"])
    """``primary`` is where things are kept; ``synchronous`` where people meet at the same time;
    ``asynchronous`` where everybody writes in their own time."""
    purpose: Open[Text] = Field(examples=["questions and support"])
    """What it is for."""
    url: Open[Link] | None = None
    """Where it is."""


class Platforms(CharterPart):
    """Where the community meets and keeps its things."""

    part: Literal["platforms"] = "platforms"
    platforms: Open[Entries[Platform]] = Field(
        examples=[
            "{name: Repository, use: primary, purpose: everything that is to last}",
            "{name: Video call, use: synchronous, purpose: meetings}",
            "{name: Forum, use: asynchronous, purpose: questions and talk}",
        ]
    )
    """At least one platform for each use."""

    def rules(self) -> Iterator[Finding]:
        """There is a platform for each use."""
        yield from super().rules()
        if isinstance(self.platforms, list):
            there = {item.use for item in self.platforms}
            if any(isinstance(use, ToBeAgreed) for use in there):
                return  # that may be the one that seems to be missing
            for missing in [use for use in USES if use not in there]:
                message = f"there is no platform with 'use: {missing}'; name one"
                yield Finding(("platforms",), Code.MISSING_ENTRY, message)

    def facts(self) -> Iterator[Block]:
        """The table of platforms."""
        columns = {
            "name": Words("Platform"),
            "use": Words("Use"),
            "purpose": Words("For"),
            "url": Words("Found at"),
        }
        yield from rows_of("platforms", None, self.platforms, columns, words={"use": USES})
