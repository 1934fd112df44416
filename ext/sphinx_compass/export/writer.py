"""From a resolved doctree to portable MyST, which mystmd and MyST-Parser read alike.

Each kind of node has one small function, found by the name of its class. A kind that has none is a
problem, so that nothing gets lost in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from docutils import nodes

from compass_model.problems import Code, Problem
from sphinx_compass.export import (
    blocks,
    components,
    figures,
    inlines,
    lists,
    notes,
    points,
    tables,
)
from sphinx_compass.export.context import Context, Figure, Written
from sphinx_compass.export.run import Run

BlockHandler = Callable[["MystWriter", Any], str]

BLOCKS: Mapping[str, BlockHandler] = {
    **dict.fromkeys(blocks.ADMONITIONS, blocks.admonition),
    "acks": blocks.contents,
    "admonition": blocks.titled,
    "block_quote": blocks.block_quote,
    "bullet_list": lists.bullet_list,
    "centered": blocks.bold_line,
    "comment": blocks.nothing,
    "compact_paragraph": blocks.paragraph,
    "compound": blocks.toctree_wrapper,
    "container": components.container,
    "definition_list": lists.definition_list,
    "doctest_block": blocks.literal_block,
    "enumerated_list": lists.enumerated_list,
    "field_list": lists.field_list,
    "figure": figures.figure,
    "footnote": notes.footnote,
    "glossary": notes.glossary,
    "highlightlang": blocks.nothing,
    "hlist": lists.hlist,
    "image": figures.image,
    "index": blocks.nothing,
    "kept_bibliography": notes.bibliography,
    "line_block": blocks.line_block,
    "literal_block": blocks.literal_block,
    "math_block": blocks.math_block,
    "meta": blocks.nothing,
    "option_list": lists.option_list,
    "paragraph": blocks.paragraph,
    "raw": blocks.raw,
    "rubric": blocks.bold_line,
    "section": blocks.section,
    "sidebar": blocks.titled,
    "substitution_definition": blocks.nothing,
    "table": tables.table,
    "tabular_col_spec": blocks.nothing,
    "target": blocks.nothing,
    "todo_node": blocks.todo,
    "topic": blocks.titled,
    "transition": blocks.transition,
    "versionmodified": blocks.version_change,
}
"""How each kind of node on lines of its own is written, by the name of its class."""


def write_myst(document: nodes.document, context: Context) -> Written:
    """Write one page.

    Args:
        document: the resolved doctree, with citations kept by
            :class:`sphinx_compass.export.citations.KeepCitations`; it is not changed
        context: answers about labels, addresses, figures and keys

    Returns:
        The text, and everything that is wrong with the file and line of the source.
    """
    return write_blocks(document.children, context)


def write_blocks(blocks: Iterable[nodes.Node], context: Context) -> Written:
    """Write a part of a page, such as a definition, as :func:`write_myst` writes a page."""
    writer = MystWriter(context)
    text = writer.blocks(blocks)
    return Written(
        text=f"{text}\n",
        problems=writer.problems,
        figures=list(writer.files.values()),
        citations=writer.citations,
        terms=writer.terms,
        defined=writer.defined,
    )


class MystWriter:
    """Writes one page, and collects what belongs to it."""

    def __init__(self, context: Context) -> None:
        """Begin a page."""
        self.context = context
        self.problems: list[Problem] = []
        self.files: dict[tuple[str, str], Figure] = {}
        self.citations: set[str] = set()
        self.terms: set[str] = set()
        self.defined: set[str] = set()
        self.depth = 0
        """How many sections are around the node that is being written."""

    # -- nodes ----------------------------------------------------------------------------------

    def blocks(self, children: Iterable[nodes.Node], *, tight: bool = False) -> str:
        """Write blocks one below the other, with an empty line between them unless *tight*."""
        written = [text for child in children if (text := self.block(child))]
        return ("\n" if tight else "\n\n").join(written)

    def block(self, node: nodes.Node) -> str:
        """Write one block with its label; what belongs within a line becomes a paragraph."""
        name = type(node).__name__
        handler = BLOCKS.get(name)
        if handler is not None:
            return self.labelled(node, handler(self, node))
        run = Run()
        if isinstance(node, nodes.Text):
            run.text(node)
        else:
            self.within_line(run, node)
        return run.lines()

    def within_line(self, run: Run, node: nodes.Node) -> None:
        """Write one node within a line."""
        handler = inlines.INLINES.get(type(node).__name__)
        if handler is None:
            self.unknown(node)
        else:
            handler(self, run, node)

    def run_children(self, run: Run, parent: nodes.Node) -> None:
        """Write everything in *parent* within a line."""
        inlines.run_children(self, run, parent)

    def lines(self, node: nodes.Node) -> str:
        """Write the words in a node with a line for each sentence."""
        run = Run()
        inlines.run_children(self, run, node)
        return run.lines()

    def line(self, node: nodes.Node) -> str:
        """Write the words in a node on one line."""
        run = Run()
        inlines.run_children(self, run, node)
        return run.line()

    def bold(self, node: nodes.Node) -> str:
        """Write the words in a node as a line of strong emphasis."""
        run = Run(last="*", marks="*")
        run.after = "*"
        inlines.run_children(self, run, node)
        words = run.stripped().line()
        return f"**{words}**" if words else ""

    def captioned_code(self, node: nodes.container) -> str:
        """Write code with its caption."""
        return blocks.captioned_code(self, node)

    # -- labels ---------------------------------------------------------------------------------

    def labelled(self, node: nodes.Node, text: str) -> str:
        """Put the label of a block before it, where it has one that is not an option of it."""
        if not text or not isinstance(node, nodes.Element) or points.names_itself(node):
            return text
        label = self.label_at(node)
        if label is None:
            return text
        room = "\n" if isinstance(node, nodes.section) else ""
        return f"({label})=\n{room}{text}"

    def label_at(self, node: nodes.Element) -> str | None:
        """Return the label of a point; ``None`` when it has none or none can stand there."""
        ids = points.own_ids(node)
        if not ids or not points.carries_label(node, ids) or points.is_closed_in(node):
            return None
        for id in ids:
            label = self.context.label_of(self.context.docname, id)
            if label is not None:
                return label
        return None

    # -- files ----------------------------------------------------------------------------------

    def add_file(self, node: nodes.Element, path: str, *, alt: str, caption: str) -> str:
        """Note a file that the page shows, and return its name in the export."""
        if path.startswith("../"):
            message = f"'{path}' is outside of the source folder; put a copy of the file into it"
            self.problem(node, message, Code.OUTSIDE_SOURCE)
        name = self.context.figure_name(path)
        source, line = self.place(node)
        figure = Figure(name, path, None, alt, caption, source, line)
        self.files.setdefault((name, path), figure)
        return name

    def add_drawing(
        self, node: nodes.Element, stem: str, *, title: str, svg: str, caption: str
    ) -> str:
        """Note a drawing of ours, and return its name in the export, which begins with *stem*."""
        name, count = f"{stem}.svg", 1
        while (name, "") in self.files:
            count += 1
            name = f"{stem}-{count}.svg"
        source, line = self.place(node)
        self.files[name, ""] = Figure(name, None, svg, title, caption, source, line)
        return name

    # -- problems -------------------------------------------------------------------------------

    def problem(self, node: nodes.Node, message: str, code: Code) -> None:
        """Note what is wrong with a node."""
        path, line = self.place(node)
        self.problems.append(Problem(path, line, message, code))

    def unknown(self, node: nodes.Node) -> None:
        """Note that there is no way to write a node."""
        message = (
            f"the export has no form for '{type(node).__name__}'; write it with paragraphs, lists, "
            "tables or figures"
        )
        self.problem(node, message, Code.UNKNOWN_NODE)

    def place(self, node: nodes.Node) -> tuple[str, int]:
        """Return the source file and line of a node, or of the nearest one around it."""
        source = line = None
        around: nodes.Node | None = node
        while around is not None and (source is None or line is None):
            source = source or around.source
            line = line or around.line
            around = around.parent
        path = Path(source or f"{self.context.docname}.md")
        if path.is_relative_to(self.context.srcdir):
            path = path.relative_to(self.context.srcdir)
        return path.as_posix(), line or 1
