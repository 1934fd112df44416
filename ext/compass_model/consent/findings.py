"""Findings and the excerpts that they rest on: what is left after withdrawals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from compass_model.consent.decision import Decision
from compass_model.consent.rules import Shown
from compass_model.problems import Code, Problem
from compass_model.records import PageRecord, StepRecord

_GONE = {Decision.WITHDRAWN, Decision.REFUSED}


def unsupported(records: Iterable[PageRecord], shown: Mapping[str, Shown]) -> Iterator[Problem]:
    """Yield a problem for each finding that rests on excerpts alone, all of them taken back."""
    for step in _findings(records):
        evidence = [thing for thing in step.rests_on if thing.what != "research-question"]
        excerpts = [shown[thing.id] for thing in evidence if thing.id in shown]
        only = bool(evidence) and all(thing.what == "excerpt" for thing in evidence)
        if only and excerpts and all(one.decision in _GONE for one in excerpts):
            message = (
                f"nothing is left that the finding '{step.thing.id}' rests on: its excerpts were "
                "withdrawn or may not be shown; give it other evidence, or take the finding out"
            )
            yield Problem(step.path, step.line, message, Code.MISSING_ENTRY)


def by_one_participant(
    records: Iterable[PageRecord], shown: Mapping[str, Shown]
) -> list[StepRecord]:
    """Return the findings that rest on what a single participant said, and on nothing else."""
    found = []
    for step in _findings(records):
        evidence = [thing for thing in step.rests_on if thing.what != "research-question"]
        said = [shown[thing.id] for thing in evidence if thing.id in shown]
        people = {one.participant for one in said if one.participant and one.decision not in _GONE}
        besides = any(thing.what not in {"excerpt", "item"} for thing in evidence)
        if len(people) == 1 and not besides:
            found.append(step)
    return sorted(found, key=lambda step: (step.path, step.line))


def _findings(records: Iterable[PageRecord]) -> Iterator[StepRecord]:
    for record in sorted(record for record in records if record.steps):
        yield from (step for step in record.steps if step.thing.what == "finding")
