"""What a page shows of its facts, in neutral terms: fields and tables of pieces of text.

The kinds make these from their fields; an adapter (:mod:`sphinx_compass.fact_nodes`) draws them.
Author's text carries its place in the front matter, so that it can be translated and so that a
warning names the right line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeVar

from compass_model.durations import Duration
from compass_model.fields import ToBeAgreed
from compass_model.yaml_source import Loc

T = TypeVar("T")


class Words(NamedTuple):
    """Our own words, translated through the message catalogue of the program."""

    message: str
    plural: str = ""
    number: int = 0
    """Chooses singular or plural, and stands for ``%(n)d``."""


class Fact(NamedTuple):
    """An author's text, inline MyST."""

    text: str
    loc: Loc
    """Where it stands in the facts."""
    wordings: tuple[tuple[str, str], ...] = ()
    """The same text in other languages, by code, where the author wrote it."""


class Plain(NamedTuple):
    """Text that is the same in every language: a number, a time, an address."""

    text: str
    url: str = ""
    """Where it leads; empty for plain text."""


class Person(NamedTuple):
    """A team, role or audience of ``_data/community.yml``, by id."""

    id: str


class Undecided(NamedTuple):
    """Stands for a value that is to be agreed, and by whom."""

    owner: str


class PageLink(NamedTuple):
    """The title of another page, by its id, which leads there."""

    id: str


class Name(NamedTuple):
    """Something that a page defines, by what and id, such as a label; leads to its place."""

    what: str
    id: str


class Sentence(NamedTuple):
    """Our own words around other pieces: ``%(name)s`` in the words stands for one of them."""

    words: Words
    pieces: tuple[tuple[str, Piece], ...]


Piece = Words | Fact | Plain | Person | Undecided | PageLink | Name | Sentence
Cell = tuple[Piece, ...]
"""The pieces of a cell or field; several are shown as a list."""


class Fields(NamedTuple):
    """Names with values."""

    name: str
    """Marks the block for style sheets and links."""
    title: Words | None
    rows: tuple[tuple[Words, Cell], ...]


class Table(NamedTuple):
    """Rows with a heading line."""

    name: str
    title: Words | None
    columns: tuple[Words | Fact, ...]
    rows: tuple[tuple[Cell, ...], ...]
    figure: Literal["", "quadrants", "ladder", "mountain", "timeline"] = ""
    """A drawing that is shown above the table where the output can show it."""
    anchors: tuple[str, ...] = ()
    """An id for each row, by which links find it."""


class Prose(NamedTuple):
    """Paragraphs between other blocks; an empty one is nothing."""

    name: str
    rows: Cell
    title: Words | None = None


class Bullets(NamedTuple):
    """A plain list, one piece a line."""

    name: str
    rows: Cell
    title: Words | None = None


class Item(NamedTuple):
    """A numbered entry that can be linked to, with what belongs to it below."""

    anchor: str
    label: str | Words
    """How it is cited, such as ``Q4``."""
    text: Cell
    blocks: tuple[Block, ...] = ()


class Items(NamedTuple):
    """Numbered entries, one below the other."""

    name: str
    rows: tuple[Item, ...]
    title: Words | None = None


class Group(NamedTuple):
    """A section of its own, with a heading and blocks below it."""

    name: str
    title: Words | Fact
    rows: tuple[Block, ...]
    anchor: str = ""
    """An id besides its own, by which links find it."""


Block = Fields | Table | Prose | Bullets | Items | Group


def wording(value: str | Mapping[str, str] | ToBeAgreed | None, *loc: str | int) -> Cell:
    """Show a text that may be there in several languages; the first of them is the original."""
    if isinstance(value, str | ToBeAgreed) or value is None:
        return text(value, *loc)
    (first, original), *others = value.items()
    return (Fact(original, (*loc, first), tuple(others)),)


def paragraphs(
    value: str | Mapping[str, str] | Sequence[str | Mapping[str, str]] | ToBeAgreed | None,
    *loc: str | int,
) -> Cell:
    """Show one or several texts that may be there in several languages."""
    if isinstance(value, str | Mapping | ToBeAgreed) or value is None:
        return wording(value, *loc)
    return tuple(piece for i, item in enumerate(value) for piece in wording(item, *loc, i))


def sentence(words: Words, **pieces: Piece) -> Sentence:
    """Put *pieces* into our own *words*."""
    return Sentence(words, tuple(pieces.items()))


def joined(words: Words, pieces: Sequence[Piece]) -> Piece:
    """Join one or more *pieces* by *words* about a ``first`` and a ``second``."""
    result = pieces[0]
    for piece in pieces[1:]:
        result = sentence(words, first=result, second=piece)
    return result


def shown(value: T | ToBeAgreed | None, show: Callable[[T], Cell]) -> Cell:
    """Show a value, or who decides it; nothing for ``None``."""
    if isinstance(value, ToBeAgreed):
        return (Undecided(value.to_be_agreed),)
    return show(value) if value is not None else ()


def text(value: str | ToBeAgreed | None, *loc: str | int) -> Cell:
    """Show one text."""
    return shown(value, lambda text: (Fact(text, loc),))


def texts(values: Iterable[str] | ToBeAgreed | None, *loc: str | int) -> Cell:
    """Show several texts."""
    return shown(values, lambda texts: tuple(Fact(t, (*loc, i)) for i, t in enumerate(texts)))


def link(url: str | ToBeAgreed | None) -> Cell:
    """Show an address that leads where it says."""
    return shown(url, lambda url: (Plain(url.removeprefix("mailto:"), url),))


def people(ids: Iterable[str] | ToBeAgreed | None) -> Cell:
    """Show teams, roles or audiences."""
    return shown(ids, lambda ids: tuple(Person(id) for id in ids))


def pages(ids: Iterable[str] | ToBeAgreed | None) -> Cell:
    """Show links to other pages."""
    return shown(ids, lambda ids: tuple(PageLink(id) for id in ids))


def names(what: str, ids: Iterable[str] | ToBeAgreed | None) -> Cell:
    """Show things that pages define, such as labels."""
    return shown(ids, lambda ids: tuple(Name(what, id) for id in ids))


def choice(value: str | ToBeAgreed | None, words: Mapping[str, Words]) -> Cell:
    """Show our own words for a value from a fixed set."""
    return shown(value, lambda value: (words[value],))


_DAY = 24 * 60
_LENGTHS = (
    (_DAY, Words("%(n)d day", "%(n)d days")),
    (60, Words("%(n)d hour", "%(n)d hours")),
    (1, Words("%(n)d minute", "%(n)d minutes")),
)


def length(value: Duration) -> Words:
    """Say a length of time in its largest whole unit."""
    if value.months:
        return Words("%(n)d month", "%(n)d months", value.months)
    return in_largest_unit(value.minutes, _LENGTHS)


def in_largest_unit(minutes: int, units: Sequence[tuple[int, Words]]) -> Words:
    """Say *minutes* in the first of *units*, each a number of minutes with its words, that fits."""
    size, words = next(unit for unit in units if minutes % unit[0] == 0)
    return words._replace(number=minutes // size)


def fields(name: str, title: Words | None, *rows: tuple[Words, Cell]) -> Fields:
    """Make a block of the rows that have a value."""
    return Fields(name, title, tuple(row for row in rows if row[1]))
