"""Writes the pages of a site as portable MyST, reads them again, and says what both hold."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_compass.export import citations
from sphinx_compass.export.citations import kept_bibliography, kept_citation
from sphinx_compass.export.context import Context, Written, document_uri, parse_document_uri
from sphinx_compass.export.points import points_of
from sphinx_compass.export.writer import write_myst

STOCK = """\
extensions = ["myst_parser", "sphinx_design", "sphinxcontrib.bibtex", "tests.portable"]
bibtex_bibfiles = ["references.bib"]
exclude_patterns = ["_*"]
numfig = True
smartquotes = False
"""
"""How any other site would read the written pages."""

_SITE = "https://example.org/compass/"
_SILENT = (
    nodes.comment,
    nodes.label,
    nodes.meta,
    nodes.substitution_definition,
    nodes.system_message,
    addnodes.index,
    nodes.footnote,
    kept_bibliography,
)


class Read(NamedTuple):
    """The resolved pages of a site, and what was said about them."""

    doctrees: dict[str, nodes.document]
    warnings: list[str]


class _Keeping(Builder):
    """Resolves the pages of a site and keeps them."""

    name = "keeping"
    format = "myst"
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg"]

    def init(self) -> None:
        self.kept: dict[str, nodes.document] = {}

    def get_outdated_docs(self) -> set[str]:
        return set(self.env.found_docs)

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return document_uri(docname)

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return document_uri(to)

    def prepare_writing(self, docnames: set[str]) -> None:
        pass

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        self.kept[docname] = doctree

    def finish(self) -> None:
        pass


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the builder; sites that are read here have this module among their extensions."""
    app.add_builder(_Keeping)
    citations.register(app)
    return {"parallel_read_safe": True}


def read(source: Path, out: Path, **overrides: Any) -> Read:
    """Read and resolve the pages below *source*."""
    warning = io.StringIO()
    translators.clear()
    with patch_docutils(str(source)), docutils_namespace():
        doctrees = out.with_name(f"{out.name}-doctrees")
        app = Sphinx(
            *(source, source, out, doctrees, "keeping", {"nitpicky": True, **overrides}),
            *(io.StringIO(), warning),
            freshenv=True,
        )
        app.build(force_all=True)
    said = re.sub(r"\x1b\[[0-9;]*m", "", warning.getvalue()).replace(f"{source}/", "SRC/")
    kept = cast("_Keeping", app.builder).kept
    return Read(kept, [line for line in said.splitlines() if line.strip()])


class Labels:
    """Labels made from docnames and ids."""

    def __init__(self, doctrees: dict[str, nodes.document]) -> None:
        self._labels: dict[tuple[str, str], str] = {}
        for docname, doctree in doctrees.items():
            for i, point in enumerate(points_of(doctree)):
                stem = "x-" + re.sub(r"[^a-z0-9]+", "-", docname)
                label = stem if i == 0 else f"{stem}-{point.ids[0] if point.ids else i}".lower()
                for id in point.ids:
                    self._labels[docname, id] = label
                if i == 0:
                    self._labels[docname, ""] = label

    def of(self, docname: str, id: str) -> str | None:
        return self._labels.get((docname, id))


def context(source: Path, docname: str, labels: Labels, **changes: Any) -> Context:
    """Return answers for one page of a site."""
    answers: dict[str, Any] = {
        "docname": docname,
        "label": labels.of(docname, "") or "x",
        "strict": False,
        "srcdir": source,
        "label_of": labels.of,
        "address_of": lambda docname, id: f"{_SITE}{docname}.html" + (f"#{id}" if id else ""),
        "figure_name": lambda path: path.replace("/", "-"),
        "cite_key": lambda key: key,
    }
    return Context(**{**answers, **changes})


def write_pages(
    source: Path, doctrees: dict[str, nodes.document], **changes: Any
) -> dict[str, Written]:
    """Write all pages of a site, by docname."""
    labels = Labels(doctrees)
    return {
        name: write_myst(doctree, context(source, name, labels, **changes))
        for name, doctree in sorted(doctrees.items())
    }


# -- what a page holds --------------------------------------------------------------------------


def words_of(document: nodes.document) -> list[str]:
    """Return the words of a page in order; what engines make themselves is shown as a sign."""
    pieces = [piece for child in document.children for piece in _pieces(child)]
    for note in document.findall(nodes.footnote):  # engines move them to the end of the page
        pieces += [piece for child in note.children for piece in _pieces(child)]
    return re.sub(r"\s+⟪:⟫", ":", "".join(pieces)).split()


