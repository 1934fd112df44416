"""The mountain of engagement: six levels, and what each side gives and gets on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from compass_model.envelope import Page
from compass_model.facts import Block, Cell, Group, Table, Words, fields, text, texts
from compass_model.fields import Model, Open, Text, ToBeAgreed
from compass_model.kinds.levels import LEVELS
from compass_model.kinds.naming import undecided


def _support(value: list[str]) -> list[str]:
    return _some(value, "says no support: write what the community does for people on this level")


def _recognition(value: list[str]) -> list[str]:
    return _some(value, "says no recognition: write how people on this level are thanked and seen")


def _some(value: list[str], message: str) -> list[str]:
    if not value:
        raise PydanticCustomError("wrong_value", message + ", or who decides it")
    return value


class Exchange(Model):
    """What both sides give."""

    gives: Open[Text] = Field(examples=["a fresh look"])
    """What people on this level give the community."""
    receives: Open[Text] = Field(examples=["answers and a welcome"])
    """What the community gives them for it."""


class Level(Model):
    """One level of engagement."""

    who: Open[Text] = Field(examples=["people who have just heard of us"])
    """Who is on this level."""
    contributions: Open[list[Text]] = Field(examples=["[asks a question]"])
    """What they do, typically."""
    support: Open[Annotated[list[Text], AfterValidator(_support)]] = Field(
        examples=["[somebody answers within two days]"]
    )
    """What the community does for them: at least one thing."""
    value_exchange: Open[Exchange]
    """What both sides give; it should be fair."""
    recognition: Open[Annotated[list[Text], AfterValidator(_recognition)]] = Field(
        examples=["[a word of thanks]"]
    )
    """How they are thanked and seen: at least one way."""
    signal: Open[Text] = Field(examples=["comes back with a second question"])
    """What shows that somebody is ready for the next level, or, at the top, to hand over."""


class Levels(Model):
    """The six levels, from the foot of the mountain to its top."""

    discovery: Open[Level]
    """People hear of the community."""
    first_contact: Open[Level]
    """They get in touch for the first time."""
    participation: Open[Level]
    """They take part in something."""
    sustained_participation: Open[Level]
    """They take part again and again."""
    networked_participation: Open[Level]
    """They work with others and bring them in."""
    leadership: Open[Level]
    """They take responsibility for a part of the community."""


class EngagementMountain(Page):
    """How people grow from a first contact to leadership, and what is given and taken on the way.

    Every level says what people do there, what supports them, how they are recognised, and what
    shows that somebody is ready to move up.
    """

    name: ClassVar[str] = "engagement-mountain"
    title: ClassVar[Words] = Words("Mountain of engagement")
    folder: ClassVar[str] = "onboarding/{id}.md"

    levels: Open[Levels]
    """The six levels; all of them, in any order."""

    def facts(self) -> Iterator[Block]:
        """The levels, drawn, as a table and one by one."""
        yield fields("at-a-glance", None, (Words("Levels"), undecided(self.levels)))
        if isinstance(self.levels, ToBeAgreed):
            return
        levels = {name: getattr(self.levels, name.replace("-", "_")) for name in LEVELS}
        rows = tuple(_row(name, level) for name, level in levels.items())
        columns = (Words("Level"), Words("Who"), Words("Ready to move up"))
        overview = Table("levels-overview", None, columns, rows, "mountain")
        each = (_level(name, level) for name, level in levels.items())
        yield Group("levels", Words("The six levels"), (overview, *each))


def _row(name: str, level: Level | ToBeAgreed) -> tuple[Cell, ...]:
    if isinstance(level, ToBeAgreed):
        return (LEVELS[name],), undecided(level), ()
    who, signal = text(level.who, *_at(name, "who")), text(level.signal, *_at(name, "signal"))
    return (LEVELS[name],), who, signal


def _level(name: str, level: Level | ToBeAgreed) -> Group:
    if isinstance(level, ToBeAgreed):
        rows = fields("level-facts", None, (Words("This level"), undecided(level)))
        return Group(f"level-{name}", LEVELS[name], (rows,))
    exchange = level.value_exchange
    gives: Cell = ()
    receives: Cell = ()
    if not isinstance(exchange, ToBeAgreed):
        gives = text(exchange.gives, *_at(name, "value-exchange", "gives"))
        receives = text(exchange.receives, *_at(name, "value-exchange", "receives"))
    rows = fields(
        "level-facts",
        None,
        (Words("Who"), text(level.who, *_at(name, "who"))),
        (Words("What they do"), texts(level.contributions, *_at(name, "contributions"))),
        (Words("What supports them"), texts(level.support, *_at(name, "support"))),
        (Words("What they give"), gives),
        (Words("What they receive"), receives),
        (Words("Value exchange"), undecided(exchange)),
        (Words("How they are recognised"), texts(level.recognition, *_at(name, "recognition"))),
        (Words("Ready to move up"), text(level.signal, *_at(name, "signal"))),
    )
    return Group(f"level-{name}", LEVELS[name], (rows,))


def _at(name: str, *field: str) -> tuple[str, ...]:
    return ("levels", name, *field)
