"""Observations: what was talked about in the places where a community meets, and in which tone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from compass_model.envelope import Definition, Nameless, Page, anchor
from compass_model.evidence.step import Step, Thing
from compass_model.facts import (
    Block,
    Item,
    Items,
    Plain,
    Words,
    choice,
    fields,
    link,
    shown,
    text,
)
from compass_model.fields import Date, Entries, Finding, Id, Link, Model, Open, Text
from compass_model.identifying import address_in, handle_in, quote_in
from compass_model.inline_markdown import as_plain
from compass_model.kinds.naming import undecided
from compass_model.problems import Code
from compass_model.yaml_source import Loc, name_of

_ACCESS = {"open": Words("Open to everybody"), "closed": Words("Closed")}
_OWN_WORDS = "of a closed forum only the topic and the tone are noted, in words of your own"
_NOBODY = "nobody of a closed forum may be recognised; say what was talked about, not by whom"


class Observation(Model):
    """One thing that was noticed in a forum, a meeting or a chat."""

    id: Id = Field(examples=["waiting-for-review"])
    """The name by which findings refer to it; unique among all observations."""
    forum: Open[Text] = Field(examples=["Forum of the project"])
    """Where it was: the sort of place or its public name."""
    access: Open[Literal["open", "closed"]] = Field(examples=["closed"])
    """Whether everybody can read that place without an account. Not known counts as closed."""
    observed: Open[Date] | None = None
    """The day. Leave it out where it would show who was there."""
    topic: Open[Text] = Field(examples=["How long a first change waits"])
    """What was talked about, in words of your own."""
    tone: Open[Text] = Field(examples=["patient, a little tired"])
    """How people talked with each other."""
    verbatim: Open[Text] | None = None
    """What was written, word for word: only from an open forum, and with ``link``."""
    link: Open[Link] | None = None
    """Where everybody can read it: only for an open forum."""

    @property
    def is_open(self) -> bool:
        """Whether everybody can read the place; what nobody knows counts as closed."""
        return self.access == "open"


class Observations(Page):
    """What was observed in forums, meetings and chats.

    From a place that is open to everybody, words may be kept as they were written, with a link.
    From a closed place only topic and tone are noted: no quotes, no names, no handles, no
    addresses. The text of the page says how the places were chosen and who agreed to it.
    """

    name: ClassVar[str] = "observations"
    title: ClassVar[Words] = Words("Observations")
    folder: ClassVar[str] = "research/observations/{id}.md"

    observed_by: Open[Text] = Field(examples=["two people of the research team"])
    """Who observed: roles and numbers, no names."""
    told: Open[Text] = Field(examples=["a notice in the forum, a week before"])
    """How the people there learned that somebody observes."""
    observations: Open[Entries[Observation]]
    """The observations."""

    def rules(self) -> Iterator[Finding]:
        """Words come from an open forum, with a link; of closed ones nobody is recognised."""
        yield from super().rules()
        for i, item in enumerate(self._all()):
            at = ("observations", i)
            if not item.is_open:
                yield from _closed(item, at)
            elif item.verbatim is not None and item.link is None:
                message = (
                    f"the observation '{item.id}' has words without 'link'; add the address at "
                    "which everybody can read them, or take 'verbatim' out"
                )
                yield Finding((*at, "verbatim"), Code.MISSING_FIELD, message)

    def _all(self) -> list[Observation]:
        return self.observations if isinstance(self.observations, list) else []

    def nameless(self) -> Iterator[Nameless]:
        """Nobody is named in what was noted of a closed forum."""
        for i, item in enumerate(self._all()):
            if not item.is_open:
                for name, value in _texts(item):
                    yield Nameless(value, ("observations", i, name), _NOBODY)

    def defines(self) -> Iterator[Definition]:
        """Every observation may be named by findings."""
        for i, item in enumerate(self._all()):
            tip = as_plain(item.topic) if isinstance(item.topic, str) else ""
            yield Definition("observation", item.id, ("observations", i, "id"), tip=tip)

    def chain(self) -> Iterator[Step]:
        """Every observation may be evidence."""
        for i, item in enumerate(self._all()):
            yield Step(Thing("observation", item.id), ("observations", i))

    def facts(self) -> Iterator[Block]:
        """Who observed, and the observations one below the other."""
        yield fields(
            "at-a-glance",
            None,
            (Words("Observed by"), text(self.observed_by, "observed-by")),
            (Words("People were told by"), text(self.told, "told")),
            (Words("Observations"), undecided(self.observations)),
        )
        items = tuple(_item(item, ("observations", i)) for i, item in enumerate(self._all()))
        yield Items("observations", items, Words("Observations"))


def _texts(item: Observation) -> Iterator[tuple[str, str]]:
    for name in ("forum", "topic", "tone"):
        value = getattr(item, name)
        if isinstance(value, str):
            yield name, value


def _closed(item: Observation, at: Loc) -> Iterator[Finding]:
    """Find what may not be noted of a closed forum."""
    for name in ("verbatim", "link"):
        if getattr(item, name) is not None:
            message = (
                f"'{name_of((*at, name))}' belongs to an open forum; take it out: {_OWN_WORDS}"
            )
            yield Finding((*at, name), Code.CLOSED_FORUM, message)
    for name, value in _texts(item):
        where = name_of((*at, name))
        if quote := quote_in(value):
            message = f"'{where}' quotes {quote}; take it out: {_OWN_WORDS}"
            yield Finding((*at, name), Code.CLOSED_FORUM, message)
        if handle := handle_in(value):
            message = f"'{where}' holds the handle {handle}; take it out: {_NOBODY}"
            yield Finding((*at, name), Code.NAMED_PERSON, message)
        if address := address_in(value):
            message = f"'{where}' holds the address {address}; take it out: {_NOBODY}"
            yield Finding((*at, name), Code.NAMED_PERSON, message)


def _item(item: Observation, at: Loc) -> Item:
    about = fields(
        "observation",
        None,
        (Words("Forum"), text(item.forum, *at, "forum")),
        (Words("Can be read"), choice(item.access, _ACCESS)),
        (Words("Observed on"), shown(item.observed, lambda day: (Plain(day.isoformat()),))),
        (Words("Tone"), text(item.tone, *at, "tone")),
        (Words("In their words"), text(item.verbatim, *at, "verbatim") if item.is_open else ()),
        (Words("Found at"), link(item.link) if item.is_open else ()),
    )
    return Item(anchor("observation", item.id), item.id, text(item.topic, *at, "topic"), (about,))
