"""``{compass:pages}``, ``{compass:reviews}``, ``{compass:trace}`` and more: places for lists.

They are filled by :mod:`sphinx_compass.listings` and :mod:`sphinx_compass.trace` when a page is
written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from compass_model.kinds import KINDS
from compass_model.problems import did_you_mean, one_of


class Listing(NamedTuple):
    """What a list shows."""

    what: str
    kind: str = ""
    audience: str = ""
    page: str = ""
    id: str = ""


class listing_node(nodes.General, nodes.Element):
    """Stands where a list will be."""


class _ListingDirective(SphinxDirective):
    """Base of the directives that leave a placeholder."""

    what: ClassVar[str]

    def run(self) -> list[nodes.Node]:
        """Leave a placeholder and note that this page holds a list."""
        options = {name: str(value) for name, value in self.options.items()}
        if self.arguments:
            options["id"] = self.arguments[0].strip()
        listing = Listing(self.what, **options)
        node = listing_node(listing=tuple(listing))
        self.set_source_info(node)
        table = self.env.domaindata["compass"]["listings"]
        table[self.env.docname] = (*table.get(self.env.docname, ()), listing)
        return [node]


def _kind(argument: str | None) -> str:
    names = [kind.name for kind in KINDS]
    if argument not in names:
        hint = did_you_mean(str(argument), names) or f"; use {one_of(names)}"
        raise ValueError(f"'{argument}' is not a kind of page{hint}")
    return argument


class PagesDirective(_ListingDirective):
    """List pages, all or those of one ``:kind:`` or for one ``:audience:``."""

    what = "pages"
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "kind": _kind,
        "audience": directives.unchanged_required,
    }


class ReviewsDirective(_ListingDirective):
    """List the pages by the day on which they are due for review."""

    what = "reviews"


class OpenPointsDirective(_ListingDirective):
    """List everything that is to be agreed, and who decides."""

    what = "open-points"


class TraceDirective(_ListingDirective):
    """Show the chain from research questions to what answers them.

    All of it, only what begins on one ``:page:``, or only that to which the thing belongs whose id
    is given.
    """

    what = "trace"
    optional_arguments = 1
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"page": directives.unchanged_required}


class GapsDirective(_ListingDirective):
    """List the things of the chain from which nothing follows, and why."""

    what = "gaps"


LISTINGS = {
    "pages": PagesDirective,
    "reviews": ReviewsDirective,
    "open-points": OpenPointsDirective,
    "trace": TraceDirective,
    "gaps": GapsDirective,
}

CHAIN_LISTINGS = ("trace", "gaps")
"""The lists that :mod:`sphinx_compass.trace` fills."""
