"""What other pages need to know of a page, in a form that is small and can be stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from compass_model.evidence.step import Thing
from compass_model.page import TypedPage
from compass_model.yaml_source import Loc, name_of


class Reference(NamedTuple):
    """A name that must exist elsewhere."""

    what: str
    """What is named; see :class:`compass_model.envelope.Use`."""
    id: str
    line: int
    path: str = ""
    """The file that names it; empty for the page itself."""


class Defined(NamedTuple):
    """A thing that a page defines; see :class:`compass_model.envelope.Definition`."""

    what: str
    id: str
    line: int
    path: str
    label: str
    tip: str


class OpenPoint(NamedTuple):
    """Something that is to be agreed."""

    field: str
    """The field, as people read it."""
    owner: str
    """Who decides."""
    line: int
    path: str = ""
    """The file that says so; empty for the page itself."""


class NamelessText(NamedTuple):
    """A text in which nobody may be named; see :class:`compass_model.envelope.Nameless`."""

    text: str
    field: str
    """Where it stands, as people read it."""
    advice: str
    line: int
    path: str = ""
    """The file that holds it; empty for the page itself."""


class StepRecord(NamedTuple):
    """A step of the chain of evidence; see :class:`compass_model.evidence.step.Step`."""

    thing: Thing
    rests_on: tuple[Thing, ...]
    expects: bool
    gap: str
    title: str
    line: int
    path: str


class PageRecord(NamedTuple):
    """The facts of a page that other pages use."""

    path: str
    """The page, relative to the source folder."""
    id: str
    id_line: int
    id_path: str
    """The file that gives the id: the page or its data file."""
    kind: str
    part: str
    """Which part of a charter the page is; empty for other kinds."""
    status: str
    owner: str
    """The team or role that looks after it; empty when that is to be agreed."""
    audience: tuple[str, ...]
    reviewed: dt.date | None
    review_date: dt.date | None
    parts: tuple[Reference, ...]
    appendices: tuple[Reference, ...]
    references: tuple[Reference, ...]
    """All references, those to parts and appendices included."""
    defines: tuple[Defined, ...]
    open_points: tuple[OpenPoint, ...]
    mentions: tuple[tuple[str, int], ...]
    """The letters of appendices that its text names, each with its line."""
    nameless: tuple[NamelessText, ...]
    steps: tuple[StepRecord, ...] = ()
    data_path: str = ""
    """Its data file; empty when there is none."""
    data_line: int = 0
    """The line that names the data file."""

    def path_of(self, item: Reference | OpenPoint | NamelessText) -> str:
        """Return the file that holds a part of the facts."""
        return item.path or self.path


def record_of(page: TypedPage) -> PageRecord:
    """Make the record of a page; what is wrong or missing in an incomplete one is empty."""
    facts = page.facts
    open_points = tuple(_open_points(page, page.files.raw, ()))
    uses = [(use.loc[0], Reference(use.what, use.id, *_at(page, use.loc))) for use in facts.uses()]
    decide = (Reference("owner", point.owner, point.line, point.path) for point in open_points)
    return PageRecord(
        path=page.path,
        id=_text(facts.id),
        id_line=page.line("id"),
        id_path=page.place("id")[0],
        kind=facts.name,
        part=_text(getattr(facts, "part", "")),
        status=_text(facts.status),
        owner=_text(facts.owner),
        audience=tuple(facts.audience) if isinstance(facts.audience, list) else (),
        reviewed=facts.reviewed if isinstance(facts.reviewed, dt.date) else None,
        review_date=facts.review_date,
        parts=tuple(reference for field, reference in uses if field == "parts"),
        appendices=tuple(reference for field, reference in uses if field == "appendices"),
        references=(*(reference for _field, reference in uses), *decide),
        defines=tuple(_defined(page)),
        open_points=open_points,
        mentions=page.mentions,
        nameless=tuple(
            NamelessText(item.text, name_of(item.loc), item.advice, *_at(page, item.loc))
            for item in facts.nameless()
        ),
        steps=tuple(_steps(page)),
        data_path=page.files.data_path,
        data_line=page.line("data"),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _at(page: TypedPage, loc: Loc) -> tuple[int, str]:
    """Return the line of a fact, and its file if that is not the page."""
    path, line = page.files.place(loc)
    return line, "" if path == page.path else path


def _defined(page: TypedPage) -> Iterator[Defined]:
    for item in page.facts.defines():
        path, line = page.files.place(item.loc)
        yield Defined(item.what, item.id, line, path, item.label or item.id, item.tip)


def _steps(page: TypedPage) -> Iterator[StepRecord]:
    for step in page.facts.chain():
        path, line = page.files.place(step.loc)
        yield StepRecord(step.thing, step.rests_on, step.expects, step.gap, step.title, line, path)


def _open_points(page: TypedPage, value: Any, loc: Loc, *names: str) -> Iterator[OpenPoint]:
    """Find every ``{to-be-agreed: OWNER}`` below *value*.

    :param names: the steps of *loc* as people read them
    """
    if isinstance(value, dict) and isinstance(value.get("to-be-agreed"), str):
        line, path = _at(page, (*loc, "to-be-agreed"))
        yield OpenPoint(" › ".join(names), value["to-be-agreed"], line, path)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _open_points(page, item, (*loc, key), *names, key.replace("-", " "))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _open_points(page, item, (*loc, i), *names, _entry_name(item, i))


def _entry_name(item: Any, number: int) -> str:
    """Name an entry of a list by its first text, which kinds put first, or by its number."""
    texts = (
        [text for text in item.values() if isinstance(text, str)] if isinstance(item, dict) else []
    )
    return texts[0] if texts else str(number + 1)
