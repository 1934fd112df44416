"""Inline MyST in the facts of a page, as docutils nodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from docutils import nodes
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

# Text without any of these characters means itself.
_MARKUP = re.compile(r"[\\`*_\[\]{}<>&!$~:/@^]|--|\.\.\.")


class InlineText:
    """Makes nodes of inline MyST for one document. The parser is made when it is first needed."""

    def __init__(self, document: nodes.document, env: BuildEnvironment) -> None:
        self._document = document
        self._env = env
        self._renderer: SphinxRenderer | None = None

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
        config = self._env.myst_config  # type: ignore[attr-defined]  # set by myst-parser
        parser = create_md_parser(config, SphinxRenderer)
        renderer = cast("SphinxRenderer", parser.renderer)
        renderer.setup_render({**parser.options, "document": self._document}, {})
        return renderer
