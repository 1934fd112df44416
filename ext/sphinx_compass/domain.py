"""The domain ``compass``: which pages exist, what they are called, and how to link to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole

from compass_model.envelope import anchor
from compass_model.evidence.chain import Chain, chain_of
from compass_model.kinds import KINDS
from compass_model.records import Defined, PageRecord
from sphinx_compass.consistency import check_between_files
from sphinx_compass.excerpt_directives import ExcerptDirective, ExcerptRole
from sphinx_compass.inline_text import InlineText
from sphinx_compass.kind_reference import KindDirective
from sphinx_compass.links import Links
from sphinx_compass.listing_directives import LISTINGS
from sphinx_compass.names import DEFINED_ROLES, LABELLED_BY_TEXT, WHOLE_PAGE
from sphinx_compass.state import TABLES, CompassData, Gate, Reading

if TYPE_CHECKING:
    from collections.abc import Set

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

Made = TypeVar("Made")


class CompassDomain(Domain):
    """Pages with facts: found by id from anywhere, also from other sites."""

    name = "compass"
    label = "Team Compass"
    object_types: ClassVar[dict[str, ObjType]] = {
        **{kind.name: ObjType(kind.title.message, kind.name, "page") for kind in KINDS},
        **{what: ObjType(what.replace("-", " "), role) for what, role in DEFINED_ROLES.items()},
    }
    roles: ClassVar[dict[str, Any]] = {
        "page": XRefRole(innernodeclass=nodes.inline),
        "appendix": XRefRole(innernodeclass=nodes.inline),
        **{kind.name: XRefRole(innernodeclass=nodes.inline) for kind in KINDS},
        **{role: XRefRole(innernodeclass=nodes.inline) for role in DEFINED_ROLES.values()},
        "excerpt": ExcerptRole(),
    }
    directives: ClassVar[dict[str, Any]] = {
        "kind": KindDirective,
        "excerpt": ExcerptDirective,
        **LISTINGS,
    }
    initial_data: ClassVar[dict[str, Any]] = {
        "records": {},
        "parts": {},
        "appendices": {},
        "listings": {},
        "texts": {},
        "as_shown": {},
        "digests": {},
        "excerpts": {},
        "shown_excerpts": {},
        "chain_digests": {},
    }
    data_version = 6

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self.reading = Reading({}, None, set(), set(), set())
        self.inline = InlineText()
        self.shown_in = ""
        """The host for which a copy of another page is being made."""
        self.gate = Gate()
        """What may be shown of excerpts; it is decided in each build, and never stored."""
        self._made: dict[Callable[[CompassDomain], Any], Any] = {}

    def _forget(self) -> None:
        """Let go of what was worked out from the records, because they change."""
        self._made.clear()

    def start_reading(self, reading: Reading) -> None:
        """Take note of what is about to be read."""
        self.reading = reading
        self._forget()

    def finish_reading(self) -> None:
        """Let go of the pages that were read; what is needed of them was stored."""
        self.start_reading(self.reading._replace(pages={}))

    def note_page(self, docname: str, record: PageRecord) -> None:
        """Store what other pages need to know of a page."""
        self.state["records"][docname] = record
        self._forget()

    @property
    def state(self) -> CompassData:
        """The stored data, typed."""
        return cast("CompassData", self.data)

    @property
    def srcdir(self) -> Path:
        """The source folder."""
        return Path(self.env.srcdir)

    # -- filling and clearing ---------------------------------------------------------------

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        for table in TABLES:
            self.data[table].pop(docname, None)
        self._forget()

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over the pages that another process read."""
        for table in TABLES:
            for docname in docnames:
                if docname in otherdata[table]:
                    self.data[table][docname] = otherdata[table][docname]
        self._forget()

    # -- finding ----------------------------------------------------------------------------

    def docnames(self) -> dict[str, str]:
        """Return the docname of every page by its id; the first page, if an id is used twice.

        While pages are read, this knows those that are still to come too.
        """
        return self.once(CompassDomain._find_docnames)

    def _find_docnames(self) -> dict[str, str]:
        ids = {docname: record.id for docname, record in self.state["records"].items()}
        ids |= {docname: page.facts.id for docname, page in self.reading.pages.items()}
        found: dict[str, str] = {}
        for docname in sorted(ids):
            if ids[docname]:
                found.setdefault(ids[docname], docname)
        return found

    def shown_by(self, docname: str, record: PageRecord) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the docnames of the parts and of the appendices that a host shows."""
        docnames = self.docnames()
        both = []
        for references in (record.parts, record.appendices):
            found = (docnames[item.id] for item in references if item.id in docnames)
            both.append(tuple(dict.fromkeys(name for name in found if name != docname)))
        return both[0], both[1]

    def shows_something(self, docname: str) -> bool:
        """Return whether a page shows facts, lists or the reference of a kind."""
        return docname in self.state["records"] or docname in self.state["listings"]

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Link to a page by its id; the text is the page's title unless the author gave one."""
        return Links(self, builder, fromdocname).resolve(typ, target, node, contnode)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Link to a page by its id where the kind of link is not said, as in ``[](#my-event)``."""
        found = self.resolve_xref(env, fromdocname, builder, "any", target, node, contnode)
        if found is None:
            return []
        return [(f"compass:{self.state['records'][self.docnames()[target]].kind}", found)]

    def defined(self, what: str) -> dict[str, tuple[str, Defined]]:
        """Return the things of one sort that pages define, by id, with the docname of the page."""
        return self.once(CompassDomain._find_defined).get(what, {})

    def _find_defined(self) -> dict[str, dict[str, tuple[str, Defined]]]:
        found: dict[str, dict[str, tuple[str, Defined]]] = {}
        for docname, record in sorted(self.state["records"].items(), reverse=True):
            for item in record.defines:
                found.setdefault(item.what, {})[item.id] = (docname, item)
        return found

    def once(self, make: Callable[[CompassDomain], Made]) -> Made:
        """Return what *make* works out from the records, which is done once until they change."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("Made", self._made[make])

    def chain(self) -> Chain:
        """Return the chain of evidence of all pages."""
        return self.once(CompassDomain._find_chain)

    def _find_chain(self) -> Chain:
        return chain_of(self.state["records"].values())

    def label_of(self, docname: str, item: Defined) -> str:
        """Return the text of a link to a thing; for some that is their text, as translated."""
        if item.what not in LABELLED_BY_TEXT:
            return item.label
        return self.state["texts"].get(docname, {}).get((item.what, item.id)) or item.label

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield the pages for the inventory, sorted."""
        records = self.state["records"]
        for id, docname in sorted(self.docnames().items()):
            if docname in records:
                title = self.env.titles.get(docname)
                name = title.astext() if title is not None else id
                yield id, name, records[docname].kind, docname, "", 1
        for what in DEFINED_ROLES:
            for id, (docname, item) in sorted(self.defined(what).items()):
                label = self.label_of(docname, item)
                name = f"{label}: {item.tip}" if item.tip else label
                where = "" if what in WHOLE_PAGE else anchor(what, id)
                yield id, name, what, docname, where, 1

    # -- judging ----------------------------------------------------------------------------

    def check_consistency(self) -> None:
        """Warn of problems between files, once everything was read and merged."""
        check_between_files(self)


def compass_domain(env: BuildEnvironment) -> CompassDomain:
    """Return the domain of *env*."""
    return cast("CompassDomain", env.get_domain("compass"))


def register(app: Sphinx) -> None:
    """Add the domain."""
    app.add_domain(CompassDomain)