def _pieces(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Text):
        yield str(node)
        return
    if isinstance(node, _SILENT) or _is_navigation(node):
        return
    for kinds, shown in _SHOWN:
        if isinstance(node, kinds):
            yield shown(node)
            return
    if isinstance(node, nodes.table) and any(key.startswith("compass_") for key in node.attributes):
        yield " ⟦image⟧ "
    inside = not isinstance(node, nodes.Inline) or isinstance(node, nodes.image)
    if inside:
        yield " "
    if isinstance(node, nodes.attribution):
        yield "-- "
    for child in node.children:
        yield from _pieces(child)
        if _is_last_term(child):
            yield "" if _term_ends(node) else "⟪:⟫"
    if inside:
        yield " "


def _is_last_term(node: nodes.Node) -> bool:
    after = node.next_node(descend=False, siblings=True)
    is_term = isinstance(node, nodes.term | nodes.classifier)
    return is_term and isinstance(after, nodes.definition)


def _term_ends(item: nodes.Node) -> bool:
    terms = [child for child in item.children if isinstance(child, nodes.term | nodes.classifier)]
    return terms[-1].astext().endswith((".", ":", "?", "!", "…"))


def _is_navigation(node: nodes.Node) -> bool:
    classes = set(node.get("classes", ())) if isinstance(node, nodes.Element) else set()
    contents = isinstance(node, nodes.topic) and "contents" in classes
    return contents or "toctree-wrapper" in classes


def _option(node: nodes.Element) -> str:
    return " " + ", ".join(option.astext() for option in node.children) + " "


def _reference(node: nodes.reference) -> str:
    equation = "equation-" in str(node.get("refid", node.get("refuri", "")))
    if equation or isinstance(node, addnodes.number_reference):
        return "⟦number⟧"
    return "".join(piece for child in node.children for piece in _pieces(child))


def _raw(node: nodes.raw) -> str:
    return " " if "<br" in node.astext() else ""


_SHOWN: list[tuple[type[nodes.Node] | tuple[type[nodes.Node], ...], Callable[[Any], str]]] = [
    (kept_citation, lambda node: f"⟦{node['style']} {node['works']}⟧".replace(" ", "·")),
    (nodes.footnote_reference, lambda node: "⟦note⟧"),
    (nodes.image, lambda node: " ⟦image⟧ " if isinstance(node.parent, nodes.Body) else "⟦image⟧"),
    (nodes.math, lambda node: "⟦" + "".join(node.astext().split()) + "⟧"),
    (nodes.math_block, lambda node: " ⟦" + "".join(node.astext().split()) + "⟧ "),
    (nodes.option_group, _option),
    (nodes.raw, _raw),
    (nodes.reference, _reference),
]


def links_of(docname: str, document: nodes.document, labels: Labels | None = None) -> list[str]:
    """Return where the links of a page lead to, in order.

    Args:
        docname: the page
        document: its doctree
        labels: for pages that were not yet written: what their ids will be called
    """
    found: list[str] = []
    hidden: set[nodes.reference] = set()
    for compound in document.findall(nodes.compound):
        if _is_navigation(compound):
            hidden.update(compound.findall(nodes.reference))
    for node in document.findall(nodes.reference):
        if node in hidden:
            continue
        if node.astext() or isinstance(node, addnodes.number_reference):
            found.append(_target(docname, node, labels))
    return found


def _target(docname: str, node: nodes.reference, labels: Labels | None) -> str:
    place: tuple[str, str] | None = (docname, node["refid"]) if "refid" in node else None
    place = place or parse_document_uri(node.get("refuri", ""))
    if place is None:
        return str(node.get("refuri"))
    if labels is not None:
        return labels.of(*place) or f"?{place}"
    return place[1].removeprefix("equation-") or "x-" + re.sub(r"[^a-z0-9]+", "-", place[0])


def marks_of(document: nodes.document) -> list[tuple[str, str]]:
    """Return what is code, strong or emphasis, in order."""
    kinds = (nodes.literal, nodes.strong, nodes.emphasis, nodes.subscript, nodes.superscript)
    return [
        (type(node).__name__, " ".join(node.astext().split()))
        for node in document.findall(lambda node: isinstance(node, kinds))
    ]
