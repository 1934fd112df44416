"""Tables and paragraphs of our own words, as docutils nodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docutils import nodes


def own_words(text: str, *, classes: Sequence[str] = ()) -> nodes.paragraph:
    """Make a paragraph of our own words, which translators of the pages do not see."""
    return nodes.paragraph(text, text, translatable=False, classes=list(classes))


def make_table(
    columns: Sequence[str | nodes.paragraph], rows: Iterable[Sequence[Sequence[nodes.Node]]]
) -> nodes.table:
    """Make a table whose first column names the row.

    :param columns: the headings; texts are words of our own
    :param rows: the nodes of each cell, row by row
    """
    cells = [[list(cell) or [nodes.paragraph()] for cell in row] for row in rows]
    heads = [own_words(column) if isinstance(column, str) else column for column in columns]
    group = nodes.tgroup(cols=len(columns))
    for i in range(len(heads)):
        texts = [heads[i].astext(), *(node.astext() for row in cells for node in row[i])]
        group += nodes.colspec(colwidth=_width(texts))
    head = nodes.row("", *(nodes.entry("", head) for head in heads))
    group += nodes.thead("", head)
    body = nodes.tbody()
    for row in cells:
        body += nodes.row("", *(nodes.entry("", *cell) for cell in row))
    group += body
    return nodes.table("", group, classes=["colwidths-auto"])


def _width(texts: Iterable[str]) -> int:
    """Return the width of a column in characters, which only plain text needs."""
    return max(8, min(36, max(len(line) for text in texts for line in [*text.split("\n"), ""]) + 2))
