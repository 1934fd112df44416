"""Links to the things of the chain, made when a page is written, and what they show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from compass_model.evidence.step import Thing
from compass_model.facts import Words
from sphinx_compass.chain_texts import REASON, all_texts
from sphinx_compass.messages import say
from sphinx_compass.names import DEFINED_ROLES
from sphinx_compass.surfaces import title_of

if TYPE_CHECKING:
    from compass_model.evidence.chain import Chain
    from sphinx_compass.domain import CompassDomain

BY_NUMBER = ("research-question", "item")
"""Things whose links show a number such as ``Q4``, and not their text."""

SORTS = {
    "research-question": Words("Research question"),
    "item": Words("Asked in"),
    "observation": Words("Observation"),
    "finding": Words("Finding"),
    "recommendation": Words("Recommendation"),
    "action": Words("Action"),
    "page": Words("Page"),
    "deliverable": Words("Deliverable"),
    "decision": Words("Decision"),
}

Texts = dict[tuple[str, str], str]
"""The texts of things and the reasons for gaps; see `sphinx_compass.chain_texts`."""


def link_to(thing: Thing, domain: CompassDomain) -> nodes.Node:
    """Make the link to a thing; it is resolved with the other links of the page."""
    if thing.what == "decision":
        title = all_texts(domain).get(thing) or domain.chain().title(thing)
        return nodes.reference("", "", nodes.Text(title), refuri=thing.id, internal=False)
    return addnodes.pending_xref(
        "",
        nodes.inline(thing.id, thing.id),
        refdomain="compass",
        reftype=DEFINED_ROLES.get(thing.what, thing.what),
        reftarget=thing.id,
        refexplicit=False,
        refwarn=False,
        compass_checked=True,
    )


def shown_of(thing: Thing, domain: CompassDomain) -> tuple[str, ...]:
    """Return all that the link to a thing depends on."""
    if thing.what == "page":
        docname = domain.docnames().get(thing.id, "")
        return (docname or thing.id, title_of(domain.env, docname))
    found = domain.defined(thing.what).get(thing.id)
    if found is None:
        return (domain.chain().title(thing), all_texts(domain).get(thing, ""))
    docname, item = found
    return (docname, domain.label_of(docname, item), item.tip)


def named(thing: Thing, domain: CompassDomain, texts: Texts) -> Iterator[nodes.Node]:
    """Say what a thing is, with a link to it and its text."""
    sort = say(SORTS[thing.what])
    yield nodes.inline(sort, sort, classes=["compass-sort"])
    numbered = thing.what in {*BY_NUMBER, "recommendation"}
    yield nodes.Text(" " if numbered else ": ")
    yield link_to(thing, domain)
    if thing.what in BY_NUMBER:
        tip = shown_of(thing, domain)[-1]
        yield nodes.Text(f": {texts.get(thing) or tip}")


def reason_for(chain: Chain, texts: Texts, thing: Thing) -> str:
    """Say why nothing follows from a thing; nothing where no page says so."""
    return texts.get((REASON + thing.what, thing.id)) or chain.reason(thing)


def field_of(name: Words, things: Iterable[Thing], domain: CompassDomain) -> nodes.field:
    """Make a field with links: numbers on one line, texts as a list."""
    things = list(things)
    links = [link_to(thing, domain) for thing in things]
    if all(thing.what in BY_NUMBER for thing in things):
        body: nodes.Element = nodes.paragraph("", "", *_with_commas(links))
    elif len(links) == 1:
        body = nodes.paragraph("", "", *links)
    else:
        items = (nodes.list_item("", nodes.paragraph("", "", link)) for link in links)
        body = nodes.bullet_list("", *items, bullet="-", classes=["compass-pieces"])
    for paragraph in body.findall(nodes.paragraph):
        paragraph["translatable"] = False
    words = say(name)
    head = nodes.field_name(words, words, translatable=False)
    return nodes.field("", head, nodes.field_body("", body))


def _with_commas(links: list[nodes.Node]) -> Iterator[nodes.Node]:
    for i, link in enumerate(links):
        if i:
            yield nodes.Text(", ")
        yield link


def pages_in(document: nodes.document, docname: str) -> list[tuple[str, Any]]:
    """Return the pages that a document holds: itself, and those that a builder joined to it."""
    files = document.findall(addnodes.start_of_file)
    return [(docname, document), *((str(file["docname"]), file) for file in files)]
