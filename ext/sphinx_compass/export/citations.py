"""Keeps citations as keys: sphinxcontrib-bibtex would turn them into the labels of one site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_compass.citations import cite_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FORMAT = "myst"
"""The ``format`` of the builders of exports."""


class kept_citation(nodes.Inline, nodes.Element):
    """A citation: ``works`` has a key with the words before and after it for each work.

    ``style`` is ``p`` for one in brackets, ``t`` for one in the text.
    """


class kept_bibliography(nodes.General, nodes.Element):
    """The place of a list of works."""


class KeepCitations(SphinxPostTransform):
    """Replaces citations and lists of works, before sphinxcontrib-bibtex fills them in (5)."""

    default_priority = 3
    formats = (FORMAT,)

    def run(self, **kwargs: Any) -> None:
        """Replace those of the page that is being written."""
        if cite_domain(self.env) is None:
            return
        from sphinxcontrib.bibtex.citation_target import (  # noqa: PLC0415  # only where it is loaded
            parse_citation_targets,
        )
        from sphinxcontrib.bibtex.nodes import bibliography  # noqa: PLC0415

        for node in list(self.document.findall(addnodes.pending_xref)):
            if node.get("refdomain") == "cite":
                works = [tuple(w) for w in parse_citation_targets(node["reftarget"])]
                style = "t" if str(node["reftype"]).lower().startswith(("t", "author")) else "p"
                kept = kept_citation("", works=works, style=style)
                kept.source, kept.line = node.source, node.line
                node.replace_self(kept)
        for listed in list(self.document.findall(bibliography)):
            listed.replace_self(kept_bibliography(""))


def register(app: Sphinx) -> None:
    """Add the nodes and the post-transform."""
    app.add_node(kept_citation)
    app.add_node(kept_bibliography)
    app.add_post_transform(KeepCitations)
