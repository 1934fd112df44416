"""Writes what stands on lines of its own: headings, paragraphs, notes, code, formulas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from compass_model.export.escaping import escape_line_starts, fenced
from sphinx_compass.export.indenting import quoted
from sphinx_compass.export.inlines import refuse_html
from sphinx_compass.export.run import Run

if TYPE_CHECKING:
    from sphinx_compass.export.writer import MystWriter

ADMONITIONS = (
    *("attention", "caution", "danger", "error", "hint"),
    *("important", "note", "seealso", "tip", "warning"),
)
"""The admonitions that have no title of their own."""
_NO_LANGUAGE = {"default", "guess", "none"}
_LANGUAGE = re.compile(r"[\w.+#-]*")
_DASH = re.compile(r"^\\?(---?|—)(?= )")


def nothing(writer: MystWriter, node: nodes.Node) -> str:
    """Leave out what no reader sees."""
    return ""


def contents(writer: MystWriter, node: nodes.Element) -> str:
    """Write what is inside, and nothing for the node itself."""
    return writer.blocks(node.children)


def section(writer: MystWriter, node: nodes.section) -> str:
    """Write a section with its label and heading."""
    writer.depth += 1
    title = next((child for child in node.children if isinstance(child, nodes.title)), None)
    heading = ""
    if title is not None:
        words = writer.line(title)
        if words.endswith("#"):
            words = words[:-1] + "\\#"
        heading = f"{'#' * writer.depth} {words}".rstrip(" ")
    body = writer.blocks([child for child in node.children if child is not title])
    writer.depth -= 1
    return "\n\n".join(filter(None, [heading, body]))


def paragraph(writer: MystWriter, node: nodes.Element) -> str:
    """Write a paragraph."""
    return writer.lines(node)


def bold_line(writer: MystWriter, node: nodes.Element) -> str:
    """Write a heading that is not in the table of contents."""
    return writer.bold(node)


def toctree_wrapper(writer: MystWriter, node: nodes.Element) -> str:
    """Leave out lists of pages, which are in the table of contents of the book."""
    return "" if "toctree-wrapper" in node["classes"] else writer.blocks(node.children)


def transition(writer: MystWriter, node: nodes.transition) -> str:
    """Write a line between paragraphs. Before footnotes the engines draw one by themselves."""
    return "" if "footnotes" in node["classes"] else "***"


def block_quote(writer: MystWriter, node: nodes.block_quote) -> str:
    """Write a quotation, and who said it."""
    parts = []
    for child in node.children:
        if isinstance(child, nodes.attribution):
            parts.append(f"-- {writer.line(child)}")
        else:
            parts.append(writer.block(child))
    if node.children and isinstance(node.children[-1], nodes.paragraph):
        # mystmd takes a last paragraph with a dash for the name of whoever said it.
        parts[-1] = _DASH.sub(r"*\1*", parts[-1])
    return quoted("\n\n".join(filter(None, parts)))


def line_block(writer: MystWriter, node: nodes.line_block) -> str:
    """Write lines that stay lines; an empty one begins a paragraph."""
    groups: list[list[str]] = [[]]
    for line in node.findall(nodes.line):
        run = Run()
        writer.run_children(run, line)
        if text := run.line():
            groups[-1].append(escape_line_starts(text))
        else:
            groups.append([])
    return "\n\n".join("\\\n".join(group) for group in groups if group)


# -- notes --------------------------------------------------------------------------------------


def admonition(writer: MystWriter, node: nodes.Element) -> str:
    """Write a note, warning and so on under the name that the engine gives it."""
    return fenced(f"{{{type(node).__name__}}}", writer.blocks(node.children))


def titled(writer: MystWriter, node: nodes.Element) -> str:
    """Write an admonition, topic or sidebar that has a title of its own."""
    name = type(node).__name__
    if name == "topic" and "contents" in node["classes"]:
        return ""  # the list of the headings of the page: engines make it
    if name not in {"sidebar", "topic"}:
        name = "admonition"
    title = next((child for child in node.children if isinstance(child, nodes.title)), None)
    rest = [child for child in node.children if child is not title]
    body = writer.blocks(rest)
    if title is None:
        return body
    classes = " ".join(c for c in node["classes"] if not c.startswith("admonition-"))
    options = f":class: {classes}\n\n" if classes and name == "admonition" else ""
    return fenced(f"{{{name}}} {writer.line(title)}", options + body)


def todo(writer: MystWriter, node: nodes.Element) -> str:
    """Write what is still to do; not for the readers of a book."""
    return "" if writer.context.strict else titled(writer, node)


def version_change(writer: MystWriter, node: addnodes.versionmodified) -> str:
    """Write what changed in which version as an admonition with that for its title."""
    first = node.next_node(nodes.paragraph)
    if first is None or not isinstance(first.children[0], nodes.inline):
        return writer.blocks(node.children)
    title, rest = Run(), Run()
    writer.run_children(title, first.children[0])
    words = nodes.paragraph()
    words.children = first.children[1:]  # their parent stays, and says where they come from
    writer.run_children(rest, words)
    others = [child for child in node.children if child is not first]
    body = "\n\n".join(filter(None, [rest.lines(), writer.blocks(others)]))
    if not body:
        return title.lines()
    return fenced(f"{{admonition}} {title.line()}", f":class: {node['type']}\n\n{body}")


# -- code and formulas --------------------------------------------------------------------------


def literal_block(writer: MystWriter, node: nodes.literal_block) -> str:
    """Write code."""
    return _code(writer, node, [])


def captioned_code(writer: MystWriter, node: nodes.container) -> str:
    """Write code with its caption."""
    options = [f"name: {label}"] if (label := writer.label_at(node)) else []
    written = []
    for child in node.children:
        if isinstance(child, nodes.caption):
            options += ["caption: >-", f"  {writer.line(child)}"]
        elif isinstance(child, nodes.literal_block):
            written.append(_code(writer, child, options))
    return "\n\n".join(written)


def _code(writer: MystWriter, node: nodes.Element, options: list[str]) -> str:
    language = "pycon" if isinstance(node, nodes.doctest_block) else str(node.get("language", ""))
    if language in _NO_LANGUAGE or not _LANGUAGE.fullmatch(language):
        language = ""
    if node.get("linenos"):
        options = [*options, "linenos:"]
    highlighting: dict[str, Any] = node.get("highlight_args", {})
    if lines := highlighting.get("hl_lines"):
        options = [*options, f"emphasize-lines: {','.join(map(str, lines))}"]
    body = node.astext().rstrip("\n")
    if not options:
        return fenced(language, body)
    return fenced(f"{{code-block}} {language or 'text'}", "\n".join(["---", *options, "---", body]))


def math_block(writer: MystWriter, node: nodes.math_block) -> str:
    """Write a formula."""
    label = writer.label_at(node)
    options = f":label: {label}\n\n" if label else ""
    return fenced("{math}", options + node.astext().strip("\n"))


def raw(writer: MystWriter, node: nodes.raw) -> str:
    """Refuse HTML; what is for other formats is not for readers of the book either."""
    if "html" in node["format"].split():
        refuse_html(writer, node)
    return ""
