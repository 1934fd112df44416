"""What a consent form and an information sheet show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from compass_model.envelope import anchor
from compass_model.facts import (
    Block,
    Bullets,
    Cell,
    Group,
    Item,
    Items,
    Name,
    PageLink,
    Piece,
    Plain,
    Prose,
    Words,
    choice,
    fields,
    joined,
    paragraphs,
    shown,
    wording,
)
from compass_model.fields import ToBeAgreed
from compass_model.instruments.code_book import TITLE, code
from compass_model.instruments.instrument_facts import SEMICOLON, at_a_glance, contact_facts
from compass_model.kinds.part_facts import filled_table

if TYPE_CHECKING:
    from compass_model.kinds.consent_form import Clause, ConsentForm
    from compass_model.kinds.information_sheet import InformationSheet

_GRANTS = {
    "taking-part": Words("taking part"),
    "recording": Words("recording what is said"),
    "quotes": Words("quoting what is said"),
    "attribution": Words("naming who said it"),
    "approve-each": Words("quoting only what the person saw before"),
    "sharing": Words("giving the data to others"),
    "contact-again": Words("writing to the person again"),
}
_YES_NO = (("yes", Words("Yes")), ("no", Words("No")))
_DATA = (
    ("storage", Words("Where the data is kept")),
    ("retention", Words("How long the data is kept")),
    ("sharing", Words("What others will see")),
)


def consent_facts(form: ConsentForm) -> Iterator[Block]:
    """Yield the blocks of a consent form, from top to bottom."""
    sheet = shown(form.information_sheet, lambda id: (PageLink(id),))
    yield at_a_glance(
        form,
        (Words("To be read first"), sheet),
        (Words("Clauses"), shown(form.clauses, lambda _: ())),
        (Words("Signatures"), shown(form.signatures, lambda _: ())),
    )
    yield Prose("purpose", paragraphs(form.purpose, "purpose"), Words("What this is for"))
    for name, title in _DATA:
        yield Prose(name, paragraphs(getattr(form, name), name), title)
    back = form.withdrawal
    title, at = Words("How to take it back"), "withdrawal"
    if isinstance(back, ToBeAgreed):
        yield Prose(at, shown(back, lambda _: ()), title)
    else:
        yield fields(
            at,
            title,
            (Words("How"), paragraphs(back.how, at, "how")),
            (Words("Until"), wording(back.until, at, "until")),
            (
                Words("After publication"),
                paragraphs(back.after_publication, at, "after-publication"),
            ),
        )
    yield contact_facts(form.contact)
    if isinstance(form.clauses, list):
        rows = tuple(_clause(form.id, clause, i) for i, clause in enumerate(form.clauses))
        yield Items("clauses", rows, Words("What I agree to"))
    if isinstance(form.signatures, list):
        lines = (wording(line, "signatures", i) for i, line in enumerate(form.signatures))
        yield Bullets("signatures", tuple(line[0] for line in lines), Words("Signatures"))
    if isinstance(form.clauses, list):
        yield _code_book(form.id, form.clauses)


def _clause(form: str, clause: Clause, number: int) -> Item:
    loc = ("clauses", number)
    blocks: list[Block] = []
    if clause.required is True:
        blocks.append(Prose("answer", (Words("Needed to take part"),)))
    blocks.append(Bullets("choices-one", tuple(label for _id, label in _answers(clause, number))))
    return Item(
        anchor("item", f"{form}:{clause.id}"),
        f"C{number + 1}",
        wording(clause.text, *loc, "text"),
        tuple(blocks),
    )


def _answers(clause: Clause, number: int) -> list[tuple[str, Piece]]:
    """Return the answers to a clause by id; one alone where only that lets people take part."""
    if isinstance(clause.options, list):
        loc = ("clauses", number, "options")
        return [
            (option.id, wording(option.label, *loc, i, "label")[0])
            for i, option in enumerate(clause.options)
        ]
    if isinstance(clause.options, ToBeAgreed):
        return [("", piece) for piece in shown(clause.options, lambda _: ())]
    return [("yes", Words("I agree"))] if clause.required is True else list(_YES_NO)


def _code_book(form: str, clauses: list[Clause]) -> Group:
    rows: list[tuple[Cell, ...]] = []
    for i, clause in enumerate(clauses):
        values = [code(id, label) for id, label in _answers(clause, i) if id]
        rows.append(
            (
                (Name("item", f"{form}:{clause.id}"),),
                (Plain(clause.id),),
                (Words("needed"),) if clause.required is True else (),
                choice(clause.grants, _GRANTS),
                (joined(SEMICOLON, values),) if values else (),
            )
        )
    columns = (
        Words("Number"),
        Words("Id"),
        Words("Needed to take part"),
        Words("Permits"),
        Words("Values"),
    )
    table = filled_table("codes", None, columns, rows)
    return Group("code-book", TITLE, (table,) if rows else ())


_QUESTIONS = (
    ("purpose", Words("What is this study for?")),
    ("who", Words("Who is asked to take part?")),
    ("what_happens", Words("What happens if I take part?")),
    ("voluntary", Words("Do I have to take part?")),
    ("risks", Words("What may be hard about it?")),
    ("benefits", Words("What do I get from it?")),
    ("confidentiality", Words("Who learns that I took part?")),
    ("recording", Words("What is recorded?")),
    ("storage", Words("Where is the data kept?")),
    ("retention", Words("How long is it kept?")),
    ("withdrawal", Words("How do I take my answers back?")),
    ("results", Words("What happens to the results?")),
    ("funding", Words("Who pays for the study?")),
)


def information_facts(sheet: InformationSheet) -> Iterator[Block]:
    """Yield the blocks of an information sheet: questions with answers."""
    yield at_a_glance(sheet)
    for name, question in _QUESTIONS:
        field = name.replace("_", "-")
        value = getattr(sheet, name)
        if name == "recording" and value is not None and not isinstance(value, ToBeAgreed):
            yield fields(
                field,
                question,
                (Words("What"), paragraphs(value.what, field, "what")),
                (Words("With what"), paragraphs(value.tool, field, "tool")),
                (Words("Where"), paragraphs(value.where, field, "where")),
            )
        else:
            yield Prose(field, paragraphs(value, field), question)
    yield contact_facts(sheet.contact)
