"""Inline MyST in the facts of a page, as docutils nodes."""

from __future__ import annotations

import re
from typing import Any, cast

from docutils import nodes
from markdown_it import MarkdownIt
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.warnings_ import create_warning


class _Renderer(SphinxRenderer):
    """Warns at the place of the text, be it in a data file, and once however often it is shown."""

    warned: set[tuple[str, str | None, int | None]]

    def create_warning(
        self, message: str, subtype: Any, *, line: int | None = None, **options: Any
    ) -> nodes.system_message | None:
        """Warn as usual, but with the file of the text in place of the page."""
        at = nodes.paragraph()
        at.source, at.line = self.document["source"], line
        if (message, at.source, at.line) in self.warned:
            return None
        self.warned.add((message, at.source, at.line))
        return create_warning(self.document, message, subtype, node=at, **options)


# Text without any of these characters means itself.
_MARKUP = re.compile(r"[\\`*_\[\]{}<>&!$~:/@^]|--|\.\.\.")


class InlineText:
    """Makes nodes of inline MyST. One parser, which is costly to make, serves all documents."""

    def __init__(self) -> None:
        self._parser: MarkdownIt | None = None
        self._renderer: _Renderer | None = None

    def start(self, document: nodes.document) -> None:
        """Take note that the following texts belong to *document*."""
        self._document = document
        self._renderer = None

    def nodes_of(self, text: str, source: str, line: int) -> list[nodes.Node]:
        """Return the nodes of *text*, which stands on *line* of the file *source*."""
        if not _MARKUP.search(text):
            return [nodes.Text(text)]
        if self._renderer is None:
            self._renderer = self._make_renderer()
        holder = nodes.paragraph()
        page, self._document["source"] = self._document["source"], source
        try:
            with self._renderer.current_node_context(holder):
                self._renderer.nested_render_text(text, line - 1, inline=True)
        finally:
            self._document["source"] = page
        return list(holder.children)

    def _make_renderer(self) -> _Renderer:
        if self._parser is None:
            config = self._document.settings.env.myst_config
            self._parser = create_md_parser(config, _Renderer)
        renderer = cast("_Renderer", self._parser.renderer)
        renderer.warned = set()
        renderer.setup_render({**self._parser.options, "document": self._document}, {})
        return renderer
