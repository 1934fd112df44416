"""The leadership workshop: how it is prepared, what it noted, what of it is shared openly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from compass_model.envelope import Nameless, Page, Section, Use
from compass_model.facts import Block, Words
from compass_model.fields import (
    Count,
    Date,
    Entries,
    Finding,
    Id,
    Link,
    Model,
    Open,
    Text,
    WhenMissing,
)
from compass_model.identifying import handle_in, mail_in
from compass_model.kinds.figure import Figure
from compass_model.kinds.naming import named
from compass_model.kinds.workshop_facts import workshop_facts
from compass_model.problems import Code
from compass_model.yaml_source import Loc, name_of

_NOBODY = "the attribution rule keeps people out of the notes; write what was said, not by whom"


class Preparation(Model):
    """Something to do before a workshop."""

    task: Open[Text] = Field(examples=["agree with the project leads on what to focus on"])
    """What is done or written."""
    by: Open[Id] = Field(examples=["OWNER"])
    """The team or role that does it, from ``_data/community.yml``."""
    when: Open[Text] = Field(examples=["four weeks before"])
    """By when."""


class Session(Model):
    """A part of a workshop: one question and a way to work on it."""

    title: Open[Text] = Field(examples=["Challenges"])
    """What it is called."""
    question: Open[Text] = Field(examples=["What makes our work harder than it should be?"])
    """What people think about."""
    way: Open[Text] = Field(examples=["alone and in silence, then in pairs, then together"])
    """How they work on it."""
    minutes: Open[Count] | None = None
    """How long it takes."""


class Note(Model):
    """A challenge or an opportunity that a workshop has noted."""

    note: Open[Text] = Field(examples=["Leading meetings is work that few people see"])
    """What it is, in a sentence that nobody has to be asked for."""
    source: Open[Text] | None = None
    """Where it was reported, if it is taken from something that is public."""


class Action(Model):
    """Something that a workshop decided to do."""

    action: Open[Text] = Field(examples=["write down who may do what"])
    """What is to be done."""
    owner: Annotated[
        Open[Id],
        WhenMissing("write the team or role that does it, or {to-be-agreed: WHO-DECIDES}"),
    ]
    """The team or role that does it, from ``_data/community.yml``."""
    due: Open[Date] | None = None
    """By when."""
    status: Literal["open", "doing", "done", "dropped"] = "open"
    """How far it is."""


class Shared(Model):
    """A text about a workshop that everybody may read."""

    what: Open[Text] = Field(examples=["Post on the blog"])
    """What it is."""
    by: Open[Id] = Field(examples=["OWNER"])
    """The team or role that writes it."""
    status: Literal["planned", "draft", "published", "withdrawn"] = Field(examples=["planned"])
    """How far it is."""
    url: Open[Link] | None = None
    """Where it is published."""


class LeadershipWorkshop(Page):
    """A workshop for people who lead: preparation, notes, and what is shared openly.

    Notes are challenges, opportunities and actions. A page whose notes are empty is a plan: copy it
    to prepare the next workshop. People are neither named nor counted one by one.
    """

    name: ClassVar[str] = "leadership-workshop"
    title: ClassVar[Words] = Words("Leadership workshop")
    folder: ClassVar[str] = "programme/workshops/{id}.md"
    sections: ClassVar[tuple[Section, ...]] = (
        Section(
            "Public summary",
            ("Summary", "Summary for everybody"),
            "what everybody may know of the workshop, or who writes it and by when",
        ),
    )

    purpose: Open[Text] = Field(examples=["Find out what to do first"])
    """What the workshop is for."""
    when: Open[Text] = Field(examples=["June 2026"])
    """When it takes or took place."""
    place: Open[Text] | None = None
    """Where; a town or a video call is enough."""
    length: Open[Text] | None = None
    """How long it lasts."""
    size: Open[Figure]
    """How many people take part, and where that number comes from."""
    facilitators: Open[Entries[Id]] | None = Field(default=None, examples=["[facilitator]"])
    """Who leads it: teams or roles of ``_data/community.yml``."""
    attribution: Open[Literal["nobody", "roles", "named"]] = Field(examples=["nobody"])
    """What the notes may say of who spoke: ``nobody`` (no person, no employer), ``roles`` (a team
    or role), ``named`` (a person who agreed to it). What is not agreed counts as ``nobody``."""
    preparation: Open[list[Preparation]] = []
    """What is done before it."""
    sessions: Open[list[Session]] = []
    """Its parts, in their order."""
    challenges: Open[list[Note]] = []
    """What the group found hard."""
    opportunities: Open[list[Note]] = []
    """What the group could make use of."""
    actions: Open[list[Action]] = []
    """What the group decided to do; each has an owner."""
    shared: Open[Entries[Shared]] = Field(
        examples=["{what: Summary notes, by: OWNER, status: planned}"]
    )
    """The texts about it that everybody may read, and how far each is."""

    def rules(self) -> Iterator[Finding]:
        """What is published has an address; notes keep to the rule of attribution."""
        yield from super().rules()
        for i, item in enumerate(self.shared if isinstance(self.shared, list) else []):
            if item.status == "published" and item.url is None:
                name = f"'{item.what}'" if isinstance(item.what, str) else str(i + 1)
                message = (
                    f"{name} is published, but has no 'url'; add the address at which "
                    "everybody can read it, or change 'status'"
                )
                yield Finding(("shared", i, "status"), Code.MISSING_FIELD, message)
        for value, at in self._protected():
            if handle := handle_in(value) or mail_in(value):
                message = f"'{name_of(at)}' holds {handle}; take it out: {_NOBODY}"
                yield Finding(at, Code.NAMED_PERSON, message)

    def _protected(self) -> Iterator[tuple[str, Loc]]:
        """Yield the notes in which nobody may be named."""
        if self.attribution == "named":
            return
        for name in ("challenges", "opportunities", "actions"):
            items = getattr(self, name)
            for i, item in enumerate(items if isinstance(items, list) else []):
                field = "action" if name == "actions" else "note"
                value = getattr(item, field)
                if isinstance(value, str):
                    yield value, (name, i, field)

    def nameless(self) -> Iterator[Nameless]:
        """Notes name nobody, unless the rule of attribution allows it."""
        for value, at in self._protected():
            yield Nameless(value, at, _NOBODY)

    def uses(self) -> Iterator[Use]:
        """Those who lead, prepare, act and write are teams or roles."""
        yield from super().uses()
        yield from named("owner", self.facilitators, "facilitators")
        for name, field in (("preparation", "by"), ("actions", "owner"), ("shared", "by")):
            items = getattr(self, name)
            for i, item in enumerate(items if isinstance(items, list) else []):
                yield from named("owner", getattr(item, field), name, i, field)

    def facts(self) -> Iterator[Block]:
        """The workshop at a glance, its preparation, its notes, and what is shared."""
        return workshop_facts(self)
