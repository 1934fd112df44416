"""``{compass:gaps}``: the things from which nothing follows, and the reasons that pages give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from compass_model.evidence.gaps import Gap, gaps_of
from compass_model.evidence.step import Thing
from compass_model.facts import Words
from sphinx_compass.chain_links import Texts, link_to, named, reason_for, shown_of
from sphinx_compass.chain_texts import all_texts
from sphinx_compass.lone_findings import list_of_lone_findings
from sphinx_compass.messages import say

if TYPE_CHECKING:
    from sphinx_compass.domain import CompassDomain

_MISSING = {
    "research-question": Words("No finding answers it"),
    "item": Words("No finding rests on it"),
    "finding": Words("No recommendation rests on it"),
    "recommendation": Words("It has no action"),
    "action": Words("Nothing answers it"),
}
_UNEXPLAINED = Words("Nobody has said why")
_EXPLAINED = Words("With a reason")


def list_of_gaps(domain: CompassDomain) -> list[nodes.Node]:
    """List the gaps: those that nobody explains, then the others with their reasons."""
    texts = all_texts(domain)
    gaps = gaps_of(domain.chain())
    shown: list[nodes.Node] = []
    for title, some in (
        (_UNEXPLAINED, [gap for gap in gaps if not gap.reason]),
        (_EXPLAINED, [gap for gap in gaps if gap.reason]),
    ):
        if some:
            items = (_gap(gap, domain, texts) for gap in some)
            shown.append(nodes.rubric("", say(title), translatable=False))
            shown.append(nodes.bullet_list("", *items, bullet="-", classes=["compass-gaps"]))
    return [*shown, *list_of_lone_findings(domain, texts)]


def _gap(gap: Gap, domain: CompassDomain, texts: Texts) -> nodes.list_item:
    missing = say(_MISSING[gap.thing.what])
    below: list[nodes.Node] = [nodes.emphasis(missing, missing), nodes.Text(". ")]
    if gap.reason:
        below[1] = nodes.Text(f": {reason_for(domain.chain(), texts, gap.thing)}")
    else:
        below.append(nodes.Text(say(Words("Can be closed in")) + " "))
        for i, page in enumerate(_closing(gap, domain)):
            below += [nodes.Text(", ")] if i else []
            below.append(link_to(Thing("page", page), domain))
    lines = [
        nodes.paragraph("", "", *named(gap.thing, domain, texts)),
        nodes.paragraph("", "", *below, classes=["compass-trace-gap"]),
    ]
    for line in lines:
        line["translatable"] = False
    return nodes.list_item("", *lines)


def _closing(gap: Gap, domain: CompassDomain) -> list[str]:
    """Return the ids of the pages on which a gap can be closed."""
    records = domain.state["records"]
    kind = gap.closed_by
    found = [records[name].id for name in sorted(records) if records[name].kind == kind]
    return found or [gap.home.page]


def shown_of_gap(gap: Gap, domain: CompassDomain, texts: Texts) -> object:
    """Return all that the line of a gap depends on."""
    closing = [shown_of(Thing("page", page), domain) for page in _closing(gap, domain)]
    reason = reason_for(domain.chain(), texts, gap.thing)
    return gap.thing, gap.reason, reason, shown_of(gap.thing, domain), texts.get(gap.thing), closing
