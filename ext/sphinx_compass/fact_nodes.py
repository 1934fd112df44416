"""Facts as ordinary docutils nodes: field lists and tables that every builder can show.

An author's text becomes a paragraph with the file and line it comes from, so that it reaches the
translators' catalogues; our own words are marked as not to be translated there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from compass_model.community import COMMUNITY_FILE, Community
from compass_model.facts import (
    Block,
    Bullets,
    Cell,
    Fact,
    Fields,
    Group,
    Items,
    PageLink,
    Person,
    Piece,
    Plain,
    Sentence,
    Table,
    Undecided,
    Words,
)
from sphinx_compass.inline_text import InlineText
from sphinx_compass.messages import say
from sphinx_compass.names import DEFINED_ROLES, TO_BE_AGREED
from sphinx_compass.sections import make_section, section
from sphinx_compass.tables import make_table, own_words

if TYPE_CHECKING:
    from pathlib import Path

    from compass_model.page import TypedPage
    from sphinx_compass.wordings import Wordings


_ROOM = re.compile(r"%\((\w+)\)s")
"""Where a piece stands in the words of a sentence."""


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
            return self._section(block, *inside)
        if isinstance(block, Fields):
            body: nodes.Element = self._fields(block)
        elif isinstance(block, Table):
            body = self._table(block)
        elif isinstance(block, Items):
            body = self._items(block)
        elif isinstance(block, Bullets):
            body = self._bullets(block.rows)
        else:
            body = nodes.container("", *(self._piece(piece) for piece in block.rows))
        body["classes"] += ["compass-facts", f"compass-{block.name}"]
        return body if block.title is None else section(block.name, block.title, body)

    def _section(self, block: Group, *body: nodes.Node) -> nodes.section:
        if isinstance(block.title, Words):
            result = section(block.name, block.title, *body)
        else:
            heading = nodes.title()
            self.fill(heading, block.title)
            result = make_section(block.name, heading, *body)
        result["ids"] += [block.anchor] if block.anchor else []
        return result

    def _items(self, block: Items) -> nodes.definition_list:
        """Show numbered entries as terms with definitions, which every builder knows."""
        # "simple", or the PyData theme takes the list for the reference of a program.
        result = nodes.definition_list(classes=["simple"])
        for item in block.rows:
            label = say(item.label) if isinstance(item.label, Words) else item.label
            term = nodes.term(label, label, ids=[item.anchor], translatable=False)
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
        table = make_table([self._piece(column) for column in block.columns], rows)
        if block.figure:
            table[f"compass_{block.figure}"] = self._page.facts.id
        return table

    def _cell(self, cell: Cell) -> list[nodes.Node]:
        if len(cell) < 2:
            return [self._piece(piece) for piece in cell]
        pieces = self._bullets(cell)
        pieces["classes"].append("compass-pieces")
        return [pieces]

    def _bullets(self, cell: Cell) -> nodes.bullet_list:
        items = [nodes.list_item("", self._piece(piece)) for piece in cell]
        return nodes.bullet_list("", *items, bullet="-")

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
        if isinstance(piece, Sentence):
            return nodes.paragraph("", "", *self._words_around(piece), translatable=False)
        if isinstance(piece, PageLink):
            return _reference("page", piece.id)
        return _reference(DEFINED_ROLES[piece.what], piece.id)

    def _words_around(self, piece: Sentence) -> Iterator[nodes.Node]:
        """Put the pieces of a sentence where its words, as translated, have room for them."""
        pieces = dict(piece.pieces)
        for i, part in enumerate(_ROOM.split(say(piece.words))):
            if i % 2 == 0:
                yield nodes.Text(part)
            else:
                yield from self._inside(pieces[part])

    def _inside(self, piece: Piece) -> Iterator[nodes.Node]:
        """Make what stands for a piece within a sentence; an author's text is translated alone."""
        if isinstance(piece, Sentence):
            yield from self._words_around(piece)
        elif isinstance(piece, Fact):
            node = nodes.inline("", "", translatable=True)
            self.fill(node, piece)
            # Sphinx puts what is in a translated node at the *end* of the node around it.
            yield nodes.inline("", "", node)
        elif isinstance(piece, Words | Plain):
            yield from self._piece(piece).children
        else:
            yield nodes.inline("", "", *self._piece(piece).children)

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
        node.source, node.line = str(self._srcdir / path), line
        node += self._inline.nodes_of(text, node.source, line)

    def _undecided(self, piece: Undecided) -> nodes.paragraph:
        paragraph = own_words("", classes=[TO_BE_AGREED])
        paragraph += nodes.emphasis("", say(Words("to be agreed")))
        paragraph += nodes.Text(" – " + say(Words("decides:")) + " ")
        paragraph += self._person(piece.owner)
        return paragraph

    def _person(self, id: str) -> nodes.Node:
        """Name a team, role or audience in the words of the community's data.

        A team or role leads to its page, if it has one.
        """
        if self._community is None:
            return nodes.inline(id, id)
        owner = self._community.owners.get(id)
        group = owner or self._community.audiences.get(id)
        name = group.name if group is not None else id
        node = nodes.inline(name, name, translatable=group is not None)
        if group is not None:
            node.source = str(self._srcdir / COMMUNITY_FILE)
            node.line = self._community.name_line(id)
        # Made a link by `sphinx_compass.links.LinkGroups`.
        return node if owner is None else nodes.inline("", "", node, compass_group=id)


def _reference(role: str, id: str) -> nodes.paragraph:
    """Link to a page or thing by its id. What does not exist was reported where it is named."""
    link = addnodes.pending_xref(
        "",
        nodes.inline(id, id),
        refdomain="compass",
        reftype=role,
        reftarget=id,
        refexplicit=False,
        refwarn=False,
        compass_checked=True,
    )
    return nodes.paragraph("", "", link, translatable=False)
