"""What a list of findings shows: its questions, the findings sort by sort, what led to none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from compass_model.envelope import anchor
from compass_model.facts import (
    Block,
    Cell,
    Fact,
    Item,
    Items,
    Name,
    PageLink,
    Piece,
    Plain,
    Words,
    fields,
    sentence,
    shown,
    text,
)
from compass_model.fields import ToBeAgreed
from compass_model.kinds.figure import figure_cell
from compass_model.kinds.naming import undecided
from compass_model.yaml_source import Loc

if TYPE_CHECKING:
    from compass_model.kinds.finding_entries import StudyFinding, Support, WithoutFinding
    from compass_model.kinds.findings import Findings

SORTS = {
    "success": Words("What works well"),
    "challenge": Words("What is hard"),
    "need": Words("What people need"),
    "opportunity": Words("What could be done"),
}
"""The headings of the sorts of findings, in the order in which they are shown."""

OTHER = Words("Findings")
GAP = "gap"
"""The name of the block that says why nothing follows; it is looked up in the built page."""


def reason_of(what: str) -> str:
    """Return what the reason is why nothing follows from something on another page."""
    return f"without-{what}"


def findings_facts(page: Findings) -> Iterator[Block]:
    """Yield the blocks of *page*, from top to bottom."""
    yield fields(
        "at-a-glance",
        None,
        (Words("Study"), text(page.study, "study")),
        (Words("Research questions"), undecided(page.questions)),
        (Words("Findings"), undecided(page.findings)),
    )
    if isinstance(page.questions, list):
        yield Items("research-questions", tuple(_questions(page)), Words("Research questions"))
    findings = page.findings if isinstance(page.findings, list) else []
    for sort, title in (*SORTS.items(), ("", OTHER)):
        rows = tuple(
            _finding(page, item, i)
            for i, item in enumerate(findings)
            if (item.kind if isinstance(item.kind, str) else "") == sort
        )
        yield Items(f"findings-{sort or 'other'}", rows, title)
    left = page.without_finding
    if isinstance(left, ToBeAgreed):
        yield fields("without-finding", None, (Words("What led to no finding"), undecided(left)))
    else:
        yield Items("without-finding", tuple(_without(left)), Words("What led to no finding"))


def gap_field(gap: str | ToBeAgreed | None, *loc: str | int) -> Block:
    """Show why nothing follows from something."""
    return fields(GAP, None, (Words("Nothing follows yet"), text(gap, *loc)))


def _questions(page: Findings) -> Iterator[Item]:
    for i, question in enumerate(page.questions if isinstance(page.questions, list) else []):
        at = ("questions", i)
        where = anchor("research-question", page.question(question.id))
        said = text(question.question, *at, "question")
        yield Item(where, f"RQ{i + 1}", said, (gap_field(question.gap, *at, "gap"),))


def _finding(page: Findings, item: StudyFinding, i: int) -> Item:
    at = ("findings", i)
    about = fields(
        "finding",
        None,
        (Words("Sort"), undecided(item.kind)),
        (Words("Answers"), shown(item.answers, lambda ids: tuple(_asked(page, ids)))),
        (Words("Rests on"), shown(item.evidence, lambda them: _evidence(them, (*at, "evidence")))),
        (Words("Figures"), _figures(item, at)),
        (Words("How sure"), text(item.confidence, *at, "confidence")),
    )
    gap = gap_field(item.gap, *at, "gap")
    said = text(item.finding, *at, "finding")
    return Item(anchor("finding", item.id), item.id, said, (about, gap))


def _asked(page: Findings, ids: Sequence[str]) -> Iterator[Piece]:
    for id in ids:
        question = Name("research-question", page.question(id))
        yield question if ":" not in id else _of_page(question, id)


def _of_page(name: Name, id: str) -> Piece:
    words = Words("%(question)s of %(page)s")
    return sentence(words, question=name, page=PageLink(id.partition(":")[0]))


def _evidence(them: Sequence[Support], at: Loc) -> Cell:
    return tuple(piece for j, one in enumerate(them) for piece in _support(one, (*at, j)))


def _support(one: Support, at: Loc) -> Iterator[Piece]:
    for piece in _named(one, at):
        if one.where is None:
            yield piece
        else:
            where = text(one.where, *at, "where")[0]
            yield sentence(Words("%(work)s, %(place)s"), work=piece, place=where)


def _named(one: Support, at: Loc) -> Iterator[Piece]:
    if isinstance(one.cite, str):
        yield Fact(f"{{cite:t}}`{one.cite}`", (*at, "cite"))
    elif isinstance(one.item, str):
        yield _of_page(Name("item", one.item), one.item)
    elif isinstance(one.observation, str):
        yield sentence(Words("Observation %(id)s"), id=Name("observation", one.observation))
    elif isinstance(one.excerpt, str):
        # Its words are shown by `{compass:excerpt}` only, which asks whether they may be.
        yield sentence(Words("Excerpt %(id)s"), id=Plain(one.excerpt))
    elif isinstance(one.title, str):
        linked = f"[{one.title}]({one.url})" if isinstance(one.url, str) else one.title
        yield Fact(linked, (*at, "title"))
    else:
        for value in (one.cite, one.item, one.observation, one.excerpt, one.title):
            yield from undecided(value)


def _figures(item: StudyFinding, at: Loc) -> Cell:
    return shown(
        item.figures,
        lambda them: tuple(
            piece for j, one in enumerate(them) for piece in figure_cell(one, *at, "figures", j)
        ),
    )


def _without(left: Sequence[WithoutFinding]) -> Iterator[Item]:
    for i, one in enumerate(left):
        what = "item" if one.item is not None else "research-question"
        value = one.item if one.item is not None else one.question
        said: Cell = undecided(value)
        if isinstance(value, str):
            said = (_of_page(Name(what, value), value),)
        reason = gap_field(one.gap, "without-finding", i, "gap")
        where = f"without-finding-{i + 1}"
        if isinstance(value, str):
            where = anchor(reason_of(what), value)
        yield Item(where, str(i + 1), said, (reason,))
