"""The words of a page in order: in the doctree that is exported, and as mystmd reads the export.

Marks such as full stops count as words, because some of them mean something in Markdown and may
get lost. Behind the words of a link stands where it leads. What is a number of the engine's own,
such as "Figure 3", is written ``⟦number⟧`` on both sides. The words of a footnote stand where it is
named.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from docutils import nodes
from sphinx import addnodes

from sphinx_compass.export.context import Context, parse_document_uri

Node = dict[str, Any]

_WORD = re.compile(r"⟦\w+⟧|\w+|[^\w\s]")
_NAMES = {
    *("attention", "caution", "danger", "error", "hint", "important", "note", "see also", "tip"),
    "warning",
}
"""What engines call an admonition without a title."""


_TYPOGRAPHY = str.maketrans("“”‘’", "\"\"''", "\u200b")
"""mystmd bends quotation marks, and lets addresses break at places without width."""


def tokens(text: str) -> list[str]:
    """Return the words and the marks of a text."""
    return _WORD.findall(text.translate(_TYPOGRAPHY))


# -- the doctree --------------------------------------------------------------------------------

_UNSEEN = (
    nodes.comment,
    nodes.label,
    nodes.meta,
    nodes.substitution_definition,
    addnodes.highlightlang,
    addnodes.index,
    addnodes.tabular_col_spec,
    addnodes.toctree,
)
NUMBERS = {"Fig. %s", "Table %s", "Listing %s", "Section %s"}
"""What Sphinx writes for a number, where a page does not say it in words of its own."""
_ENDS = (".", ":", "?", "!", "…")


def words_of_doctree(
    document: nodes.Element, context: Context, drawings: Collection[str] = ()
) -> list[str]:
    """Return the words of a resolved doctree, or of a part of it.

    Args:
        document: the doctree
        context: says what links and citations lead to in the export
        drawings: the names of images that stand before tables of ours, whose words they repeat
    """
    return _Doctree(document, context, drawings).words()


class _Doctree:
    def __init__(
        self, document: nodes.Element, context: Context, drawings: Collection[str]
    ) -> None:
        self.document, self.context, self.drawings = document, context, drawings
        self.notes = {id: note for note in document.findall(nodes.footnote) for id in note["ids"]}
        self.parts: list[str] = []

    def words(self) -> list[str]:
        self._walk(self.document)
        return tokens("".join(self.parts))

    def _walk(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Text):
            self.parts.append(node.astext())
        elif isinstance(node, _UNSEEN) or self._is_left_out(node):
            return
        elif isinstance(node, nodes.Element):
            between = "" if isinstance(node, nodes.Inline) else "\n"
            self.parts.append(between)
            self._element(node)
            self.parts.append(between)

    def _is_left_out(self, node: nodes.Node) -> bool:
        if not isinstance(node, nodes.Element):
            return False
        classes = set(node.get("classes", ()))
        name = type(node).__name__
        return (
            (self.context.strict and name in {"glossary", "todo_node"})
            or name in {"kept_bibliography", "sd_icon", "fontawesome"}
            or (isinstance(node, nodes.compound) and "toctree-wrapper" in classes)
            or (isinstance(node, nodes.topic) and bool(classes & {"contents", "local"}))
            or isinstance(node, nodes.footnote)
            or (isinstance(node, nodes.image) and node["uri"].rpartition("/")[2] in self.drawings)
        )

    def _element(self, node: nodes.Element) -> None:
        name = type(node).__name__
        if name == "kept_citation":
            for key, before, after in node["works"]:
                self.parts.append(f" ⟦cite⟧{before} {self.context.cite_key(key)} {after} ")
        elif isinstance(node, addnodes.number_reference) or _is_equation(node):
            words = str(node.get("title", "%s"))
            words = "%s" if words in NUMBERS else words
            words = words.replace("%s", " ⟦number⟧ ")
            self.parts.append(f"{words} ⟦to⟧ {self._target(node)} ")
        elif isinstance(node, nodes.raw):
            self.parts.append("\n" if node.astext().startswith("<br") else "")
        elif isinstance(node, nodes.footnote_reference):
            self.parts.append(" ⟦note⟧ ")
            for child in self.notes[node["refid"]].children:
                self._walk(child)
            self.parts.append(" ⟦end⟧ ")
        elif isinstance(node, nodes.image):
            self.parts.append(f" ⟦image⟧ {node.get('alt', '')} ")
        elif isinstance(node, nodes.option):
            self.parts.append(node.astext())
        elif isinstance(node, nodes.option_group):
            for i, child in enumerate(node.children):
                self.parts.append(", " if i else "")
                self._walk(child)
        elif isinstance(node.parent, nodes.block_quote) and node.astext().startswith("-- "):
            self.parts.append(node.astext()[3:])  # who said it: MyST-Parser has no form for that
        else:
            self._children(node)
            if isinstance(node, nodes.abbreviation) and node.get("explanation"):
                self.parts.append(f" ({node['explanation']}) ")
            if isinstance(node, nodes.reference) and "reftarget" not in node:  # else a file
                self.parts.append(f" ⟦to⟧ {self._target(node)} ")

    def _target(self, node: nodes.reference) -> str:
        """Return the label, the term or the address that a link leads to."""
        uri = str(node.get("refuri", ""))
        place = parse_document_uri(uri)
        if "refid" in node:
            place = self.context.docname, node["refid"]
        if place is None:
            return uri
        term = self.context.term_of(*place) if self.context.strict else None
        if term is not None:
            return f"term {term.casefold()}"
        return self.context.label_of(*place) or str(self.context.address_of(*place))

    def _children(self, node: nodes.Element) -> None:
        for i, child in enumerate(node.children):
            if i == 0 and isinstance(child, nodes.title) and _is_name(node, child.astext()):
                continue
            self._walk(child)
            following = node.children[i + 1] if i + 1 < len(node.children) else None
            if isinstance(child, nodes.term | nodes.classifier) and isinstance(
                following, nodes.definition
            ):
                # A definition list becomes a list of bullets.
                last = "".join(self.parts).rstrip().removesuffix("`").rstrip(")")
                if not last.endswith(_ENDS) and following.astext():
                    self.parts.append(":")


def _is_equation(node: nodes.Element) -> bool:
    return isinstance(node, nodes.reference) and "equation-" in str(
        node.get("refuri", node.get("refid", ""))
    )


def _is_name(node: nodes.Element, title: str) -> bool:
    return isinstance(node, nodes.Admonition) and title.casefold() in _NAMES


# -- what mystmd read ---------------------------------------------------------------------------

_INLINE = {
    *("abbreviation", "cite", "citeGroup", "crossReference", "delete", "emphasis"),
    *("footnoteReference", "inlineCode", "inlineMath", "keyboard", "link", "span", "strong"),
    *("subscript", "superscript", "text", "underline"),
}
_VALUES = {"text", "inlineCode", "code", "inlineMath", "math"}
_SILENT = {"captionNumber", "comment", "footnoteDefinition", "bibliography", "mystComment"}


def words_of_part(part: Node) -> list[str]:
    """Return the words of a part of a page, such as a definition."""
    return _Page(part, ()).words()


def words_of_page(page: Node, drawings: Collection[str] = ()) -> list[str]:
    """Return the words of a page as mystmd wrote it.

    Args:
        page: its JSON
        drawings: the names of images that stand before tables of ours, whose words they repeat
    """
    reader = _Page(page["mdast"], drawings)
    if not page["frontmatter"].get("content_includes_title"):
        reader.parts.append(page["frontmatter"]["title"] + "\n")
    return reader.words()


class _Page:
    def __init__(self, root: Node, drawings: Collection[str]) -> None:
        self.root, self.drawings = root, drawings
        self.notes: Mapping[str, Node] = {
            note["identifier"]: note for note in _every(root, "footnoteDefinition")
        }
        self.parts: list[str] = []

    def words(self) -> list[str]:
        self._walk(self.root)
        return tokens("".join(self.parts))

    def _walk(self, node: Node) -> None:
        kind = node["type"]
        if kind in _SILENT or self._is_drawing(node):
            return
        between = "" if kind in _INLINE else "\n"
        self.parts.append(between)
        self._node(kind, node)
        self.parts.append(between)

    def _is_drawing(self, node: Node) -> bool:
        """Return whether a node is a drawing, or the figure with it and the caption made for it."""
        if node["type"] == "container":
            images = [child for child in node["children"] if child["type"] == "image"]
            return any(map(self._is_drawing, images))
        address: str = node.get("urlSource", "") if node["type"] == "image" else ""
        return address.rpartition("/")[2] in self.drawings

    def _node(self, kind: str, node: Node) -> None:
        if kind in _VALUES:
            self.parts.append(node["value"])
        elif kind == "cite":
            before, after = node.get("prefix", ""), node.get("suffix", "")
            self.parts.append(f" ⟦cite⟧{before} {node['label']} {after} ")
        elif kind == "crossReference" and "enumerator" in node:
            words, number = _text(node), str(node["enumerator"])
            if words == node["template"].replace("%s", number):
                words = number
            words = words.replace(number, " ⟦number⟧ ")
            self.parts.append(f"{words} ⟦to⟧ {_target(node)} ")
        elif kind == "container" and node.get("kind") == "code":
            self._all(sorted(node["children"], key=lambda child: child["type"] != "caption"))
        elif kind == "footnoteReference":
            self.parts.append(" ⟦note⟧ ")
            self._all(self.notes[node["identifier"]].get("children", ()))
            self.parts.append(" ⟦end⟧ ")
        elif kind == "image":
            self.parts.append(f" ⟦image⟧ {node.get('alt', '')} ")
        elif kind == "admonitionTitle" and _text(node).casefold() in _NAMES:
            pass
        else:
            if kind == "tabItem":
                self.parts.append(f"{node['title']}\n")
            self._all(node.get("children", ()))
            if kind == "abbreviation":
                self.parts.append(f" ({node['title']}) ")
            if kind in {"link", "crossReference"} and not node.get("static"):
                self.parts.append(f" ⟦to⟧ {_target(node)} ")

    def _all(self, children: Iterable[Node]) -> None:
        for child in children:
            self._walk(child)


def _target(node: Node) -> str:
    """Return the label, the term or the address that a link leads to."""
    if node.get("kind") == "definitionTerm":
        return str(node["identifier"]).replace("term-", "term ", 1)
    return str(node.get("identifier") or node.get("urlSource") or node["url"])


def _every(node: Node, kind: str) -> Iterable[Node]:
    if node["type"] == kind:
        yield node
    for child in node.get("children", ()):
        yield from _every(child, kind)


def _text(node: Node) -> str:
    return str(node.get("value", "")) + "".join(map(_text, node.get("children", ())))
