"""Writes tables: with pipes where every cell is a line, else as a list of rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from compass_model.export.escaping import fenced
from compass_model.problems import Code
from sphinx_compass.export.figures import drawing
from sphinx_compass.export.indenting import indented
from sphinx_compass.export.run import Run

if TYPE_CHECKING:
    from sphinx_compass.export.writer import MystWriter


class Rows(NamedTuple):
    """The cells of a table, row by row."""

    head: list[list[nodes.entry]]
    body: list[list[nodes.entry]]


def table(writer: MystWriter, node: nodes.table) -> str:
    """Write a table, and before it the drawing that it asks for."""
    rows = Rows(list(_rows(node, nodes.thead)), list(_rows(node, nodes.tbody)))
    spanned = next((cell for row in (*rows.head, *rows.body) for cell in row if _spans(cell)), None)
    if spanned is not None:
        message = (
            "the export cannot hold a cell that spans rows or columns; give each row and column "
            "a cell of its own"
        )
        writer.problem(spanned, message, Code.SPANNED_CELL)
        return ""
    title = next((child for child in node.children if isinstance(child, nodes.title)), None)
    caption = writer.line(title) if title is not None else ""
    name = writer.label_at(node) if caption else None
    written = _pipes(writer, rows, caption, name) or _list(writer, rows, caption, name)
    return "\n\n".join(filter(None, [drawing(writer, node), written]))


def _rows(node: nodes.table, part: type[nodes.Element]) -> Iterator[list[nodes.entry]]:
    for group in node.children:
        if isinstance(group, nodes.tgroup):
            for inside in group.children:
                if isinstance(inside, part):
                    for row in inside.children:
                        if isinstance(row, nodes.row):
                            yield [cell for cell in row.children if isinstance(cell, nodes.entry)]


def _spans(cell: nodes.entry) -> bool:
    return bool(cell.get("morecols") or cell.get("morerows"))


# -- with pipes ---------------------------------------------------------------------------------


def _pipes(writer: MystWriter, rows: Rows, caption: str, name: str | None) -> str:
    """Write a table with pipes; empty when it has no row of headings or a cell is not a line."""
    every = (*rows.head, *rows.body)
    if len(rows.head) != 1 or not all(_is_line(cell) for row in every for cell in row):
        return ""
    lines = [_pipe_row(writer, row) for row in every]
    lines.insert(1, "|" + "---|" * len(rows.head[0]))
    text = "\n".join(lines)
    if not caption:
        return text
    options = f":name: {name}\n\n" if name else ""
    return fenced(f"{{table}} {caption}", options + text)


def _is_line(cell: nodes.entry) -> bool:
    """Return whether a cell holds one paragraph or less, without a line break in it."""
    said = [child for child in cell.children if not isinstance(child, nodes.target)]
    if len(said) > 1 or not all(isinstance(child, nodes.paragraph) for child in said):
        return False
    return not said or not any(isinstance(child, nodes.raw) for child in said[0].children)


def _pipe_row(writer: MystWriter, row: list[nodes.entry]) -> str:
    return "| " + " | ".join(_pipe_cell(writer, cell) for cell in row) + " |"


def _pipe_cell(writer: MystWriter, cell: nodes.entry) -> str:
    run = Run()
    for child in cell.children:
        if isinstance(child, nodes.paragraph):
            writer.run_children(run, child)
    # Before anything else is read, a table is cut at its pipes and loses these backslashes.
    return run.line().replace("|", "\\|")


# -- as a list ----------------------------------------------------------------------------------


def _list(writer: MystWriter, rows: Rows, caption: str, name: str | None) -> str:
    head = f"{{list-table}} {caption}".strip(" ")
    options = [f":name: {name}"] if name else []
    if rows.head:
        options.append(f":header-rows: {len(rows.head)}")
    every = [[writer.blocks(cell.children) for cell in row] for row in (*rows.head, *rows.body)]
    return rows_as_list(head, options, every)


def rows_as_list(head: str, options: list[str], rows: list[list[str]]) -> str:
    """Return a table as a list of rows, each of them a list of cells.

    Args:
        head: the name of the directive and the caption
        options: the lines of its options
        rows: the cells, as blocks of Markdown
    """
    written = []
    for row in rows:
        cells = [f"- {indented(cell, 2)}".rstrip(" ") for cell in row]
        written.append("* " + indented("\n".join(cells), 2))
    body = "\n".join(written)
    return fenced(head, "\n".join([*options, "", body] if options else [body]))
