"""Inline MyST in the facts of a page, as docutils nodes."""

from __future__ import annotations

import re
from typing import cast

from docutils import nodes
from markdown_it import MarkdownIt
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser

# Text without any of these characters means itself.
_MARKUP = re.compile(r"[\\`*_\[\]{}<>&!$~:/@^]|--|\.\.\.")


class InlineText:
    """Makes nodes of inline MyST. One parser, which is costly to make, serves all documents."""

    def __init__(self) -> None:
        self._parser: MarkdownIt | None = None
        self._renderer: SphinxRenderer | None = None

    def start(self, document: nodes.document) -> None:
        """Take note that the following texts belong to *document*."""
        self._document = document
        self._renderer = None

    def nodes_of(self, text: str, line: int) -> list[nodes.Node]:
        """Return the nodes of *text*, which stands on *line* of the document's file."""
        if not _MARKUP.search(text):
            return [nodes.Text(text)]
        if self._renderer is None:
            self._renderer = self._make_renderer()
        holder = nodes.paragraph()
        with self._renderer.current_node_context(holder):
            self._renderer.nested_render_text(text, line - 1, inline=True)
        return list(holder.children)

    def _make_renderer(self) -> SphinxRenderer:
        if self._parser is None:
            config = self._document.settings.env.myst_config
            self._parser = create_md_parser(config, SphinxRenderer)
        renderer = cast("SphinxRenderer", self._parser.renderer)
        renderer.setup_render({**self._parser.options, "document": self._document}, {})
        return renderer
