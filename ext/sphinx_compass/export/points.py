"""The points of a page that a link can lead to in an export."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes

_BLOCKS = (
    nodes.Admonition,
    nodes.Sequential,
    nodes.block_quote,
    nodes.container,
    nodes.definition_list_item,
    nodes.figure,
    nodes.image,
    nodes.line_block,
    nodes.list_item,
    nodes.literal_block,
    nodes.math_block,
    nodes.paragraph,
    nodes.rubric,
    nodes.section,
    nodes.table,
    nodes.topic,
    addnodes.versionmodified,
)
_CLOSED = (nodes.entry, nodes.field_list, nodes.option_list, nodes.figure, nodes.caption)
"""What can hold no label for the nodes inside."""
_NUMBERED = re.compile(r"(?:id|index-)\d+")
_PARTS_OF_NAMES = (nodes.title, nodes.term, nodes.caption)


class Point(NamedTuple):
    """A node that can carry a label in the written text."""

    node: nodes.Element
    ids: tuple[str, ...]
    """Its own ids first, then those of what is inside and cannot carry a label of its own.

    The first point of a page is its title; an id of no other point belongs to it.
    """
    title: str
    """Its heading, term or caption as plain text; empty when it has none."""


def carries_label(node: nodes.Element, ids: list[str]) -> bool:
    """Return whether a label stands before a node in the written text.

    Args:
        node: the node
        ids: its :func:`own_ids`
    """
    if isinstance(node, nodes.section):
        return bool(ids)
    can = isinstance(node, _BLOCKS) and not isinstance(node, nodes.field_list | nodes.option_list)
    # Ids that are only numbered come from the order of things, and nobody links to them by name.
    return can and not all(_NUMBERED.fullmatch(id) for id in ids)


def names_itself(node: nodes.Element) -> bool:
    """Return whether the label of *node* is one of its options: of what engines number."""
    if isinstance(node, nodes.table | nodes.container):
        return any(isinstance(child, nodes.title | nodes.caption) for child in node.children)
    return isinstance(node, nodes.figure | nodes.math_block)


def is_closed_in(node: nodes.Element) -> bool:
    """Return whether something around *node* can hold no label for it."""
    around = node.parent
    while around is not None:
        if isinstance(around, _CLOSED):
            return True
        around = around.parent
    return False


def own_ids(node: nodes.Element) -> list[str]:
    """Return the ids of a node, and those of its heading or terms."""
    ids = list(node["ids"])
    for child in node.children:
        if isinstance(child, _PARTS_OF_NAMES):
            ids += child["ids"]
    return ids


def points_of(document: nodes.document) -> Iterator[Point]:
    """Yield the points of a page in order; every id of the page belongs to exactly one of them."""
    found: list[tuple[nodes.Element, list[str]]] = []
    _collect(document, found, None, closed=False)
    for node, ids in found:
        yield Point(node, tuple(dict.fromkeys(ids)), _title(node))


def _collect(
    node: nodes.Element,
    found: list[tuple[nodes.Element, list[str]]],
    around: list[str] | None,
    *,
    closed: bool,
) -> None:
    """Add the points below *node*.

    Args:
        node: where to look
        found: the points so far
        around: the ids of the nearest point around *node*
        closed: whether no label can stand here
    """
    for child in node.children:
        if not isinstance(child, nodes.Element):
            continue
        ids = own_ids(child)
        mine = around
        if not closed and carries_label(child, ids):
            mine = list(ids)
            found.append((child, mine))
        elif isinstance(child, nodes.section) and mine is None:
            mine = []
            found.append((child, mine))
        elif ids and around is not None:
            around += [id for id in ids if id not in around]
        elif ids:
            mine = list(ids)
            found.append((document_of(child), mine))
        _collect(child, found, mine, closed=closed or isinstance(child, _CLOSED))


def document_of(node: nodes.Element) -> nodes.Element:
    """Return the page of a node."""
    return node.document if node.document is not None else node


def _title(node: nodes.Element) -> str:
    names = [child for child in node.children if isinstance(child, _PARTS_OF_NAMES)]
    return names[0].astext() if names else ""
