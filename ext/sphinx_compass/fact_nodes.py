"""Facts as ordinary docutils nodes: field lists and tables that every builder can show.

An author's text becomes a paragraph with the file and line it comes from, so that it reaches the
translators' catalogues; our own words are marked as not to be translated there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from compass_model.community import COMMUNITY_FILE, Community
from compass_model.facts import (
    Block,
    Cell,
    Fact,
    Fields,
    Group,
    Items,
    PageLink,
    Person,
    Piece,
    Plain,
    Table,
    Undecided,
    Words,
)
from sphinx_compass.inline_text import InlineText
from sphinx_compass.messages import say
from sphinx_compass.names import DEFINED_ROLES

if TYPE_CHECKING:
    from pathlib import Path

    from compass_model.page import TypedPage
    from sphinx_compass.wordings import Wordings


def own_words(text: str, *, classes: Sequence[str] = ()) -> nodes.paragraph:
    """Make a paragraph of our own words, which translators of the pages do not see."""
    return nodes.paragraph(text, text, translatable=False, classes=list(classes))


class FactNodes:
    """Makes the nodes for the facts of one page."""

    def __init__(
        self,
        page: TypedPage,
        community: Community | None,
        srcdir: Path,
        inline: InlineText,
        wordings: Wordings,
    ) -> None:
        self._page = page
        self._community = community
        self._srcdir = srcdir
        self._inline = inline
        self._wordings = wordings

    def block(self, block: Block) -> nodes.Element:
        """Make the nodes of one block, with a heading if it has a title."""
        if isinstance(block, Group):
            inside = [self.block(item) for item in block.rows if item.rows]
            return self._section(block.name, block.title, *inside)
        if isinstance(block, Fields):
            body: nodes.Element = self._fields(block)
        elif isinstance(block, Table):
            body = self._table(block)
        elif isinstance(block, Items):
            body = self._items(block)
        else:
            body = nodes.container("", *(self._piece(piece) for piece in block.rows))
        body["classes"] += ["compass-facts", f"compass-{block.name}"]
        return body if block.title is None else section(block.name, block.title, body)

    def _section(self, name: str, title: Words | Fact, *body: nodes.Node) -> nodes.section:
        if isinstance(title, Words):
            return section(name, title, *body)
        heading = nodes.title()
        self.fill(heading, title)
        return nodes.section(
            "", heading, *body, ids=[f"compass-{name}"], classes=["compass-section"]
        )

    def _items(self, block: Items) -> nodes.definition_list:
        """Show numbered entries as terms with definitions, which every builder knows."""
        result = nodes.definition_list()
        for item in block.rows:
            term = nodes.term(item.label, item.label, ids=[item.anchor], translatable=False)
            inside = [self.block(block) for block in item.blocks if block.rows]
            body = nodes.definition("", *self._cell(item.text), *inside)
            result += nodes.definition_list_item("", term, body)
        return result

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
        for row, anchor in zip(rows, block.anchors, strict=False):
            row[0].insert(0, nodes.target("", "", ids=[anchor]))
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
        if isinstance(piece, Undecided):
            return self._undecided(piece)
        if isinstance(piece, PageLink):
            return _reference("page", piece.id)
        return _reference(DEFINED_ROLES[piece.what], piece.id)

    def _fact(self, fact: Fact) -> nodes.paragraph:
        paragraph = nodes.paragraph()
        self.fill(paragraph, fact)
        return paragraph

    def fill(self, node: nodes.TextElement, fact: Fact) -> None:
        """Put an author's text into a paragraph or heading, in the language of the site.

        Where the author wrote it in that language, the translators' catalogue is not asked.
        """
        path, line = self._page.files.text_place(fact.loc)
        text = self._wordings.of(fact, path, line)
        if text is None:
            text = fact.text
        else:
            node["translatable"] = False
        node.rawsource = text
        node.children = []
        node += self._inline.nodes_of(text, line)
        node.source, node.line = str(self._srcdir / path), line

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
            node.source, node.line = (
                str(self._srcdir / COMMUNITY_FILE),
                self._community.name_line(id),
            )
        return node


def _reference(role: str, id: str) -> nodes.paragraph:
    """Link to a page or thing by its id. What does not exist was reported with its place."""
    node = addnodes.pending_xref(
        "",
        nodes.inline(id, id),
        refdomain="compass",
        reftype=role,
        reftarget=id,
        refexplicit=False,
        refwarn=False,
    )
    return nodes.paragraph("", "", node, translatable=False)


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
