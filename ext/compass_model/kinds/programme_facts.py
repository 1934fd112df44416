"""What a programme shows: parties, aims, phases, ways of working, approvals, open calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from compass_model.envelope import anchor
from compass_model.facts import (
    Block,
    Bullets,
    Cell,
    Fact,
    Fields,
    Item,
    Items,
    Plain,
    Table,
    Words,
    choice,
    fields,
    pages,
    shown,
    text,
    texts,
)
from compass_model.fields import ToBeAgreed
from compass_model.kinds.naming import owner, undecided
from compass_model.kinds.part_facts import takes

if TYPE_CHECKING:
    from compass_model.kinds.programme import Call, Party, Programme

_FORMS = {"live": Words("together, at one time"), "any-time": Words("in writing, at any time")}


def programme_facts(page: Programme) -> Iterator[Block]:
    """Yield the blocks of *page*, from top to bottom."""
    yield fields(
        "at-a-glance",
        None,
        (Words("Agreement"), text(page.agreement, "agreement")),
        (Words("Paid for by"), text(page.funding, "funding")),
        (Words("Follows"), text(page.follows, "follows")),
        (Words("Planned for"), text(page.period, "period")),
        (Words("Principal investigator"), _name(page)),
        (Words("Left out here"), text(page.left_out, "left-out")),
        (Words("Parties"), undecided(page.parties)),
        (Words("Aims"), undecided(page.aims)),
        (Words("Phases"), undecided(page.phases)),
    )
    if isinstance(page.parties, list):
        items = tuple(_party(party, i) for i, party in enumerate(page.parties))
        yield Items("parties", items, Words("Parties"))
    if isinstance(page.aims, list):
        yield Bullets("aims", texts(page.aims, "aims"), Words("Aims"))
    if isinstance(page.phases, list):
        yield _phases(page)
    yield from _working(page)


def _name(page: Programme) -> Cell:
    return shown(page.principal_investigator, lambda name: (Plain(name),))


def _party(party: Party, i: int) -> Item:
    at = ("parties", i)
    about = fields(
        "party",
        None,
        (Words("Does"), texts(party.does, *at, "does")),
        (Words("People"), shown(party.people, lambda names: tuple(map(Plain, names)))),
        (Words("Team"), owner(party.team)),
    )
    label = party.title if isinstance(party.title, str) else party.id
    return Item(anchor("party", party.id), label, (), (about,))


def _phases(page: Programme) -> Items:
    items = []
    for i, phase in enumerate(page.phases if isinstance(page.phases, list) else []):
        at = ("phases", i)
        about = fields(
            "phase",
            None,
            (Words("Takes"), text(phase.takes, *at, "takes")),
            (Words("What is done"), texts(phase.work, *at, "work")),
        )
        items.append(_numbered("phase", i, text(phase.title, *at, "title"), about))
    return Items("phases", tuple(items), Words("Phases"))


def _numbered(name: str, i: int, title: Cell, about: Fields) -> Item:
    return Item(f"{name}-{i + 1}", str(i + 1), title, (about,))


def _working(page: Programme) -> Iterator[Block]:
    if isinstance(page.meetings, list) and page.meetings:
        yield Items("meetings", tuple(_meetings(page)), Words("Meetings"))
    yield fields(
        "working-documents",
        Words("Ways of working"),
        (Words("Drafts"), text(page.working_documents, "working-documents")),
        (Words("Meetings"), undecided(page.meetings)),
        (Words("Approvals"), undecided(page.approvals)),
        (Words("Open calls"), undecided(page.calls)),
    )
    if isinstance(page.approvals, list) and page.approvals:
        yield Items("approvals", tuple(_approvals(page)), Words("Approvals"))
    yield _change(page)
    if isinstance(page.calls, list) and page.calls:
        columns = (Words("Where"), Words("How"))
        rows = tuple(
            (_place(call, i), choice(call.form, _FORMS)) for i, call in enumerate(page.calls)
        )
        yield Table("calls", Words("Where everybody can take part"), columns, rows)


def _place(call: Call, i: int) -> Cell:
    """Name a call, which leads to its address, and its page in this compass."""
    title = text(call.title, "calls", i, "title")
    if isinstance(call.title, str) and isinstance(call.url, str):
        title = (Fact(f"[{call.title}]({call.url})", ("calls", i, "title")),)
    elif isinstance(call.url, ToBeAgreed):
        title = (*title, *undecided(call.url))
    return (*title, *pages([call.page] if isinstance(call.page, str) else call.page))


def _approvals(page: Programme) -> Iterator[Item]:
    for i, item in enumerate(page.approvals if isinstance(page.approvals, list) else []):
        at = ("approvals", i)
        about = fields(
            "approval",
            None,
            (Words("Who says yes"), text(item.by, *at, "by")),
            (Words("How"), text(item.how, *at, "how")),
        )
        yield _numbered("approval", i, text(item.what, *at, "what"), about)


def _meetings(page: Programme) -> Iterator[Item]:
    for i, meeting in enumerate(page.meetings if isinstance(page.meetings, list) else []):
        at = ("meetings", i)
        about = fields(
            "meeting",
            None,
            (Words("Held"), text(meeting.how_often, *at, "how-often")),
            (Words("Lasts"), takes(meeting.minutes)),
            (Words("When"), text(meeting.time, *at, "time")),
            (Words("Agenda"), text(meeting.agenda, *at, "agenda")),
        )
        yield _numbered("meeting", i, text(meeting.title, *at, "title"), about)


def _change(page: Programme) -> Block:
    rule, title = page.change_rule, Words("How the agreement is changed")
    if isinstance(rule, ToBeAgreed):
        return fields("change-rule", title, (Words("Rule"), undecided(rule)))
    parties = page.parties if isinstance(page.parties, list) else []
    titles = {
        party.id: Fact(party.title, ("parties", i, "title"))
        for i, party in enumerate(parties)
        if isinstance(party.title, str)
    }
    agree = shown(rule.agreed_by, lambda ids: tuple(titles.get(id, Plain(id)) for id in ids))
    return fields(
        "change-rule",
        title,
        (Words("What"), text(rule.what, "change-rule", "what")),
        (Words("Must agree"), agree),
        (Words("How"), text(rule.how, "change-rule", "how")),
    )
