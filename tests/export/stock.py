"""Reads a plain export with Sphinx and extensions that anybody has, and compares it with ours."""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils
from tests.export.recorded import Recorded
from tests.export.words import tokens, words_of_doctree

from sphinx_compass.export.citations import FORMAT, register
from sphinx_compass.export.context import Context, document_uri

# The last extension is this module, which reads nothing and only looks.
CONF = """\
extensions = ["myst_parser", "sphinxcontrib.bibtex", "tests.export.stock"]
bibtex_bibfiles = ["references.bib"]
root_doc = "contents"
exclude_patterns = ["_*"]
numfig = True
smartquotes = False
nitpicky = True
"""


class Resolved(Builder):
    """Keeps the resolved doctrees, in which links say what they lead to as they do in an export."""

    name = "resolved"
    format = FORMAT
    allow_parallel = False
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg"]

    def init(self) -> None:
        self.doctrees: dict[str, nodes.document] = {}

    def get_outdated_docs(self) -> str:
        return "all pages"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return document_uri(docname)

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return document_uri(to)

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        self.doctrees[docname] = doctree


class Stock(NamedTuple):
    """What Sphinx made of a plain export."""

    warnings: list[str]
    doctrees: dict[str, nodes.document]
    labels: dict[tuple[str, str], str]
    """The label of a place: of a document and an id."""


def read_by_sphinx(exported: Path, folder: Path) -> Stock:
    """Read the pages of a plain export.

    Args:
        exported: the export
        folder: a folder for what Sphinx writes
    """
    toc = yaml.safe_load((exported / "myst.yml").read_text("utf-8"))["project"]["toc"]
    names = "\n".join(file.removesuffix(".md") for file in _files(toc))
    (exported / "conf.py").write_text(CONF, encoding="utf-8")
    contents = f"# Contents\n\n```{{toctree}}\n{names}\n```\n"
    (exported / "contents.md").write_text(contents, encoding="utf-8")
    (exported / "references.bib").touch()
    warning = io.StringIO()
    translators.clear()
    with patch_docutils(str(exported)), docutils_namespace():
        where = (exported, exported, folder / "stock", folder / "stock-doctrees")
        app = Sphinx(*where, Resolved.name, {}, io.StringIO(), warning, freshenv=True)
        app.build()
    domains = app.env.domains
    labels = {place: label for label, place in domains.standard_domain.anonlabels.items()}
    labels |= {
        (equation[0], nodes.make_id(f"equation-{label}")): label
        for label, equation in domains["math"].data["objects"].items()
    }
    warnings = [line for line in warning.getvalue().splitlines() if line.strip()]
    return Stock(warnings, app.builder.doctrees, labels)


def setup(app: Sphinx) -> dict[str, bool]:
    """Add what looks at the doctrees; nothing that reads pages."""
    register(app)
    app.add_builder(Resolved)
    return {"parallel_read_safe": True}


def _files(toc: list[dict]) -> Iterator[str]:
    for entry in toc:
        yield entry["file"]
        yield from _files(entry.get("children", []))


def same_as_stock(ours: Recorded, stock: Stock) -> list[str]:
    """Compare the words, the links and the places of labels; nothing when all is equal."""
    found = list(stock.warnings)
    missing = set(ours.pages) ^ (set(stock.doctrees) - {"contents"})
    found += [f"{name} is only here or only there" for name in sorted(missing)]
    for docname, page in ours.pages.items():
        theirs = stock.doctrees.get(docname)
        if theirs is None:
            continue
        context = _context(docname, page.context, stock)
        pair = (
            words_of_doctree(page.doctree, page.context),
            words_of_doctree(theirs, context, page.drawings),
        )
        lines = difflib.unified_diff(*pair, docname, "Sphinx", n=4, lineterm="")
        found += [" ".join(lines)] if pair[0] != pair[1] else []
        there = places(theirs, context)
        found += [
            f"{docname}: the label {label} stands before {there.get(label)}, not {words}"
            for label, words in places(page.doctree, page.context).items()
            if not _begin_alike(words, there.get(label, []))
        ]
    return found


def _begin_alike(ours: list[str], theirs: list[str]) -> bool:
    """Return whether two places begin with the same words; a term goes on with its definition."""
    both = min(len(ours), len(theirs))
    return both > 0 and ours[:both] == theirs[:both]


def _context(docname: str, ours: Context, stock: Stock) -> Context:
    return Context(
        docname=docname,
        label=ours.label,
        strict=False,
        srcdir=ours.srcdir,
        label_of=lambda docname, id: stock.labels.get((docname, id)),
        address_of=lambda docname, id: None,
        figure_name=ours.figure_name,
        cite_key=lambda key: key,
    )


def places(document: nodes.document, context: Context) -> dict[str, list[str]]:
    """Return the first words at each label of a page."""
    found: dict[str, list[str]] = {}
    for node in document.findall(nodes.Element):
        if isinstance(node, nodes.footnote | nodes.target | nodes.Inline):
            continue
        for id in node["ids"]:
            label = context.label_of(context.docname, id)
            if label is not None and label not in found:
                words = tokens(" ".join(islice(node.findall(nodes.Text), 9)))
                found[label] = [word for word in words if word[0].isalnum()][:4]
    return found
