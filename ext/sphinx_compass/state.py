"""What the domain knows: while pages are read, and from one build to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypedDict

from sphinx_compass.listing_directives import Listing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compass_model.community import Community
    from compass_model.consent.rules import Shown
    from compass_model.page import TypedPage
    from compass_model.records import PageRecord
    from sphinx_compass.facts_as_shown import AsShown


class Reading(NamedTuple):
    """What is known while pages are read, and forgotten afterwards."""

    pages: dict[str, TypedPage]
    """Pages with facts that are being read, by docname."""
    community: Community | None
    unread: set[str]
    """Pages that could not be read."""
    broken: set[str]
    """Pages whose facts could not be read."""
    lost: set[str]
    """Ids that these may have."""


class Gate(NamedTuple):
    """Which excerpts a build may show; see :mod:`sphinx_compass.consent_gate`."""

    shown: Mapping[str, Shown] = {}
    """What is shown of each excerpt, by its id."""
    whole: bool = True
    """Whether all files with excerpts could be read."""
    refuses: bool = False
    """Whether something was found that fails the build."""
    reported: frozenset[str] = frozenset()
    """The ids that pages name; those that do not exist were reported."""


class CompassData(TypedDict):
    """What the environment keeps."""

    records: dict[str, PageRecord]
    parts: dict[str, tuple[str, ...]]
    """The docnames of a host's parts, by the docname of the host."""
    appendices: dict[str, tuple[str, ...]]
    """The docnames of its appendices, in the order of their letters."""
    listings: dict[str, tuple[Listing, ...]]
    texts: dict[str, dict[tuple[str, str], str]]
    """The texts of the things of the chain, as they are shown; see `sphinx_compass.chain_texts`."""
    as_shown: dict[str, AsShown]
    """What pages show that lists name too; see `sphinx_compass.facts_as_shown`."""
    digests: dict[str, str]
    excerpts: dict[str, tuple[str, ...]]
    """The ids of the excerpts that each page shows. Never their words."""
    shown_excerpts: dict[str, dict[str, str]]
    """Hashes of what pages showed of them when they were written: for each builder and place, by
    docname."""
    chain_digests: dict[str, str]
    """What the pages show of the chain, by their id; see `sphinx_compass.back_links`."""


TABLES = ("records", "parts", "appendices", "listings", "texts", "as_shown", "excerpts")
"""The tables with one entry for each page."""
