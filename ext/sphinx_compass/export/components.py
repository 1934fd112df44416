"""Writes the components of sphinx-design, in forms that need no such extension where they can."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from docutils import nodes

from compass_model.export.escaping import fenced

if TYPE_CHECKING:
    from sphinx_compass.export.writer import MystWriter


def container(writer: MystWriter, node: nodes.container) -> str:
    """Write a container: code with a caption, a component, or only what is inside."""
    if node.get("literal_block"):
        return writer.captioned_code(node)
    component = COMPONENTS.get(node.get("design_component", ""))
    return component(writer, node) if component else writer.blocks(node.children)


def _bold_line(writer: MystWriter, node: nodes.container) -> str:
    """Write the title of a card."""
    return "\n\n".join(filter(None, (writer.bold(child) for child in node.children)))


def _titled(node: nodes.container) -> tuple[nodes.Element | None, list[nodes.Node]]:
    """Return the title of a component, if it has one, and the rest."""
    first = node.children[0] if node.children else None
    if isinstance(first, nodes.rubric):
        return first, node.children[1:]
    return None, node.children


def _dropdown(writer: MystWriter, node: nodes.container) -> str:
    title, rest = _titled(node)
    body = writer.blocks(rest)
    shown = writer.line(title) if title is not None else ""
    if writer.context.strict:
        return fenced(f"{{dropdown}} {shown}".strip(" "), body)
    if not shown:
        return body
    return fenced(f"{{admonition}} {shown}", f":class: dropdown\n\n{body}")


def _tab_set(writer: MystWriter, node: nodes.container) -> str:
    body = writer.blocks(node.children)
    return fenced("{tab-set}", body) if writer.context.strict else body


def _tab_item(writer: MystWriter, node: nodes.container) -> str:
    title, rest = _titled(node)
    body = writer.blocks(rest)
    if title is None:
        return body
    if writer.context.strict:
        return fenced(f"{{tab-item}} {writer.line(title)}", body)
    return "\n\n".join(filter(None, [writer.bold(title), body]))


COMPONENTS: Mapping[str, Callable[[MystWriter, nodes.container], str]] = {
    "card-title": _bold_line,
    "dropdown": _dropdown,
    "tab-item": _tab_item,
    "tab-set": _tab_set,
}
"""The components that are more than what is inside; the others are frames of a layout."""
