"""What other pages need to know of a page, in a form that is small and can be stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from compass_model.front_matter import FACTS_AT
from compass_model.kinds import Charter
from compass_model.kinds.charter_parts_working import Governance
from compass_model.page import TypedPage
from compass_model.yaml_source import Loc


class Reference(NamedTuple):
    """A name that must exist elsewhere."""

    to: Literal["owner", "audience", "charter-part"]
    """What is named: a team or role, an audience, or a page of this kind."""
    id: str
    line: int


class OpenPoint(NamedTuple):
    """Something that is to be agreed."""

    field: str
    """The field, as people read it."""
    owner: str
    """Who decides."""
    line: int


class PageRecord(NamedTuple):
    """The facts of a page that other pages use."""

    path: str
    """The page, relative to the source folder."""
    id: str
    id_line: int
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
    references: tuple[Reference, ...]
    """All references, those to parts included."""
    open_points: tuple[OpenPoint, ...]


def record_of(page: TypedPage) -> PageRecord:
    """Make the record of a page; what is wrong or missing in an incomplete one is empty."""
    facts = page.facts
    parts = tuple(_parts(page))
    open_points = tuple(_open_points(page, page.raw, ()))
    return PageRecord(
        path=page.path,
        id=_text(facts.id),
        id_line=page.line("id"),
        kind=facts.name,
        part=_text(getattr(facts, "part", "")),
        status=_text(facts.status),
        owner=_text(facts.owner),
        audience=tuple(facts.audience) if isinstance(facts.audience, list) else (),
        reviewed=facts.reviewed if isinstance(facts.reviewed, dt.date) else None,
        review_date=facts.review_date,
        parts=parts,
        references=(
            *_groups(page),
            *parts,
            *(Reference("owner", p.owner, p.line) for p in open_points),
        ),
        open_points=open_points,
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _parts(page: TypedPage) -> Iterator[Reference]:
    if isinstance(page.facts, Charter):
        parts = page.facts.parts if isinstance(page.facts.parts, list) else []
        for i, id in enumerate(parts):
            yield Reference("charter-part", id, page.line("parts", i))


def _groups(page: TypedPage) -> Iterator[Reference]:
    facts = page.facts
    if isinstance(facts.owner, str):
        yield Reference("owner", facts.owner, page.line("owner"))
    for i, id in enumerate(facts.audience if isinstance(facts.audience, list) else []):
        yield Reference("audience", id, page.line("audience", i))
    if isinstance(facts, Governance) and isinstance(facts.bodies, list):
        for i, body in enumerate(facts.bodies):
            if isinstance(body.team, str):
                yield Reference("owner", body.team, page.line("bodies", i, "team"))


def _open_points(page: TypedPage, value: Any, loc: Loc, *names: str) -> Iterator[OpenPoint]:
    """Find every ``{to-be-agreed: OWNER}`` below *value*.

    :param names: the steps of *loc* as people read them
    """
    if isinstance(value, dict) and "to-be-agreed" in value:
        line = page.document.line((*FACTS_AT, *loc, "to-be-agreed"))
        yield OpenPoint(" › ".join(names), str(value["to-be-agreed"]), line)
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
