"""Links from each thing of the chain to what rests on it, added when its page is written.

The findings below an item of a survey, the recommendations below a finding: only when all pages
were read is it known what there is. :func:`pages_with_changed_chain` has a page written again when
that has changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from compass_model.envelope import anchor
from compass_model.evidence.chain import Chain, Tie
from compass_model.evidence.step import Thing
from compass_model.facts import Words
from sphinx_compass.builders import joins_pages
from sphinx_compass.chain_links import field_of, shown_of
from sphinx_compass.chain_texts import places_of
from sphinx_compass.domain import CompassDomain, compass_domain
from sphinx_compass.why_here import shown_at_foot

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_FINDINGS = Words("Findings")
_WORDS: Mapping[tuple[str, str], Words] = {
    ("research-question", "item"): Words("Asked in"),
    ("research-question", "finding"): _FINDINGS,
    ("item", "finding"): _FINDINGS,
    ("observation", "finding"): _FINDINGS,
    ("finding", "recommendation"): Words("Recommendations"),
    ("finding", "page"): Words("Taken up in"),
    ("action", "deliverable"): Words("Carried out by"),
}
"""What to call what rests on a thing, by what both are."""

_CARRIES_OUT = Words("Carries out")
_OWN_FIELDS = ("finding", "action", "deliverable-facts", "observation")
"""The blocks of facts to which back links are added; elsewhere they are a block of their own."""


class Row(NamedTuple):
    """Links below one thing."""

    thing: Thing
    name: Words
    links: tuple[Thing, ...]


def rows_of(chain: Chain) -> dict[str, list[Row]]:
    """Return the links of all pages, by the id of the page."""
    found: dict[tuple[Thing, Words], dict[Thing, None]] = {}
    ties = set(chain.ties)
    for tie in chain.ties:
        for thing, name, link in _ends(tie):
            home = chain.homes.get(thing)
            # What a page says by itself is shown there already, but for its questions.
            said = home is not None and tie._replace(page=home.page) in ties
            if home is not None and (not said or thing.what == "research-question"):
                found.setdefault((thing, name), {})[link] = None
    rows: dict[str, list[Row]] = {}
    for (thing, name), links in found.items():
        rows.setdefault(chain.homes[thing].page, []).append(Row(thing, name, tuple(links)))
    return rows


def _rows(domain: CompassDomain) -> dict[str, list[Row]]:
    return rows_of(domain.chain())


def _ends(tie: Tie) -> Iterator[tuple[Thing, Words, Thing]]:
    name = _WORDS.get((tie.earlier.what, tie.later.what))
    if name is not None:
        yield tie.earlier, name, tie.later
    if tie.later.what == "deliverable":
        yield tie.later, _CARRIES_OUT, tie.earlier


class BackLinks(SphinxPostTransform):
    """Adds the links, before references are resolved (10)."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Add the links of the page that is being written."""
        domain = compass_domain(self.env)
        record = domain.state["records"].get(self.env.docname)
        joined = joins_pages(self.env._app.builder)
        if not joined and (record is None or not record.steps):
            return
        rows = domain.once(_rows)
        here = [row for page in rows.values() for row in page] if joined else []
        if record is not None and not joined:
            here = rows.get(record.id, [])
        places = places_of(self.document) if here else {}
        for row in here:
            place = places.get(anchor(*row.thing))
            if place is not None:
                _list_in(place).append(field_of(row.name, row.links, domain))


def _list_in(place: nodes.Element) -> nodes.field_list:
    """Return the list of facts to which links are added; a new one where there is none."""
    own = {f"compass-{name}" for name in (*_OWN_FIELDS, "back-links")}
    for child in place.children:
        if isinstance(child, nodes.field_list) and not own.isdisjoint(child["classes"]):
            return child
    new = nodes.field_list(classes=["compass-facts", "compass-back-links"])
    place += new
    return new


def pages_with_changed_chain(env: BuildEnvironment) -> set[str]:
    """Return the pages whose links to the chain, or whose foot, have changed since last time."""
    domain = compass_domain(env)
    shown: dict[str, list[object]] = {}
    if domain.chain().ties:
        for page, rows in domain.once(_rows).items():
            links = [[shown_of(link, domain) for link in row.links] for row in rows]
            shown.setdefault(page, []).append((rows, links))
        for page, foot in shown_at_foot(domain).items():
            shown.setdefault(page, []).append(foot)
    return _changed(domain, {page: repr(parts) for page, parts in shown.items()})


def _changed(domain: CompassDomain, now: dict[str, str]) -> set[str]:
    before = domain.state["chain_digests"]
    pages = {page for page in before.keys() | now.keys() if before.get(page) != now.get(page)}
    before.clear()
    before.update(now)
    docnames = domain.docnames()
    return {docnames[page] for page in pages if page in docnames}


def register(app: Sphinx) -> None:
    """Add the post-transform."""
    app.add_post_transform(BackLinks)
