"""A step of the chain of evidence: one thing, and the things before it."""

from __future__ import annotations

from typing import NamedTuple

from compass_model.yaml_source import Loc


class Thing(NamedTuple):
    """Whatever can be part of the chain."""

    what: str
    """What it is: ``research-question``, ``item``, ``observation``, ``finding``,
    ``recommendation``, ``action``, ``deliverable``, ``page``, ``decision``, and as evidence also
    ``citation``, ``document`` or ``excerpt``."""
    id: str
    """Its id; for a document or a decision its address."""


class Step(NamedTuple):
    """What a page says of one thing in the chain."""

    thing: Thing
    loc: Loc
    """Where it stands in the facts of the page."""
    rests_on: tuple[Thing, ...] = ()
    """The things before it: the evidence of a finding and the questions that it answers, the
    recommendation of an action, the action that a page answers."""
    expects: bool = False
    """Whether something should follow from it, or a reason why nothing does."""
    gap: str = ""
    """The reason why nothing follows from it."""
    title: str = ""
    """What it is called, where no page defines it."""
