"""Sections of facts, as docutils nodes."""

from __future__ import annotations

from docutils import nodes

from compass_model.facts import Words
from sphinx_compass.messages import say
from sphinx_compass.names import OWN_PAGE, OWN_SECTIONS


def section(name: str, title: Words, *body: nodes.Node) -> nodes.section:
    """Make a section whose heading is our own words and whose id is the same in every language."""
    return make_section(name, nodes.title("", say(title), translatable=False), *body)


def make_section(name: str, heading: nodes.title, *body: nodes.Node) -> nodes.section:
    """Make a section whose id is made from its name."""
    classes = ["compass-section", *([OWN_PAGE] if name in OWN_SECTIONS else [])]
    return nodes.section("", heading, *body, ids=[f"compass-{name}"], classes=classes)
