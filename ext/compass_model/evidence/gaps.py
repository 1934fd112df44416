"""Gaps in the chain: things from which nothing follows, and the reasons that pages give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from compass_model.evidence.chain import Chain, Home, chain_of
from compass_model.evidence.step import Thing
from compass_model.problems import Code, Problem
from compass_model.records import PageRecord, StepRecord

_FINDINGS = "findings"
_CLOSES = {
    "research-question": _FINDINGS,
    "item": _FINDINGS,
    "finding": "recommendations",
}
"""The kind of page that can close a gap; else the page on which the thing stands."""

_ELSEWHERE = "'without-finding' of a page of kind 'findings'"
_MISSING = {
    "research-question": (
        "no finding answers the research question '{id}'; name it under 'answers' of one, "
        "or say why not under {where}"
    ),
    "item": (
        "no finding rests on the item '{id}'; name it under 'evidence' of one, "
        "or say why not under {where}"
    ),
    "finding": (
        "no recommendation rests on the finding '{id}'; name it under 'rests-on' of one, "
        "or say why not under {where}"
    ),
    "recommendation": (
        "the recommendation '{id}' has no action; add one under 'actions', "
        "or say why not under {where}"
    ),
    "action": (
        "nothing answers the action '{id}'; name a page, a deliverable or a decision under "
        "'answered-by', or say why not under {where}"
    ),
}


class Gap(NamedTuple):
    """A thing from which nothing follows, although something should."""

    thing: Thing
    home: Home
    path: str
    line: int
    reason: str
    """Why nothing follows; empty where nobody said."""
    closed_by: str
    """The kind of page that can close the gap; empty for the page on which the thing stands."""


def gaps_of(chain: Chain) -> list[Gap]:
    """Return the gaps: the unexplained ones first, those of one sort together."""
    found = [gap for what in _MISSING for gap in _gaps(chain, what)]
    return sorted(found, key=lambda gap: bool(gap.reason))


def _gaps(chain: Chain, what: str) -> Iterator[Gap]:
    for thing, home in chain.homes.items():
        if thing.what != what or _goes_on(chain, thing):
            continue
        step = next((step for step in chain.steps[thing] if step.expects), None)
        if step is not None:
            reason = chain.reason(thing)
            yield Gap(thing, home, step.path, step.line, reason, _CLOSES.get(what, ""))


def _goes_on(chain: Chain, thing: Thing) -> bool:
    """Return whether something follows; a question alone does not answer a question."""
    follow = chain.follow(thing)
    if thing.what != "research-question":
        return bool(follow)
    return any(item.what == "finding" or chain.follow(item) for item in follow)


def gap_problems(records: Iterable[PageRecord]) -> list[Problem]:
    """Return the gaps that nobody explains, as reasons why a release cannot be made."""
    gaps = [gap for gap in gaps_of(chain_of(records)) if not gap.reason]
    return sorted(Problem(gap.path, gap.line, _message(gap), Code.COVERAGE_GAP) for gap in gaps)


def _message(gap: Gap) -> str:
    asked = gap.thing.what in {"research-question", "item"} and gap.home.kind != _FINDINGS
    where = _ELSEWHERE if asked else "'gap'"
    return _MISSING[gap.thing.what].format(id=gap.thing.id, where=where)


def outdated_reasons(records: Iterable[PageRecord]) -> Iterator[Problem]:
    """Yield the reasons why nothing follows of things from which something does follow."""
    chain = chain_of(records)
    for thing in chain.homes:
        if not _goes_on(chain, thing):
            continue
        for step in (step for step in chain.steps[thing] if step.gap):
            follow = chain.follow(thing)
            by = next((item for item in follow if item.what != "item"), follow[0])
            yield Problem(step.path, step.line, _outdated(step, by), Code.WRONG_VALUE)


def _outdated(step: StepRecord, by: Thing) -> str:
    what = step.thing.what.replace("-", " ")
    return (
        f"'gap' says why nothing follows from the {what} '{step.thing.id}', "
        f"but the {by.what.replace('-', ' ')} '{by.id}' does; take 'gap' out"
    )
