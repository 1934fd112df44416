"""How a page itself shows what lists say of it: names of teams, and what is to be agreed.

Both are noted when a page was read, because by then they are translated and without markup. Lists
on other pages show the same words; see `sphinx_compass.listings`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from compass_model.inline_markdown import as_plain
from sphinx_compass.domain import compass_domain
from sphinx_compass.names import TO_BE_AGREED

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from compass_model.records import PageRecord


class Open(NamedTuple):
    """Something that is to be agreed."""

    where: str
    """The headings and names above it, from the outermost."""
    owner: str
    """The id of who decides."""


class AsShown(NamedTuple):
    """What a page shows."""

    names: dict[str, str]
    """The names of teams and roles, by id."""
    open_points: tuple[Open, ...]


def note_facts(app: Sphinx, doctree: nodes.document) -> None:
    """Handle ``doctree-read``: note what the page that was just read shows."""
    domain = compass_domain(app.env)
    if app.env.docname in domain.state["records"]:
        points = tuple(Open(_where(node), next(iter(_groups(node)), "")) for node in _open(doctree))
        domain.state["as_shown"][app.env.docname] = AsShown(_groups(doctree), points)


def _groups(node: nodes.Node) -> dict[str, str]:
    """Return the names of teams and roles below a node; see `sphinx_compass.fact_nodes`."""
    names = (name for name in node.findall(nodes.inline) if "compass_group" in name)
    return {name["compass_group"]: name.astext() for name in names}


def _open(node: nodes.Node) -> Iterator[nodes.paragraph]:
    for paragraph in node.findall(nodes.paragraph):
        if TO_BE_AGREED in paragraph["classes"]:
            yield paragraph


def _where(node: nodes.Element) -> str:
    found: list[str] = []
    above = node.parent
    while above is not None and not isinstance(above.parent, nodes.document):
        found += (" ".join(text.split()).rstrip(": ") for text in _named(above, node))
        node, above = above, above.parent
    return " › ".join(text for text in reversed(found) if text)


def _named(above: nodes.Element, node: nodes.Element) -> Iterator[str]:
    """Say what *node* is in the element *above* it, the innermost first."""
    if isinstance(above, nodes.field):
        yield above[0].astext()
    elif isinstance(above, nodes.row):
        column = above.index(node)
        heads = above.parent.parent.findall(nodes.thead)
        yield [head.astext() for row in heads for head in row.findall(nodes.entry)][column]
        yield _name_of_row(above, column)
    elif isinstance(above, nodes.definition_list_item):
        body = above[-1].children[:1]
        first = (p for p in body if isinstance(p, nodes.paragraph) and not any(_open(p)))
        yield ": ".join([above[0].astext(), *(paragraph.astext() for paragraph in first)])
    elif isinstance(above, nodes.section):
        title = above.next_node(nodes.title)
        yield title.astext() if title is not None else ""


def _name_of_row(row: nodes.row, column: int) -> str:
    """Name a row by its first cell; by the next two where that is empty or open."""
    others = [i for i in range(len(row)) if i != column and not any(_open(row[i]))]
    texts = {i: text for i in others if (text := row[i].astext())}
    return ", ".join(list(texts.values())[: 1 if 0 in texts else 2])


def open_points_of(record: PageRecord, shown: AsShown | None) -> tuple[Open, ...]:
    """Return what is to be agreed on a page, in the words of the page where it shows all of it."""
    points = tuple(Open(as_plain(point.field), point.owner) for point in record.open_points)
    if shown is not None and _owners(points) == _owners(shown.open_points):
        return shown.open_points
    return points


def _owners(points: tuple[Open, ...]) -> list[str]:
    return sorted(point.owner for point in points)


def register(app: Sphinx) -> None:
    """Connect the handler, which runs after the page was translated."""
    app.connect("doctree-read", note_facts)
