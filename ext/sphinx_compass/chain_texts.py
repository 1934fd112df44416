"""The texts of findings, recommendations and the rest of the chain, as their own pages show them.

Other pages show these texts too. They are noted when a page was read, because by then they are
translated; see `sphinx_compass.trace`, `sphinx_compass.back_links` and `sphinx_compass.why_here`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes

from compass_model.envelope import anchor
from compass_model.evidence.step import Thing
from compass_model.kinds.findings_facts import GAP, reason_of
from sphinx_compass.domain import compass_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from compass_model.records import PageRecord
    from sphinx_compass.domain import CompassDomain

REASON = "reason: "
"""Comes before what a thing is, in the name of the reason why nothing follows from it."""


def note_texts(app: Sphinx, doctree: nodes.document) -> None:
    """Handle ``doctree-read``: note the texts of the page that was just read."""
    domain = compass_domain(app.env)
    record = domain.state["records"].get(app.env.docname)
    if record is not None and record.steps:
        texts = dict(_texts(doctree, record))
        if texts:
            domain.state["texts"][app.env.docname] = texts


def _texts(doctree: nodes.document, record: PageRecord) -> Iterator[tuple[tuple[str, str], str]]:
    places = places_of(doctree)
    for step in record.steps:
        place = places.get(anchor(*step.thing))
        if place is not None:
            yield step.thing, _text(place, step.thing)
            yield from _reason(place, step.thing)
        elif step.gap:
            elsewhere = anchor(reason_of(step.thing.what), step.thing.id)
            yield from _reason(places.get(elsewhere, nodes.definition()), step.thing)
        if step.thing.what == "decision":
            for action in step.rests_on:
                yield from _decision(places.get(anchor(*action)), step.thing)


def places_of(doctree: nodes.Node) -> dict[str, nodes.Element]:
    """Return what stands at each anchor: the body of an entry of a list, or a section."""
    found: dict[str, nodes.Element] = {}
    for section in doctree.findall(nodes.section):
        found.update((id, section) for id in section["ids"])
    for item in doctree.findall(nodes.definition_list_item):
        term, body = item[0], item[-1]
        if isinstance(term, nodes.term) and isinstance(body, nodes.definition):
            found.update((id, body) for id in term["ids"])
    return found


def _text(place: nodes.Element, thing: Thing) -> str:
    if isinstance(place, nodes.section):
        title = place.next_node(nodes.title)
        return title.astext() if title is not None else ""
    first = place[0] if len(place) else None
    text = first.astext() if isinstance(first, nodes.paragraph) else ""
    if text and thing.what == "recommendation":
        return f"{place.parent[0].astext()}: {text}"
    return text


def _reason(place: nodes.Element, thing: Thing) -> Iterator[tuple[tuple[str, str], str]]:
    for child in place.children:
        if isinstance(child, nodes.field_list) and f"compass-{GAP}" in child["classes"]:
            body = child.next_node(nodes.field_body)
            if body is not None:
                yield (REASON + thing.what, thing.id), body.astext()


def _decision(
    place: nodes.Element | None, decision: Thing
) -> Iterator[tuple[tuple[str, str], str]]:
    for link in place.findall(nodes.reference) if place is not None else ():
        if link.get("refuri") == decision.id:
            yield decision, link.astext()


def all_texts(domain: CompassDomain) -> dict[tuple[str, str], str]:
    """Return the texts of all pages."""
    texts: dict[tuple[str, str], str] = {}
    for _docname, found in sorted(domain.state["texts"].items(), reverse=True):
        texts |= found
    return texts


def register(app: Sphinx) -> None:
    """Connect the handler, which runs after the page was translated."""
    app.connect("doctree-read", note_texts)
