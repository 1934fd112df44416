"""The facts of a page in its text: a summary before the prose, a foot with who looks after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.transforms import SphinxTransform

from compass_model.community import COMMUNITY_FILE
from compass_model.envelope import STATUS_WORDS, AdaptedFrom, Assembled, Evidence
from compass_model.facts import (
    Cell,
    Fact,
    Fields,
    Piece,
    Plain,
    Words,
    fields,
    people,
    shown,
    wording,
)
from compass_model.fields import ToBeAgreed
from compass_model.kinds.instrument import Instrument
from compass_model.page import TypedPage
from compass_model.records import record_of
from sphinx_compass.domain import compass_domain
from sphinx_compass.fact_nodes import FactNodes
from sphinx_compass.messages import say
from sphinx_compass.names import OWN_PAGE
from sphinx_compass.parts_toctree import hidden_toctree, leave_out
from sphinx_compass.sections import section
from sphinx_compass.style import INSTRUMENT
from sphinx_compass.tables import own_words
from sphinx_compass.wordings import Wordings

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class PageFacts(SphinxTransform):
    """Adds the facts of a page to its doctree, and notes the page in the domain.

    Runs before ``sphinx.transforms.i18n.Locale`` (20), which translates what is there by then.
    """

    default_priority = 5

    def apply(self, **kwargs: object) -> None:
        """Add what belongs to the page that is being read."""
        docname = self.env.docname
        domain = compass_domain(self.env)
        page = domain.reading.pages.get(docname)
        if page is None:
            return
        domain.note_page(docname, record_of(page))
        for file in filter(None, (COMMUNITY_FILE, page.files.data_path)):
            self.env.note_dependency(str(Path(self.env.srcdir) / file))
        if page.facts.name == "charter-part":
            # A new part is found by its list; it need not be in a table of contents yet.
            self.env.metadata[docname]["orphan"] = True
        top = next(iter(self.document.findall(nodes.section)), None)
        if top is None:
            return
        if page.complete:
            self._add_facts(page, top)
        if isinstance(page.facts, Assembled):
            self._add_parts(docname, top)

    def _add_facts(self, page: TypedPage, top: nodes.section) -> None:
        domain = compass_domain(self.env)
        domain.inline.start(self.document)
        make = FactNodes(
            page,
            domain.reading.community,
            Path(self.env.srcdir),
            domain.inline,
            Wordings(self.env, self.env.docname),
        )
        if isinstance(page.facts, Instrument):
            top["classes"].append(INSTRUMENT)
        if page.title_from_data:
            title = wording(page.facts.heading, "title")
            make.fill(cast("nodes.title", top[0]), cast("Fact", title[0]))
        status = own_words(
            say(STATUS_WORDS[page.facts.status]), classes=["compass-status", OWN_PAGE]
        )
        status["classes"].append(f"compass-{page.facts.status}")
        top.insert(1, status)
        blocks = [make.block(block) for block in page.facts.facts() if _rows(block)]
        at = top.first_child_matching_class(nodes.section)
        at = len(top) if at is None else at
        top[at:at] = blocks
        foot = section("about", Words("About this page"), make.block(_about(page)))
        top += foot

    def _add_parts(self, docname: str, top: nodes.section) -> None:
        """Note the pages that a host shows; its parts are below it in the table of contents."""
        domain = compass_domain(self.env)
        record = domain.state["records"][docname]
        parts, appendices = domain.shown_by(docname, record)
        domain.state["parts"][docname] = parts
        domain.state["appendices"][docname] = appendices
        for appendix in appendices:  # a changed appendix has its host written again
            self.env.files_to_rebuild.setdefault(appendix, set()).add(docname)
        if parts:
            # The page's first child is its front matter, so the table goes into its first section.
            at = top.first_child_matching_class(nodes.section)
            leave_out(self.document, parts)
            top.insert(len(top) if at is None else at, hidden_toctree(docname, parts))


def _rows(block: object) -> bool:
    return bool(getattr(block, "rows", ()))


def _about(page: TypedPage) -> Fields:
    """Say who looks after a page, when it is due, and what it rests on."""
    facts = page.facts
    return fields(
        "about",
        None,
        (Words("Looked after by"), _owner(facts.owner)),
        (Words("Written for"), people(facts.audience)),
        (Words("Last reviewed"), shown(facts.reviewed, lambda day: (Plain(day.isoformat()),))),
        (Words("Due for review"), _due(page)),
        (Words("Adapted from"), shown(facts.adapted_from, lambda works: tuple(_works(works)))),
        (Words("Rests on"), shown(facts.evidence, lambda items: tuple(_evidence(items)))),
    )


def _owner(owner: str | ToBeAgreed) -> Cell:
    return people(owner if isinstance(owner, ToBeAgreed) else [owner])


def _due(page: TypedPage) -> Cell:
    if isinstance(page.facts.review_due, ToBeAgreed):
        return people(page.facts.review_due)
    day = page.facts.review_date
    return () if day is None else (Plain(day.isoformat()),)


def _works(works: list[AdaptedFrom]) -> Iterator[Piece]:
    for i, work in enumerate(works):
        url = work.url or (f"https://doi.org/{work.doi}" if work.doi else None)
        yield from _titled(work.title, url, work.licence, "adapted-from", i)


def _evidence(items: list[Evidence]) -> Iterator[Piece]:
    for i, item in enumerate(items):
        if isinstance(item.cite, str):
            yield Fact(f"{{cite:t}}`{item.cite}`", ("evidence", i, "cite"))
        elif item.title is not None:
            yield from _titled(item.title, item.url, None, "evidence", i)
        else:
            yield from shown(item.cite, lambda _: ())


def _titled(
    title: str | ToBeAgreed,
    url: str | ToBeAgreed | None,
    licence: str | ToBeAgreed | None,
    *loc: str | int,
) -> Cell:
    """Show the title of a work, which leads to it, and its licence."""
    if isinstance(title, ToBeAgreed):
        return shown(title, lambda _: ())
    linked = f"[{title}]({url})" if isinstance(url, str) else title
    return (Fact(f"{linked} ({licence})" if isinstance(licence, str) else linked, (*loc, "title")),)


def register(app: Sphinx) -> None:
    """Add the transform."""
    app.add_transform(PageFacts)
