"""Sphinx extension: pages by strangers run no code, stay inside ``source/`` and trick nobody.

Loaded by name (``sphinx_compass.safety``), because its rules refuse pages that other sites may
well have. The rules are in :mod:`compass_model.safety`; here they are applied

* to the text, before MyST reads it (front matter, reStructuredText, what is included),
* to translations, which reach MyST and the templates by ways of their own,
* to directives that would read files or pass text through unchanged, in place of the stock ones,
* to the doctree of each page (raw nodes, images, downloads, tables of contents),
* to the resolved doctree (addresses of links, wherever they come from), and
* to files of works and to citations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compass_model import __version__
from sphinx_compass.safe_directives import register_directives
from sphinx_compass.safe_doctree import SafeDoctree, check_links
from sphinx_compass.safe_source import check_found_files, check_included, check_source
from sphinx_compass.safe_translations import SafeParser, check_translations

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def _guard_citations(app: Sphinx) -> None:
    """Handle ``builder-inited``: where citations are made, apply the rules to them."""
    if "sphinxcontrib.bibtex" in app.extensions:
        from sphinx_compass import safe_bibliography  # noqa: PLC0415  # needs that extension

        safe_bibliography.guard(app)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the rules."""
    app.setup_extension("myst_parser")
    app.add_source_parser(SafeParser, override=True)
    app.connect("config-inited", check_translations)
    app.connect("env-get-outdated", check_found_files, priority=100)
    app.connect("source-read", check_source, priority=300)
    app.connect("include-read", check_included, priority=300)
    app.add_transform(SafeDoctree)
    # Last, so that it sees what other extensions made.
    app.connect("doctree-resolved", check_links, priority=990)
    # The stock directives are registered by builder-inited at the latest.
    app.connect("builder-inited", register_directives, priority=990)
    app.connect("builder-inited", _guard_citations, priority=400)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
