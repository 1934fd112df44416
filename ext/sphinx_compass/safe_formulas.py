"""Formulas, and texts that MathJax takes for formulas, may not make links or styles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from compass_model.safety import tex_problem

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# What MathJax reads by itself: the elements that Sphinx makes of formulas, and nothing around.
_OPTIONS = {"ignoreHtmlClass": ".*", "processHtmlClass": "math notranslate nohighlight"}
_SAFE = "ui/safe"  # the part of MathJax that refuses unsafe addresses
# MathJax leaves code alone, but for code of these classes. Keys are not written as code.
_READ_ALL_THE_SAME = {"kbd", "math", "mathjax_process", "output_area", "tex2jax_process"}


def confine_mathjax(app: Sphinx) -> None:
    """Handle ``builder-inited``: have MathJax read the formulas of a page and no other text."""
    new, old = getattr(app.config, "mathjax4_config", None), app.config.mathjax3_config
    name = "mathjax3_config" if old and not new else "mathjax4_config"
    config: dict[str, Any] = dict(new or old or {})
    loader = dict(config.get("loader", {}))
    loader["load"] = list(dict.fromkeys([*loader.get("load", []), _SAFE]))
    config |= {"loader": loader, "options": {**config.get("options", {}), **_OPTIONS}}
    setattr(app.config, name, config)


def take_out_formulas(tree: nodes.Element) -> Iterator[tuple[nodes.Element, str]]:
    """Take out what MathJax may make links or styles of.

    :yields: the element in which it stood, and what is wrong with it
    """
    for run in list(_runs(tree)):
        around = run[0].parent
        wrong = tex_problem("".join(run))
        if wrong is None or _is_code(around):
            continue
        for text in run:
            around.replace(text, nodes.Text(""))
        yield around, wrong


def _runs(tree: nodes.Element) -> Iterator[list[nodes.Text]]:
    """Yield the texts that stand beside each other, because MathJax reads them as one."""
    for parent in tree.findall(nodes.Element):
        run: list[nodes.Text] = []
        for child in parent.children:
            if isinstance(child, nodes.Text):
                run.append(child)
            elif run and not _shows_nothing(child):
                yield run
                run = []
        if run:
            yield run


def _shows_nothing(node: nodes.Node) -> bool:
    silent = nodes.comment | nodes.pending | nodes.substitution_definition | addnodes.index
    return isinstance(node, silent) or (isinstance(node, nodes.target) and not node.children)


def _is_code(node: nodes.Node | None) -> bool:
    """Return whether MathJax skips what stands in a node."""
    while isinstance(node, nodes.Element):
        code = isinstance(node, nodes.literal | nodes.literal_block | nodes.doctest_block)
        if code and not _READ_ALL_THE_SAME.intersection(node.get("classes", ())):
            return True
        node = node.parent
    return False
