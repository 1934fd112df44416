"""Keeps the search index whole when some pages are written only.

Sphinx reads the index of the last build, replaces what changed pages say, and writes it again. On
the way it forgets the index entries of all other pages, so that the index would differ from that of
a clean build. And it keeps words that are on no page any more, be they of somebody who took back
what they said.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.search import IndexBuilder

Entries = dict[str, list[tuple[str, str, str]]]
"""The index entries of each page, as Sphinx keeps them: text, anchor, and ``main`` or nothing."""


def mend_index(app: Sphinx) -> Iterable[tuple[str, dict[str, Any], str]]:
    """Handle ``html-collect-pages``, just before the index is written; adds no pages."""
    builder = app.builder
    if isinstance(builder, StandaloneHTMLBuilder) and builder.indexer is not None:
        index = builder.indexer
        index.prune(app.env.all_docs)
        entries = {**_entries_of_last_build(builder), **index._index_entries}
        index._index_entries.clear()
        index._index_entries.update((name, entries[name]) for name in _known(index, entries))
        for words in (index._mapping, index._title_mapping):
            for word in [word for word, pages in words.items() if not pages]:
                del words[word]
    return ()


def _known(index: IndexBuilder, entries: Entries) -> list[str]:
    """Return the pages that are still there, in the order in which a clean build writes them."""
    return sorted(index._titles.keys() & entries.keys())


def _entries_of_last_build(builder: StandaloneHTMLBuilder) -> Entries:
    """Read the index entries as they were written; none where that cannot be read."""
    if not builder.indexer_dumps_unicode:
        return {}  # a pickle, which no reader's page uses
    try:
        with (builder.outdir / builder.searchindex_filename).open(encoding="utf-8") as file:
            old = builder.indexer_format.load(file)
        found: Entries = {name: [] for name in old["docnames"]}
        for text, places in old["indexentries"].items():
            for page, anchor, main in places:
                found[old["docnames"][page]].append((text, anchor, "main" if main else ""))
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return {}
    return found


def keep_no_index(app: Sphinx, env: BuildEnvironment) -> None:
    """Handle ``env-updated``: keep the index of an earlier build in this process off the disk."""
    env._search_index_mapping.clear()
    env._search_index_title_mapping.clear()


def register(app: Sphinx) -> None:
    """Connect the handlers."""
    app.connect("env-updated", keep_no_index)
    app.connect("html-collect-pages", mend_index)
