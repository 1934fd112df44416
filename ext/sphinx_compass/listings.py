"""Lists over the whole compass: pages by kind and audience, reviews, what is to be agreed.

A directive leaves a placeholder; it is filled when a page is written, because only then are all
pages known. :mod:`sphinx_compass.rewriting` has a page written again when its lists changed.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable
from os import environ
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx.errors import ConfigError, NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform

from compass_model.community import read_community
from compass_model.envelope import STATUS_WORDS
from compass_model.facts import Words
from compass_model.fields import DATE_EXAMPLE
from compass_model.kinds import KINDS
from compass_model.problems import Code, Problem, did_you_mean
from compass_model.records import PageRecord
from sphinx_compass.builders import joins_pages
from sphinx_compass.domain import CompassDomain, compass_domain
from sphinx_compass.facts_as_shown import open_points_of
from sphinx_compass.listing_directives import CHAIN_LISTINGS, Listing, listing_node
from sphinx_compass.messages import say
from sphinx_compass.reporting import report
from sphinx_compass.tables import make_table, own_words

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class Row(NamedTuple):
    """One row of a list: a page, and the texts of the other columns."""

    docname: str
    texts: tuple[str, ...]


_KIND_WORDS = {kind.name: kind.title for kind in KINDS}
_COLUMNS = {
    "pages": (Words("Page"), Words("Kind"), Words("Status"), Words("Looked after by")),
    "reviews": (Words("Page"), Words("Due for review"), Words("Looked after by"), Words("State")),
    "open-points": (Words("Page"), Words("What is to be agreed"), Words("Who decides")),
}
_EMPTY = {
    "pages": Words("There is no such page yet."),
    "reviews": Words("No page says when it is due for review."),
    "open-points": Words("Nothing is left to be agreed."),
}


def rows_of(listing: Listing, domain: CompassDomain) -> list[Row]:
    """Return the rows of a list, sorted; the same whatever the order in which pages were read."""
    records = domain.state["records"]
    names = _Names(domain)
    pages = sorted(records.items(), key=lambda item: (item[1].kind, _title(domain.env, item[0])))
    if listing.what == "pages":
        return [_page_row(docname, r, names) for docname, r in pages if _belongs(r, listing)]
    if listing.what == "reviews":
        return _reviews(pages, names, today(domain.env))
    return [
        Row(docname, (point.where, names.of(point.owner, docname)))
        for docname, record in pages
        for point in open_points_of(record, domain.state["as_shown"].get(docname))
    ]


def _page_row(docname: str, record: PageRecord, names: _Names) -> Row:
    status = say(STATUS_WORDS[record.status]) if record.status in STATUS_WORDS else ""
    return Row(docname, (say(_KIND_WORDS[record.kind]), status, names.of(record.owner, docname)))


def _belongs(record: PageRecord, listing: Listing) -> bool:
    return (not listing.kind or record.kind == listing.kind) and (
        not listing.audience or listing.audience in record.audience
    )


def _reviews(
    pages: Iterable[tuple[str, PageRecord]], names: _Names, now: dt.date | None
) -> list[Row]:
    rows = []
    for docname, record in pages:
        if record.review_date is not None:
            due = now is not None and record.review_date <= now
            state = say(Words("due now")) if due else ""
            texts = (record.review_date.isoformat(), names.of(record.owner, docname), state)
            rows.append(Row(docname, texts))
    return sorted(rows, key=lambda row: row.texts)


class _Names:
    """The names of teams and roles, where they are known."""

    def __init__(self, domain: CompassDomain) -> None:
        self._as_shown = domain.state["as_shown"]
        community, _problems = read_community(domain.srcdir)
        self._groups = community.owners if community else {}

    def of(self, id: str, docname: str) -> str:
        """Return the name of the group with *id*, as a page that names it shows it."""
        page = self._as_shown.get(docname)
        name = page.names.get(id) if page is not None else None
        return name or (self._groups[id].name if id in self._groups else id)


def _title(env: BuildEnvironment, docname: str) -> str:
    title = env.titles.get(docname)
    return title.astext() if title is not None else docname


def today(env: BuildEnvironment) -> dt.date | None:
    """Return the day that pages call today: ``compass_today``, else ``SOURCE_DATE_EPOCH``.

    Without either no page is called overdue, so that equal sources give equal pages.
    """
    if given := env.config.compass_today:
        try:
            return dt.datetime.strptime(given, "%Y-%m-%d").date()
        except (TypeError, ValueError):
            message = f"'compass_today' must be a date like '{DATE_EXAMPLE}', not {given!r}"
            raise ConfigError(message) from None
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    return dt.date(*time.gmtime(int(epoch))[:3]) if epoch.isdigit() else None


class FillListings(SphinxPostTransform):
    """Puts tables in the place of placeholders, before references are resolved (10)."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Fill every list of the page that is being written."""
        domain = compass_domain(self.env)
        here = self.env.docname in domain.state["listings"]
        if not here and not joins_pages(self.env._app.builder):
            return
        for node in list(self.document.findall(listing_node)):
            listing = Listing(*node["listing"])
            if listing.what in CHAIN_LISTINGS:
                continue
            _check_audience(listing, node, domain)
            node.replace_self(self._table(listing, rows_of(listing, domain)))

    def _table(self, listing: Listing, rows: list[Row]) -> nodes.Node:
        if not rows:
            return own_words(say(_EMPTY[listing.what]), classes=["compass-empty"])
        columns = [say(column) for column in _COLUMNS[listing.what]]
        cells = [
            [[self._link(row.docname)], *([own_words(text)] for text in row.texts)] for row in rows
        ]
        if listing.kind:  # all are of one kind: no column for it
            columns.pop(1)
            for row_cells in cells:
                row_cells.pop(1)
        if not any(row.texts[-1] for row in rows):  # nothing to say in the last column
            columns.pop()
            for row_cells in cells:
                row_cells.pop()
        table = make_table(columns, cells)
        table["classes"] += ["compass-listing", f"compass-{listing.what}"]
        return table

    def _link(self, docname: str) -> nodes.paragraph:
        title = self.env.titles.get(docname)
        text = nodes.inline("", "", *(title.deepcopy().children if title is not None else ()))
        try:
            uri = self.env._app.builder.get_relative_uri(self.env.docname, docname)
        except NoUri:  # builders without pages, such as gettext
            return nodes.paragraph("", "", text)
        return nodes.paragraph("", "", nodes.reference("", "", text, refuri=uri, internal=True))


def _check_audience(listing: Listing, node: nodes.Element, domain: CompassDomain) -> None:
    community, _problems = read_community(domain.srcdir)
    known = community.audiences if community else {}
    if listing.audience and listing.audience not in known:
        hint = did_you_mean(listing.audience, known) or "; add it to _data/community.yml"
        message = f"'{listing.audience}' is not an audience{hint}"
        path = domain.env.doc2path(domain.env.docname, base=False)
        problem = Problem(str(path), node.line or 1, message, Code.UNKNOWN_REFERENCE)
        report(domain.srcdir, [problem])


def register(app: Sphinx) -> None:
    """Add the placeholder and the post-transform."""
    app.add_node(listing_node)
    app.add_post_transform(FillListings)
