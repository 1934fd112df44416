"""The team process: which practices are written down, known and followed, and what to change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from pydantic import Field

from compass_model.envelope import Evidence, Page, Use
from compass_model.facts import (
    Block,
    Cell,
    Fact,
    Group,
    Table,
    Words,
    choice,
    fields,
    pages,
    text,
    texts,
)
from compass_model.fields import Entries, Finding, Id, Model, Open, Text
from compass_model.instruments.item_rules import repeated
from compass_model.kinds.evidence_facts import evidence, unnamed
from compass_model.kinds.naming import named, undecided
from compass_model.problems import Code

_DOCUMENTED = {"yes": Words("yes"), "partly": Words("in part"), "no": Words("no")}
_KNOWN = {
    "most": Words("to most"),
    "some": Words("to some"),
    "few": Words("to few"),
    "nobody": Words("to nobody"),
}
_FOLLOWED = {
    "always": Words("always"),
    "often": Words("often"),
    "sometimes": Words("sometimes"),
    "never": Words("never"),
}
_GAPS = {
    "none": Words("none"),
    "missing": Words("no policy or process"),
    "outdated": Words("out of date"),
    "unclear": Words("unclear"),
    "contradictory": Words("one text contradicts another"),
}


class Practice(Model):
    """One practice of a team. What is left out reads "to be asked"."""

    id: Id = Field(examples=["saying-when-away"])
    """The name by which links find it."""
    practice: Open[Text] = Field(examples=["People say when they are away"])
    """What the practice is, in a sentence."""
    documented: Open[Literal["yes", "partly", "no"]] | None = None
    """Whether it is written down."""
    documents: Open[list[Evidence]] = []
    """Where it is written down, outside this compass."""
    pages: Open[list[Id]] = []
    """Where it is written down in this compass."""
    known: Open[Literal["most", "some", "few", "nobody"]] | None = None
    """To how many of those whom it concerns it is known."""
    followed: Open[Literal["always", "often", "sometimes", "never"]] | None = None
    """How often it is followed."""
    barriers: Open[list[Text]] = []
    """What keeps people from following it."""
    source: Open[Text] | None = None
    """Who found what is said about known, followed and barriers, as inline text; a citation is
    best."""
    gap: Open[Literal["none", "missing", "outdated", "unclear", "contradictory"]] | None = None
    """What is wrong with the policy or process behind it."""
    proposed_change: Open[Text] | None = None
    """What could be changed; a proposal, not a decision."""

    def rules(self) -> Iterator[Finding]:
        """What is written down says where, and what people do says who found it."""
        where = bool(self.documents) or bool(self.pages)
        if self.documented in {"yes", "partly"} and not where:
            message = (
                f"'{self.id}' is documented, but says not where; add 'documents' or 'pages', or "
                "take 'documented' out: it then reads \"to be asked\""
            )
            yield Finding(("documented",), Code.MISSING_FIELD, message)
        if self.documented == "no" and where:
            message = (
                f"'{self.id}' is not documented, but says where it is written down; correct one "
                "of them"
            )
            yield Finding(("documented",), Code.WRONG_VALUE, message)
        said = [name for name in ("known", "followed", "barriers") if self._says(name)]
        if said and self.source is None:
            message = (
                f"'source' is missing; say who found what '{said[0]}' of '{self.id}' says, or take "
                'it out: it then reads "to be asked"'
            )
            yield Finding(("source",), Code.MISSING_FIELD, message)
        yield from unnamed(self.documents, "documents")

    def _says(self, name: str) -> bool:
        return isinstance(getattr(self, name), str | list) and bool(getattr(self, name))


class TeamProcess(Page):
    """How a team works in fact: each practice, whether it is written down, known and followed.

    What nobody has been asked yet reads "to be asked", so that a gap is never taken for a no.
    """

    name: ClassVar[str] = "team-process"
    title: ClassVar[Words] = Words("Team process")
    folder: ClassVar[str] = "programme/{id}.md"
    data_folder: ClassVar[str] = "programme"

    practices: Open[Entries[Practice]]
    """The practices."""

    def rules(self) -> Iterator[Finding]:
        """Each practice is there once, and says where its facts come from."""
        yield from super().rules()
        practices = self._listed()
        ids = ((item.id, ("practices", i, "id")) for i, item in enumerate(practices))
        yield from repeated(ids, "practice")
        for i, item in enumerate(practices):
            yield from (found._replace(loc=("practices", i, *found.loc)) for found in item.rules())

    def _listed(self) -> list[Practice]:
        return self.practices if isinstance(self.practices, list) else []

    def uses(self) -> Iterator[Use]:
        """The pages and works that practices name exist."""
        yield from super().uses()
        for i, item in enumerate(self._listed()):
            yield from named("page", item.pages, "practices", i, "pages")
            for j, one in enumerate(item.documents if isinstance(item.documents, list) else []):
                yield from named("citation", one.cite, "practices", i, "documents", j, "cite")

    def facts(self) -> Iterator[Block]:
        """An overview, then each practice."""
        yield fields("at-a-glance", None, (Words("Practices"), undecided(self.practices)))
        if self._listed():
            yield _overview(self._listed())
            each = tuple(_practice(item, i) for i, item in enumerate(self._listed()))
            yield Group("practices", Words("Each practice"), each)


def _asked(cell: Cell) -> Cell:
    """Say what nobody was asked yet."""
    return cell or (Words("to be asked"),)


def _choice(value: object, words: Mapping[str, Words]) -> Cell:
    return _asked(choice(value, words))  # type: ignore[arg-type]  # the words have every value


def _overview(practices: list[Practice]) -> Table:
    rows = tuple(
        (
            text(item.practice, "practices", i, "practice"),
            _choice(item.documented, _DOCUMENTED),
            _choice(item.followed, _FOLLOWED),
        )
        for i, item in enumerate(practices)
    )
    columns = (Words("Practice"), Words("Written down"), Words("Followed"))
    return Table("practices-overview", Words("In short"), columns, rows)


def _practice(item: Practice, i: int) -> Group:
    at = ("practices", i)
    places = (*evidence(item.documents, *at, "documents"), *pages(item.pages))
    rows = fields(
        "practice",
        None,
        (Words("Written down"), _choice(item.documented, _DOCUMENTED)),
        (Words("Where"), places),
        (Words("Known"), _choice(item.known, _KNOWN)),
        (Words("Followed"), _choice(item.followed, _FOLLOWED)),
        (Words("What keeps people from it"), _asked(texts(item.barriers, *at, "barriers"))),
        (Words("Found in"), text(item.source, *at, "source")),
        (Words("Gap"), _choice(item.gap, _GAPS)),
        (Words("Proposed change"), _asked(text(item.proposed_change, *at, "proposed-change"))),
    )
    title = Fact(item.id.replace("-", " ").capitalize(), (*at, "id"))
    if isinstance(item.practice, str):
        title = Fact(item.practice, (*at, "practice"))
    return Group(f"practice-{item.id}", title, (rows,), f"practice-{item.id}")
