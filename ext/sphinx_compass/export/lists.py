"""Writes lists: bullets, numbers, terms with definitions, names with values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_compass.export.indenting import indented
from sphinx_compass.export.run import Run
from sphinx_compass.export.tables import rows_as_list

if TYPE_CHECKING:
    from sphinx import addnodes

    from sphinx_compass.export.writer import MystWriter

_BULLETED = (nodes.bullet_list, nodes.definition_list)
_ENDS = (".", ":", "?", "!", "…")  # a term that ends so needs no colon
_LINES = (nodes.paragraph, nodes.bullet_list, nodes.enumerated_list)


def bullet_list(writer: MystWriter, node: nodes.bullet_list) -> str:
    """Write a list with bullets."""
    marks = ["-*"[_before(node, _BULLETED) % 2]] * len(node.children)
    return _list(writer, node, marks)


def enumerated_list(writer: MystWriter, node: nodes.enumerated_list) -> str:
    """Write a list with numbers."""
    first = int(node.get("start", 1))
    end = ".)"[_before(node, (nodes.enumerated_list,)) % 2]
    return _list(writer, node, [f"{first + i}{end}" for i in range(len(node.children))])


def _before(node: nodes.Element, kinds: tuple[type[nodes.Element], ...]) -> int:
    """Count the lists directly before a list, which would become one list with it."""
    count = 0
    siblings = node.parent.children if node.parent is not None else []
    place = next((i for i, sibling in enumerate(siblings) if sibling is node), 0)
    for sibling in reversed(siblings[:place]):
        if isinstance(sibling, kinds):
            count += 1
        elif not isinstance(sibling, nodes.target | nodes.comment | nodes.Invisible):
            break
    return count


def _list(writer: MystWriter, node: nodes.Element, marks: Sequence[str]) -> str:
    items = []
    tight = all(_is_tight(item) for item in node.children)
    for item, mark in zip(node.children, marks, strict=True):
        body = writer.labelled(item, writer.blocks(item.children, tight=tight))
        items.append(f"{mark} {indented(body, len(mark) + 1)}".rstrip(" "))
    return ("\n" if tight else "\n\n").join(items)


def _is_tight(item: nodes.Node) -> bool:
    """Return whether an item is one paragraph, with nothing but a list of such items below it."""
    kinds = [type(child) for child in item.children]
    if not kinds or kinds == [nodes.paragraph]:
        return True
    if len(kinds) != 2 or kinds[0] is not nodes.paragraph or kinds[1] not in _LINES[1:]:
        return False
    return all(_is_tight(inner) for inner in item.children[1].children)


def definition_list(writer: MystWriter, node: nodes.definition_list) -> str:
    """Write terms with their definitions as bullets, which need no extension of an engine."""
    mark = "-*"[_before(node, _BULLETED) % 2]
    items = []
    for item in node.children:
        if isinstance(item, nodes.definition_list_item):
            body = writer.labelled(item, _definition(writer, item))
            items.append(f"{mark} {indented(body, 2)}".rstrip(" "))
    return ("\n\n" if any("\n\n" in item for item in items) else "\n").join(items)


def _definition(writer: MystWriter, item: nodes.definition_list_item) -> str:
    head = Run()
    blocks: list[nodes.Node] = []
    for child in item.children:
        if isinstance(child, nodes.definition):
            blocks += child.children
            continue
        if head.markdown:
            head.text(" ")
        inner = Run(last="*", marks="*")
        inner.after = "*"
        writer.run_children(inner, child)
        inner = inner.stripped()
        mark = "*" if isinstance(child, nodes.classifier) else "**"
        mark = mark if inner.markdown else ""
        head.mark(mark)
        head.include(inner)
        head.mark(mark)
    if not item.astext():
        return ""
    if blocks and not head.markdown.rstrip("*`_)").endswith(_ENDS):
        head.mark(":")
    if blocks and isinstance(blocks[0], nodes.paragraph):
        paragraph = blocks.pop(0)
        head.text(" ")
        writer.run_children(head, paragraph)
    return "\n\n".join(filter(None, [head.lines(), writer.blocks(blocks)]))


def field_list(writer: MystWriter, node: nodes.field_list) -> str:
    """Write names with values as a table without headings."""
    rows = []
    for field in node.children:
        name, body = field.children
        rows.append([writer.bold(name), writer.blocks(body.children)])
    return rows_as_list("{list-table}", [], rows)


def option_list(writer: MystWriter, node: nodes.option_list) -> str:
    """Write the options of a command as a table without headings."""
    rows = []
    for item in node.children:
        group, description = item.children
        options = Run()
        for i, option in enumerate(group.children):
            options.text(", " if i else "")
            writer.run_children(
                options, nodes.paragraph("", "", nodes.literal("", option.astext()))
            )
        rows.append([options.lines(), writer.blocks(description.children)])
    return rows_as_list("{list-table}", [], rows)


def hlist(writer: MystWriter, node: addnodes.hlist) -> str:
    """Write a list in columns as one list."""
    lists = list(node.findall(nodes.bullet_list))
    items = [item.deepcopy() for one in lists for item in one.children]
    return bullet_list(writer, nodes.bullet_list("", *items))
