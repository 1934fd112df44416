"""Writes links: to what is in the export by its label, to everything else by its address."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from compass_model.export.escaping import SPACES, code_span, link_address
from compass_model.problems import Code
from sphinx_compass.export.context import parse_document_uri
from sphinx_compass.export.run import Run

if TYPE_CHECKING:
    from sphinx_compass.export.writer import MystWriter

_EQUATION = "equation-"
"""What the ids of formulas begin with in Sphinx."""
_BARE_ADDRESS = re.compile(r"https?://[^\s<>()&]+")
_NUMBER_ALONE = re.compile(r"(\S+ )?(%s)?")
_IN_ROLE = re.compile(r"[^`<>\\!~][^`<>\\]*")
"""Text that a role shows as it is written."""


def link(writer: MystWriter, run: Run, node: nodes.reference) -> None:
    """Write a link."""
    place = _place(writer, node)
    if place is None:
        _outside(writer, run, node, str(node.get("refuri", "")))
        return
    docname, id = place
    term = writer.context.term_of(docname, id) if writer.context.strict else None
    label = writer.context.label_of(docname, id)
    if term is not None:
        writer.terms.add(term)
        _role(run, "term", node, term)
    elif label is not None:
        _inside(writer, run, node, label, id)
    else:
        _published(writer, run, node, docname, id)


def _place(writer: MystWriter, node: nodes.reference) -> tuple[str, str] | None:
    if "refid" in node:
        return writer.context.docname, str(node["refid"])
    return parse_document_uri(str(node.get("refuri", "")))


def _inside(writer: MystWriter, run: Run, node: nodes.reference, label: str, id: str) -> None:
    if isinstance(node, addnodes.number_reference):
        run.atom(f"{{numref}}{code_span(_numbered(node, label))}")
    elif id.startswith(_EQUATION):
        run.atom(f"{{eq}}`{label}`")
    elif _is_plain(node) and _IN_ROLE.fullmatch(SPACES.sub(" ", node.astext()).strip(" ")):
        _role(run, "ref", node, label)
    else:
        _outside(writer, run, node, f"#{label}")


def _numbered(node: addnodes.number_reference, label: str) -> str:
    """Return what stands in the role: the label, and words of the page's own around the number.

    "Figure 1" is said by each engine in words of its own, so that one word is none of the page's.
    """
    words = SPACES.sub(" ", str(node.get("title", ""))).strip(" ")
    return label if _NUMBER_ALONE.fullmatch(words) else f"{words} <{label}>"


def _is_plain(node: nodes.Element) -> bool:
    """Return whether there is nothing but words in *node*."""
    return all(
        isinstance(child, nodes.Text) or (type(child) is nodes.inline and _is_plain(child))
        for child in node.children
    )


def _role(run: Run, role: str, node: nodes.reference, target: str) -> None:
    """Write a role with a text and a target, which every character of the text must survive."""
    text = SPACES.sub(" ", node.astext())
    content = text.strip(" ")
    # Of a label alone, engines show the title of its place.
    shown = content if content == target and role == "term" else f"{content} <{target}>"
    if text.startswith(" "):
        run.text(" ")
    run.atom(f"{{{role}}}{code_span(shown)}", content)
    if text.endswith(" "):
        run.text(" ")


def _published(writer: MystWriter, run: Run, node: nodes.reference, docname: str, id: str) -> None:
    address = writer.context.address_of(docname, id)
    if address is None:
        message = (
            f"the link to '{docname}' leads out of the export, and the address of that page is "
            "not known; set 'published-at' in _data/export.yml"
        )
        writer.problem(node, message, Code.NO_ADDRESS)
        address = ""
    _outside(writer, run, node, address)


def _outside(writer: MystWriter, run: Run, node: nodes.reference, uri: str) -> None:
    text = SPACES.sub(" ", node.astext())
    if text == uri and _BARE_ADDRESS.fullmatch(uri):
        run.atom(f"<{uri}>", uri)
        return
    inner = Run(last="[", marks=run.marks)
    inner.after = "]"
    writer.run_children(inner, node)
    content = inner.stripped().line()
    if not content:
        return
    if text.startswith(" "):
        run.text(" ")
    run.atom(f"[{content}]({link_address(uri)})", content)
    if text.endswith(" "):
        run.text(" ")


def download(writer: MystWriter, run: Run, node: addnodes.download_reference) -> None:
    """Link to a file that readers can keep."""
    if "filename" not in node:
        writer.run_children(run, node)  # there is no such file, of which Sphinx warned
        return
    path = _source_path(writer, node)
    name = writer.add_file(node, path, alt="", caption="")
    content = SPACES.sub(" ", node.astext()).strip(" ").replace("`", "'")
    run.atom(f"{{download}}{code_span(f'{content} <{writer.context.figures}/{name}>')}", content)


def _source_path(writer: MystWriter, node: nodes.Element) -> str:
    """Return the file that a download leads to, relative to the source folder."""
    target = str(node["reftarget"])
    folder = "" if target.startswith("/") else posixpath.dirname(writer.context.docname)
    return posixpath.normpath(posixpath.join(folder, target.lstrip("/")))
