"""``{compass:trace}`` and ``{compass:gaps}``: the chain as a nested list, and where it ends.

Like other lists they are filled when a page is written; :mod:`sphinx_compass.rewriting` asks
:func:`shown_in` whether a page must be written again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from compass_model.envelope import anchor
from compass_model.evidence.chain import FOLLOWS, Branch, find, trace
from compass_model.evidence.gaps import gaps_of
from compass_model.evidence.step import Thing
from compass_model.facts import Words
from compass_model.problems import Code, Problem, did_you_mean
from sphinx_compass.builders import joins_pages
from sphinx_compass.chain_links import Texts, link_to, named, reason_for, shown_of
from sphinx_compass.chain_texts import all_texts
from sphinx_compass.domain import CompassDomain, compass_domain
from sphinx_compass.gap_list import list_of_gaps, shown_of_gap
from sphinx_compass.listing_directives import CHAIN_LISTINGS, Listing, listing_node
from sphinx_compass.lone_findings import lone_findings
from sphinx_compass.messages import say
from sphinx_compass.reporting import report
from sphinx_compass.tables import own_words

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_EMPTY = {
    "trace": Words("There is nothing to trace yet."),
    "gaps": Words("The chain has no gaps."),
}


class FillTraces(SphinxPostTransform):
    """Puts lists in the place of placeholders, before references are resolved (10)."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Fill every list of the chain on the page that is being written."""
        domain = compass_domain(self.env)
        here = self.env.docname in domain.state["listings"]
        if not here and not joins_pages(self.env._app.builder):
            return
        number = 0
        for node in list(self.document.findall(listing_node)):
            listing = Listing(*node["listing"])
            if listing.what not in CHAIN_LISTINGS:
                continue
            _check(listing, node, domain)
            if listing.what == "trace":
                tree = Tree(domain, f"trace{number or ''}", one_page=bool(listing.page))
                shown = tree.nodes_of(branches_of(listing, domain))
                number += 1
            else:
                shown = list_of_gaps(domain)
            node.replace_self(shown or [own_words(say(_EMPTY[listing.what]))])


def branches_of(listing: Listing, domain: CompassDomain) -> list[Branch]:
    """Return the tree that a list shows."""
    of = find(domain.chain(), listing.id) if listing.id else None
    if listing.id and of is None:
        return []
    return trace(domain.chain(), of=of, page=listing.page)


class Tree:
    """Makes the nested list of one trace."""

    def __init__(self, domain: CompassDomain, prefix: str, *, one_page: bool) -> None:
        """Prepare.

        Args:
            domain: knows the chain
            prefix: what the ids of its lines begin with
            one_page: whether all questions are of one page, so that none needs its name
        """
        self._domain = domain
        self._chain = domain.chain()
        self._texts = all_texts(domain)
        self._prefix = prefix
        self._one_page = one_page

    def nodes_of(self, branches: list[Branch]) -> list[nodes.Node]:
        """Return the list, or nothing."""
        if not branches:
            return []
        shown = self._list(tuple(branches))
        shown["classes"] += ["compass-trace"]
        return [shown]

    def _list(self, branches: tuple[Branch, ...]) -> nodes.bullet_list:
        items = (self._item(branch) for branch in branches)
        return nodes.bullet_list("", *items, bullet="-")

    def _item(self, branch: Branch) -> nodes.list_item:
        thing = branch.thing
        where = f"{self._prefix}-{anchor(*thing)}"
        item = nodes.list_item(classes=[f"compass-trace-{thing.what}"])
        line = nodes.paragraph("", "", *self._line(thing), translatable=False)
        item += line
        if branch.repeated:
            link = nodes.reference("", say(Words("see above")), refid=where, internal=True)
            line += [nodes.Text(" ("), link, nodes.Text(")")]
            return item
        item["ids"].append(where)
        if branch.branches:
            item += self._list(branch.branches)
        elif reason := reason_for(self._chain, self._texts, thing):
            item += nodes.paragraph("", "", *_said(reason), classes=["compass-trace-gap"])
        return item

    def _line(self, thing: Thing) -> Iterator[nodes.Node]:
        """Name a question together with its page: each page has a first question."""
        yield from named(thing, self._domain, self._texts)
        if thing.what == "research-question" and not self._one_page:
            page = Thing("page", self._chain.homes[thing].page)
            yield from (nodes.Text(" ("), link_to(page, self._domain), nodes.Text(")"))


def _said(reason: str) -> Iterator[nodes.Node]:
    before = say(Words("Nothing follows yet"))
    yield nodes.emphasis(before, before)
    yield nodes.Text(f": {reason}")


def shown_in(listing: Listing, domain: CompassDomain) -> object:
    """Return all that a list of the chain depends on."""
    texts = all_texts(domain)
    if listing.what == "gaps":
        gaps = [shown_of_gap(gap, domain, texts) for gap in gaps_of(domain.chain())]
        return [*gaps, lone_findings(domain)]
    return [list(_flat(branch, domain, texts)) for branch in branches_of(listing, domain)]


def _flat(branch: Branch, domain: CompassDomain, texts: Texts) -> Iterator[object]:
    thing = branch.thing
    yield thing, branch.repeated, len(branch.branches), shown_of(thing, domain)
    yield texts.get(thing), reason_for(domain.chain(), texts, thing)
    for below in branch.branches:
        yield from _flat(below, domain, texts)


def _check(listing: Listing, node: nodes.Element, domain: CompassDomain) -> None:
    """Report a page or thing that does not exist."""
    wrong = ""
    if listing.page and listing.page not in domain.docnames():
        hint = did_you_mean(listing.page, domain.docnames()) or "; see the 'id' of the page"
        wrong = f"'{listing.page}' is not the id of a page{hint}"
    elif listing.id and find(domain.chain(), listing.id) is None:
        known = [thing.id for thing in domain.chain().homes if thing.what in FOLLOWS]
        hint = did_you_mean(listing.id, known) or "; name a question, a finding or an action"
        wrong = f"there is nothing with the id '{listing.id}' to trace{hint}"
    if wrong:
        path = domain.env.doc2path(domain.env.docname, base=False)
        report(domain.srcdir, [Problem(str(path), node.line or 1, wrong, Code.UNKNOWN_REFERENCE)])


def register(app: Sphinx) -> None:
    """Add the post-transform."""
    app.add_post_transform(FillTraces)
