"""Writes footnotes, citations and glossaries, which are defined in one place and used in others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes

from compass_model.export.escaping import SPACES, code_span, fenced
from compass_model.export.works import unknown_work
from sphinx_compass.export.indenting import indented
from sphinx_compass.export.run import Run

if TYPE_CHECKING:
    from sphinx import addnodes

    from sphinx_compass.export.citations import kept_bibliography, kept_citation
    from sphinx_compass.export.writer import MystWriter

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9-]+")


def footnote_name(writer: MystWriter, id: str) -> str:
    """Return the name of a footnote: its own, below that of the page, so that none clash."""
    return f"{writer.context.label}-{_NOT_IN_NAMES.sub('-', id).strip('-')}"


def footnote_reference(writer: MystWriter, run: Run, node: nodes.footnote_reference) -> None:
    """Write the mark of a footnote."""
    run.atom(f"[^{footnote_name(writer, str(node.get('refid', '')))}]")


def footnote(writer: MystWriter, node: nodes.footnote) -> str:
    """Write a footnote; both engines move it to the end of the page."""
    body = writer.blocks([child for child in node.children if not isinstance(child, nodes.label)])
    return f"[^{footnote_name(writer, node['ids'][0])}]: {indented(body, 4)}"


def citation(writer: MystWriter, run: Run, node: kept_citation) -> None:
    """Cite works by their keys in the exported bibliography."""
    shown = []
    for key, before, after in node["works"]:
        theirs = writer.context.cite_key(key)
        if theirs is None:
            writer.problems.append(unknown_work(*writer.place(node), key, writer.context.works))
            continue
        writer.citations.add(key)
        start = f"{{{SPACES.sub(' ', before)}}}" if before else ""
        end = f"{{{SPACES.sub(' ', after)}}}" if after else ""
        shown.append(f"{start}{theirs}{end}")
    if shown:
        run.atom(f"{{cite:{node['style']}}}{code_span(','.join(shown))}")


def bibliography(writer: MystWriter, node: kept_bibliography) -> str:
    """Ask the engine for the list of works; the book has one of its own."""
    return "" if writer.context.strict else fenced("{bibliography}", "")


def glossary(writer: MystWriter, node: addnodes.glossary) -> str:
    """Write terms with what they mean; a strict export has one glossary, and not on this page."""
    if not writer.context.strict:
        return writer.blocks(node.children)
    for terms, _item in entries_of(node):
        writer.defined.update(terms)
    return ""


def entries_of(node: addnodes.glossary) -> Iterator[tuple[list[str], nodes.definition_list_item]]:
    """Yield the terms of each entry of a glossary with the entry itself."""
    for listed in node.children:
        for item in listed.children:
            if isinstance(item, nodes.definition_list_item):
                yield [x.astext() for x in item.children if isinstance(x, nodes.term)], item
