"""Sphinx extension: typed pages of a community's Team Compass.

``extensions += ["sphinx_compass"]`` is all a Sphinx site with MyST pages needs. Pages without
facts stay as they are. The extensions :mod:`sphinx_compass.safety`,
:mod:`sphinx_compass.pydata` and :mod:`sphinx_compass.readthedocs` are loaded by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compass_model import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything; each module connects what belongs to it."""
    from sphinx_compass import (
        assembly,
        back_links,
        chain_texts,
        citations,
        consent_gate,
        domain,
        excerpts,
        facts_as_shown,
        figures,
        image_names,
        links,
        listings,
        messages,
        page_facts,
        reading,
        removed_output,
        rewriting,
        search_index,
        style,
        trace,
        why_here,
    )
    from sphinx_compass.export import builder as export_builder

    app.setup_extension("myst_parser")
    parts = (
        messages,
        domain,
        links,
        reading,
        page_facts,
        figures,
        assembly,
        image_names,
        listings,
        consent_gate,
        excerpts,
        facts_as_shown,
        chain_texts,
        trace,
        back_links,
        why_here,
        citations,
        rewriting,
        search_index,
        removed_output,
        style,
        export_builder,
    )
    for part in parts:
        part.register(app)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
