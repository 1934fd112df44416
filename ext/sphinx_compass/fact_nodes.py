"""Facts as ordinary docutils nodes: field lists and tables that every builder can show.

An author's text becomes a paragraph with the file and line it comes from, so that it reaches the
translators' catalogues; our own words are marked as not to be translated there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from docutils import nodes

from compass_model.community import COMMUNITY_FILE, Community
from compass_model.facts import (
    Block,
    Cell,
    Fact,
    Fields,
    Person,
    Piece,
    Plain,
    Table,
    Undecided,
    Words,
)
from sphinx_compass.inline_text import InlineText
from sphinx_compass.messages import say

if TYPE_CHECKING:
    from pathlib import Path

    from compass_model.page import TypedPage


def own_words(text: str, *, classes: Sequence[str] = ()) -> nodes.paragraph:
    """Make a paragraph of our own words, which translators of the pages do not see."""
    return nodes.paragraph(text, text, translatable=False, classes=list(classes))


class FactNodes:
    """Makes the nodes for the facts of one page."""

    def __init__(
        self,
        page: TypedPage,
        source: str,
        community: Community | None,
        srcdir: Path,
        inline: InlineText,
    ) -> None:
        self._page = page
        self._source = source
        self._community = community
        self._community_file = str(srcdir / COMMUNITY_FILE)
        self._inline = inline

    def block(self, block: Block) -> nodes.Element:
        """Make the nodes of one block, with a heading if it has a title."""
        body = self._fields(block) if isinstance(block, Fields) else self._table(block)
        body["classes"] += ["compass-facts", f"compass-{block.name}"]
        return body if block.title is None else section(block.name, block.title, body)

    def _fields(self, block: Fields) -> nodes.field_list:
        fields = nodes.field_list()
        for name, cell in block.rows:
            field = nodes.field()
            field += nodes.field_name(say(name), say(name), translatable=False)
            field += nodes.field_body("", *self._cell(cell))
            fields += field
        return fields

    def _table(self, block: Table) -> nodes.table:
        rows = [[self._cell(cell) for cell in row] for row in block.rows]
        table = make_table([say(column) for column in block.columns], rows)
        if block.figure:
            table[f"compass_{block.figure}"] = self._page.facts.id
        return table

    def _cell(self, cell: Cell) -> list[nodes.Node]:
        if len(cell) < 2:
            return [self._piece(piece) for piece in cell]
        items = [nodes.list_item("", self._piece(piece)) for piece in cell]
        return [nodes.bullet_list("", *items, bullet="-", classes=["compass-pieces"])]

    def _piece(self, piece: Piece) -> nodes.paragraph:
        if isinstance(piece, Fact):
            return self._fact(piece)
        if isinstance(piece, Words):
            return own_words(say(piece))
        if isinstance(piece, Plain):
            paragraph = own_words(piece.text)
            if piece.url:
                link = nodes.reference(piece.text, piece.text, refuri=piece.url, internal=False)
                paragraph.children = []
                paragraph += link
            return paragraph
        if isinstance(piece, Person):
            paragraph = nodes.paragraph("", "", translatable=False)
            paragraph += self._person(piece.id)
            return paragraph
        return self._undecided(piece)

    def _fact(self, fact: Fact) -> nodes.paragraph:
        line = self._page.text_line(*fact.loc)
        paragraph = nodes.paragraph(fact.text, "", *self._inline.nodes_of(fact.text, line))
        paragraph.source, paragraph.line = self._source, line
        return paragraph

    def _undecided(self, piece: Undecided) -> nodes.paragraph:
        paragraph = own_words("", classes=["compass-to-be-agreed"])
        paragraph += nodes.emphasis("", say(Words("to be agreed")))
        paragraph += nodes.Text(" – " + say(Words("decides:")) + " ")
        paragraph += self._person(piece.owner)
        return paragraph

    def _person(self, id: str) -> nodes.inline:
        """Name a team, role or audience in the words of the community's data."""
        group = None
        if self._community is not None:
            group = {**self._community.owners, **self._community.audiences}.get(id)
        name = group.name if group is not None else id
        node = nodes.inline(name, name, translatable=group is not None)
        if group is not None and self._community is not None:
            node.source, node.line = self._community_file, self._community.name_line(id)
        return node


def section(name: str, title: Words, *body: nodes.Node) -> nodes.section:
    """Make a section whose heading is our own words and whose id is the same in every language."""
    heading = nodes.title("", say(title), translatable=False)
    return nodes.section("", heading, *body, ids=[f"compass-{name}"], classes=["compass-section"])


def make_table(
    columns: Sequence[str], rows: Iterable[Sequence[Sequence[nodes.Node]]]
) -> nodes.table:
    """Make a table whose first column names the row.

    :param columns: the headings
    :param rows: the nodes of each cell, row by row
    """
    cells = [[list(cell) or [nodes.paragraph()] for cell in row] for row in rows]
    group = nodes.tgroup(cols=len(columns))
    for i, column in enumerate(columns):
        texts = [column, *(node.astext() for row in cells for node in row[i])]
        group += nodes.colspec(colwidth=_width(texts))
    head = nodes.row("", *(nodes.entry("", own_words(column)) for column in columns))
    group += nodes.thead("", head)
    body = nodes.tbody()
    for row in cells:
        body += nodes.row("", *(nodes.entry("", *cell) for cell in row))
    group += body
    return nodes.table("", group, classes=["colwidths-auto"])


def _width(texts: Iterable[str]) -> int:
    """Return the width of a column in characters, which only plain text needs."""
    return max(8, min(36, max(len(line) for text in texts for line in [*text.split("\n"), ""]) + 2))
