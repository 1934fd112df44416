"""Sphinx extension: pages by strangers run no code, stay inside ``source/`` and trick nobody.

Loaded by name (``sphinx_compass.safety``), because its rules refuse pages that other sites may
well have. The rules are in :mod:`compass_model.safety`; here they are applied

* to every text that MyST parses, as MyST gets it (front matter, reStructuredText),
* to the files of translations, which Sphinx reads and writes by ways of its own,
* to directives that would read files or pass text through unchanged, in place of the stock ones,
* to the doctree of each page (raw nodes, images, downloads, tables of contents),
* to the resolved doctree (addresses of links and formulas, wherever they come from),
* to what MathJax looks at, and
* to files of works and to citations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compass_model import __version__
from sphinx_compass.safe_directives import register_directives
from sphinx_compass.safe_doctree import SafeDoctree, check_resolved
from sphinx_compass.safe_formulas import confine_mathjax
from sphinx_compass.safe_parser import SafeParser
from sphinx_compass.safe_source import (
    check_found_files,
    check_included,
    check_settings,
    check_source,
)
from sphinx_compass.safe_translations import check_translations

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
    app.connect("config-inited", check_settings)
    app.connect("config-inited", check_translations)
    app.connect("env-get-outdated", check_found_files, priority=100)
    app.connect("source-read", check_source, priority=300)
    app.connect("include-read", check_included, priority=300)
    app.add_transform(SafeDoctree)
    # Last, so that it sees what other extensions made.
    app.connect("doctree-resolved", check_resolved, priority=990)
    # The stock directives are registered by builder-inited at the latest.
    app.connect("builder-inited", register_directives, priority=990)
    # After MyST, which has its say about MathJax too.
    app.connect("builder-inited", confine_mathjax, priority=990)
    app.connect("builder-inited", _guard_citations, priority=400)
    return {
        "version": __version__,
        "env_version": 2,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
