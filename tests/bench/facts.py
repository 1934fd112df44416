"""Front matter of made-up typed pages, about 5 kB each: event guides and all charter parts."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from itertools import cycle
from typing import Any

import yaml
from tests.bench.vocabulary import Writer

SIZE = 5_000
"""How long a front matter is, in characters; within a few percent."""
TIMELINE_ROWS = 18

TEAMS = {"maintainers": "Maintainers", "council": "Steering Council", "outreach": "Outreach team"}
ROLES = {"facilitator": "Meeting facilitator", "team-lead": "Team Lead"}
AUDIENCES = {
    "newcomer": "Newcomers",
    "contributor": "Contributors",
    "mentor": "Mentors",
    "organiser": "Organisers",
}
NAMES = {**TEAMS, **ROLES, **AUDIENCES}

Facts = dict[str, Any]


def community() -> str:
    """Return the text of ``_data/community.yml``."""
    groups = {"teams": TEAMS, "roles": ROLES, "audiences": AUDIENCES}
    data: Facts = {"name": "Example community"}
    for name, group in groups.items():
        data[name] = [{"id": id, "name": words} for id, words in group.items()]
    return _yaml(data)


def front_matter(facts: Facts) -> str:
    """Return the lines between which YAML stands, and the YAML."""
    return f"---\n{_yaml({'options': {'compass': facts}})}---\n"


def _yaml(data: Facts) -> str:
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return yaml.dump(data, Dumper=dumper, sort_keys=False, width=10_000, default_flow_style=None)


def event_facts(id: str, write: Writer) -> Facts:
    """Return the facts of an event guide."""
    roles = {
        f"{write.phrase(1, 1)}-{i}": {
            "title": write.phrase(1, 3).capitalize(),
            "count": write.number(1, 4),
            "duties": [write.fact() for _ in range(3)],
        }
        for i in range(4)
    }
    names = list(roles)
    facts = {
        **_envelope("event-guide", id, write),
        "mode": write.one_of(("online", "in-person", "hybrid")),
        "duration": "PT2H",
        "cadence": write.clause(6),
        "size": {"min": write.number(2, 5), "max": write.number(12, 60)},
        "roles": roles,
        "timeline": _timeline(names, write),
        "agenda": [
            {"minutes": 15, "title": write.fact(3, 6), "who": write.one_of(names)} for _ in range(7)
        ],
        "accessibility": _accessibility(write),
        "code-of-conduct": {"url": write.address(), "contact": write.fact()},
        "archived": write.fact(),
    }
    return _fill(facts, "evidence", _evidence, write)


def _timeline(roles: list[str], write: Writer) -> list[Facts]:
    times = [f"-P{days}D" for days in (60, 45, 30, 28, 21, 14, 10, 7, 3, 1)]
    times += ["-PT2H", "PT0M", "PT30M", "PT1H", "PT2H", "P1D", "P7D", "P14D"]
    return [
        {"when": when, "who": write.one_of(roles), "task": write.fact(7, 11)}
        for when in times[:TIMELINE_ROWS]
    ]


def _accessibility(write: Writer) -> Facts:
    names = ("captions", "recording", "breaks", "without-attending", "costs-covered")
    languages: Any = ["English", "Spanish"]
    if write.number(1, 4) == 1:
        languages = {"to-be-agreed": write.one_of([*TEAMS, *ROLES])}
    return {**{name: write.fact(4, 8) for name in names}, "languages": languages}


def part_facts(id: str, part: str, write: Writer) -> Facts:
    """Return the facts of a part of a charter, filled up to the usual size."""
    facts = {**_envelope("charter-part", id, write), "part": part}
    if part in _LISTS:
        name, fields, choices = _LISTS[part]
        facts |= _besides(part, write)
        turns = {key: cycle(values) for key, values in choices.items()}

        def entry(write: Writer) -> Facts:
            chosen = {key: next(turn) for key, turn in turns.items()}
            return {key: chosen.get(key) or _value(key, write) for key in fields}

        return _fill(facts, name, entry, write)
    for name in _TEXTS.get(part, ()):
        facts[name] = write.address() if name == "code" else " ".join(write.sentences(4))
    return _fill(facts, "evidence", _evidence, write)


_LISTS: dict[str, tuple[str, tuple[str, ...], dict[str, tuple[str, ...]]]] = {
    "purpose": ("outcomes", ("outcome", "for-whom", "sign"), {}),
    "mission": ("missions", ("project", "mission", "url"), {}),
    "values": ("values", ("name", "meaning", "in-practice"), {}),
    "objectives": (
        "objectives",
        ("within", "objective", "success"),
        {"within": ("P6M", "P12M", "P24M")},
    ),
    "roadmap": (
        "milestones",
        ("goal", "outcome", "when", "state", "url"),
        {"state": ("done", "doing", "planned")},
    ),
    "stakeholders": (
        "stakeholders",
        ("name", "power", "interest", "takes-part", "engagement"),
        {"power": ("high", "low", "low"), "interest": ("high", "low")},
    ),
    "skills": ("skills", ("skill", "have", "need", "gap"), {}),
    "platforms": (
        "platforms",
        ("name", "use", "purpose", "url"),
        {"use": ("primary", "synchronous", "asynchronous")},
    ),
    "ways-of-working": ("meetings", ("name", "when", "lasts", "purpose"), {"lasts": ("PT1H",)}),
    "governance": ("bodies", ("team", "does", "joined-by"), {"team": tuple(TEAMS)}),
}
"""The list of each part: its field, the fields of an entry, and those with set values."""

_TEXTS = {
    "conduct": ("code", "contact", "response", "conflicts"),
    "principles": (
        "respect-for-diversity",
        "collaboration",
        "accountability",
        "transparency",
        "social-responsibility",
        "fairness",
        "impact",
    ),
}


def _value(field: str, write: Writer) -> Any:
    if field in {"in-practice", "does"}:
        return [write.fact(4, 9) for _ in range(3)]
    if field == "url":
        return write.address()
    if field in {"name", "skill", "project", "goal", "when"}:
        return write.phrase(1, 3).capitalize()
    return write.fact()


def _besides(part: str, write: Writer) -> Facts:
    """Return what a part with a list states besides it."""
    if part == "ways-of-working":
        return {
            "storage": [write.fact() for _ in range(3)],
            "decisions-recorded": write.fact(),
            "response-time": write.clause(3),
            "languages": ["English", "Spanish"],
        }
    if part == "governance":
        rule = ("rule", "window", "approval", "without-consensus", "appeal")
        return {
            "model": write.fact(),
            "decision": {name: write.fact() for name in rule},
            "amendment": write.fact(),
        }
    return {}


def charter_facts(id: str, parts: list[str], write: Writer) -> Facts:
    """Return the facts of a charter that hosts *parts*, or none."""
    facts = _envelope("charter", id, write)
    return {**facts, "parts": parts} if parts else facts


def _envelope(kind: str, id: str, write: Writer) -> Facts:
    return {
        "kind": kind,
        "id": id,
        "status": write.one_of(("draft", "proposed", "adopted")),
        "owner": write.one_of([*TEAMS, *ROLES]),
        "audience": write.some_of(list(AUDIENCES), 2),
        "reviewed": dt.date(2026, write.number(1, 12), write.number(1, 28)),
        "review-due": write.one_of(("P6M", "P12M")),
        "adapted-from": [
            {"title": write.phrase(3, 5), "url": write.address(), "licence": "CC-BY-4.0"}
        ],
        "evidence": [_evidence(write), _evidence(write)],
    }


def _evidence(write: Writer) -> Facts:
    return {"title": write.phrase(6, 9), "url": write.address()}


def _fill(facts: Facts, name: str, entry: Callable[[Writer], Facts], write: Writer) -> Facts:
    """Add entries to the list *name* until the front matter has the usual size."""
    entries = facts.setdefault(name, [])
    size = len(front_matter(facts))
    while size < SIZE - 60 or len(entries) < 3:
        entries.append(entry(write))
        size += len(json.dumps(entries[-1])) - 2 * len(entries[-1])  # YAML has fewer quotes
    return facts
