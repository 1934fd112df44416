"""The domain ``compass``: which pages exist, what they are called, and how to link to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypedDict, cast

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from compass_model.community import Community, missing_community, read_community
from compass_model.cross_file import cross_file_problems
from compass_model.kinds import KINDS
from compass_model.page import TypedPage
from compass_model.problems import did_you_mean
from compass_model.records import PageRecord
from sphinx_compass.inline_text import InlineText
from sphinx_compass.kind_reference import KindDirective
from sphinx_compass.listing_directives import LISTINGS, Listing
from sphinx_compass.reporting import TYPE, logger, report

if TYPE_CHECKING:
    from collections.abc import Set

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


class Reading(NamedTuple):
    """What is known while pages are read, and forgotten afterwards."""

    pages: dict[str, TypedPage]
    """Pages with facts that are being read, by docname."""
    community: Community | None
    unread: set[str]
    """Pages that could not be read."""
    lost: set[str]
    """Ids that pages may have whose facts could not be read."""


class CompassData(TypedDict):
    """What the environment keeps."""

    records: dict[str, PageRecord]
    parts: dict[str, tuple[str, ...]]
    """The docnames of a host's parts, by the docname of the host."""
    listings: dict[str, tuple[Listing, ...]]
    digests: dict[str, str]


class CompassDomain(Domain):
    """Pages with facts: found by id from anywhere, also from other sites."""

    name = "compass"
    label = "Team Compass"
    object_types: ClassVar[dict[str, ObjType]] = {
        kind.name: ObjType(kind.title.message, kind.name, "page") for kind in KINDS
    }
    roles: ClassVar[dict[str, Any]] = {
        "page": XRefRole(innernodeclass=nodes.inline),
        **{kind.name: XRefRole(innernodeclass=nodes.inline) for kind in KINDS},
    }
    directives: ClassVar[dict[str, Any]] = {"kind": KindDirective, **LISTINGS}
    initial_data: ClassVar[dict[str, Any]] = {
        "records": {},
        "parts": {},
        "listings": {},
        "digests": {},
    }
    data_version = 1

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self.reading = Reading({}, None, set(), set())
        self.inline = InlineText()
        self._docnames: dict[str, str] | None = None

    def start_reading(self, reading: Reading) -> None:
        """Take note of what is about to be read."""
        self.reading = reading
        self._docnames = None

    def finish_reading(self) -> None:
        """Let go of the pages that were read; what is needed of them was stored."""
        self.start_reading(self.reading._replace(pages={}))

    def note_page(self, docname: str, record: PageRecord) -> None:
        """Store what other pages need to know of a page."""
        self.state["records"][docname] = record
        self._docnames = None

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
        for table in ("records", "parts", "listings"):
            self.data[table].pop(docname, None)
        self._docnames = None

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over the pages that another process read."""
        for table in ("records", "parts", "listings"):
            for docname in docnames:
                if docname in otherdata[table]:
                    self.data[table][docname] = otherdata[table][docname]
        self._docnames = None

    # -- finding ----------------------------------------------------------------------------

    def docnames(self) -> dict[str, str]:
        """Return the docname of every page by its id; the first page, if an id is used twice.

        While pages are read, this knows those that are still to come too.
        """
        if self._docnames is None:
            self._docnames = self._find_docnames()
        return self._docnames

    def _find_docnames(self) -> dict[str, str]:
        ids = {docname: record.id for docname, record in self.state["records"].items()}
        ids |= {docname: page.facts.id for docname, page in self.reading.pages.items()}
        found: dict[str, str] = {}
        for docname in sorted(ids):
            if ids[docname]:
                found.setdefault(ids[docname], docname)
        return found

    def shows_something(self, docname: str) -> bool:
        """Return whether a page shows facts, lists or the reference of a kind."""
        return docname in self.state["records"] or docname in self.state["listings"]

    def hosts(self) -> dict[str, str]:
        """Return the docname of the host by the docname of each of its parts."""
        parts = self.state["parts"]
        return {part: host for host in sorted(parts, reverse=True) for part in parts[host]}

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
        docname = self.docnames().get(target)
        if docname is None or typ not in {"page", "any", self.state["records"][docname].kind}:
            return None
        if not node.get("refexplicit"):
            contnode = nodes.inline("", "", *env.titles[docname].deepcopy().children)
        return make_refnode(builder, fromdocname, docname, "", [contnode], None)

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

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield the pages for the inventory, sorted."""
        records = self.state["records"]
        for id, docname in sorted(self.docnames().items()):
            if docname in records:
                title = self.env.titles.get(docname)
                name = title.astext() if title is not None else id
                yield id, name, records[docname].kind, docname, "", 1

    # -- judging ----------------------------------------------------------------------------

    def check_consistency(self) -> None:
        """Warn of problems between files, once everything was read and merged."""
        records = self.state["records"]
        if not records:
            return
        community, _problems = read_community(self.srcdir)
        problems = missing_community(self.srcdir)
        lost = self.reading.lost
        problems += cross_file_problems(records.values(), community, lost=lost)
        report(self.srcdir, problems)


def compass_domain(env: BuildEnvironment) -> CompassDomain:
    """Return the domain of *env*."""
    return cast("CompassDomain", env.get_domain("compass"))


def _suggest(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Word the warning of a link to an id that no page has."""
    if domain is None or domain.name != CompassDomain.name:
        return None
    target = node["reftarget"]
    known = compass_domain(app.env).docnames()
    record = known.get(target)
    if record is not None:
        kind = compass_domain(app.env).state["records"][record].kind
        hint = f"; it is a page of kind '{kind}'"
    else:
        hint = did_you_mean(target, known) or "; see the 'id' in its front matter"
    logger.warning(
        "there is no page of kind '%s' with the id '%s'%s",
        node["reftype"],
        target,
        hint,
        location=node,
        type=TYPE,
        subtype="unknown-reference",
    )
    return True


def register(app: Sphinx) -> None:
    """Add the domain."""
    app.add_domain(CompassDomain)
    app.connect("warn-missing-reference", _suggest)
