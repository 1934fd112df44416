"""Findings that rest on what a single participant said: a weakness that readers should know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from compass_model.consent.findings import by_one_participant
from compass_model.evidence.step import Thing
from compass_model.facts import Words
from sphinx_compass.chain_links import Texts, named
from sphinx_compass.messages import say

if TYPE_CHECKING:
    from sphinx_compass.domain import CompassDomain

_ALONE = Words("Said by one participant only")


def lone_findings(domain: CompassDomain) -> list[Thing]:
    """Return the findings, in the order of their places."""
    found = by_one_participant(domain.state["records"].values(), domain.gate.shown)
    return [step.thing for step in found]


def list_of_lone_findings(domain: CompassDomain, texts: Texts) -> list[nodes.Node]:
    """List the findings below a heading; nothing when there are none."""
    items = []
    for thing in lone_findings(domain):
        line = nodes.paragraph("", "", *named(thing, domain, texts), translatable=False)
        items.append(nodes.list_item("", line))
    if not items:
        return []
    heading = nodes.rubric("", say(_ALONE), translatable=False)
    return [heading, nodes.bullet_list("", *items, bullet="-", classes=["compass-gaps"])]
