"""The hidden table of contents that puts the parts of a host below it."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes
from sphinx import addnodes


def hidden_toctree(docname: str, parts: Sequence[str]) -> nodes.compound:
    """Make the table of contents that puts *parts* below the page *docname*."""
    toctree = addnodes.toctree(
        parent=docname,
        entries=[(None, part) for part in parts],
        includefiles=list(parts),
        rawentries=[],
        maxdepth=-1,
        caption=None,
        glob=False,
        hidden=True,
        includehidden=False,
        numbered=0,
        titlesonly=False,
    )
    return nodes.compound("", toctree, classes=["toctree-wrapper"])


def leave_out(document: nodes.document, parts: Sequence[str]) -> None:
    """Take *parts* out of hidden tables of contents that list whole folders.

    They have a table of their own, and no menu should name them twice.
    """
    for toctree in document.findall(addnodes.toctree):
        if toctree["hidden"] and toctree["glob"]:
            entries, files = toctree["entries"], toctree["includefiles"]
            toctree["entries"] = [entry for entry in entries if entry[1] not in parts]
            toctree["includefiles"] = [docname for docname in files if docname not in parts]
