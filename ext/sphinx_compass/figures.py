"""Drawings above the tables that ask for one, in HTML only.

A drawing is made when a page is written, from the cells of its table, so that it is translated
with them. The table stays, and says the same in words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_compass.builders import joins_pages
from sphinx_compass.domain import compass_domain
from sphinx_compass.ladder import ladder
from sphinx_compass.mountain import mountain
from sphinx_compass.quadrants import quadrants
from sphinx_compass.svg import Drawing, as_svg
from sphinx_compass.timeline import timeline

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

DRAWERS: Mapping[str, Callable[[nodes.table], Drawing]] = {
    "quadrants": quadrants,
    "ladder": ladder,
    "mountain": mountain,
    "timeline": timeline,
}
"""What draws a table, by the figure that it asks for; see :class:`compass_model.facts.Table`."""

_DRAWN = {"stakeholders", "contributor-ladder", "engagement-mountain", "deliverables-register"}
"""The kinds of page and parts of a charter that have figures: other pages are not searched."""


class figure_node(nodes.General, nodes.Element):
    """Holds a drawing as the attribute ``svg``."""


class DrawFigures(SphinxPostTransform):
    """Puts a drawing before each table that asks for one."""

    default_priority = 950
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Draw the tables of the page that is being written."""
        record = compass_domain(self.env).state["records"].get(self.env.docname)
        here = record is not None and not _DRAWN.isdisjoint({record.kind, record.part})
        if not here and not joins_pages(self.env._app.builder):
            return
        for table in list(self.document.findall(nodes.table)):
            for name, draw in DRAWERS.items():
                if owner := table.get(f"compass_{name}"):
                    svg = as_svg(draw(table), f"compass-{name}-{owner}")
                    table.parent.insert(table.parent.index(table), figure_node(svg=svg))


def visit_html(self: HTML5Translator, node: figure_node) -> None:
    """Write the drawing."""
    self.body.append(node["svg"])
    raise nodes.SkipNode


def skip(self: nodes.NodeVisitor, node: figure_node) -> None:
    """Leave the drawing out; the table says the same."""
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    """Add the node and the post-transform."""
    app.add_node(
        figure_node,
        html=(visit_html, None),
        latex=(skip, None),
        text=(skip, None),
        man=(skip, None),
        texinfo=(skip, None),
    )
    app.add_post_transform(DrawFigures)
