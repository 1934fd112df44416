"""Any field but id, kind, data, status and part may say who will decide it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import BaseModel, TypeAdapter
from tests.site import event, site

from compass_model.fields import ToBeAgreed
from compass_model.kinds import KINDS, PARTS
from compass_model.tree import read_compass
from compass_model.validate import model_in

DECIDED = {"kind", "data", "id", "status", "part"}


def fields(model: type[BaseModel], path: str) -> Iterator[tuple[str, object]]:
    """Yield the name and type of every field of a class, and of the classes inside it."""
    for name, field in model.model_fields.items():
        place = f"{path}.{field.alias}"
        if name not in DECIDED:
            kind = field.annotation
            yield place, Annotated[kind, *field.metadata] if field.metadata else kind
        inner, _direct = model_in(field.annotation)
        if inner is not None and inner is not model:  # conditions hold conditions
            yield from fields(inner, place)


EVERY = dict(item for model in (*KINDS, *PARTS) for item in fields(model, model.__name__))


@pytest.mark.parametrize("place", EVERY)
def test_the_field_may_be_to_be_agreed(place: str) -> None:
    value = TypeAdapter(EVERY[place]).validate_python({"to-be-agreed": "council"})
    assert value == ToBeAgreed(**{"to-be-agreed": "council"})


# -- what is open is never missing


PART = """\
---
options:
  compass: {{kind: charter-part, part: {part}, id: my-part, status: draft, owner: maintainers,
    {facts}}}
---
# My part

Text.
"""
OPEN_GOAL = "{within: {to-be-agreed: council}, objective: x, success: y}"
OPEN_USE = "{name: Forum, use: {to-be-agreed: council}, purpose: talk}"


def found(tmp_path: Path, text: str) -> list[str]:
    problems = read_compass(site(tmp_path, {"page.md": text})).problems
    return [f"{problem.line}: {problem.message} [{problem.code}]" for problem in problems]


@pytest.mark.parametrize(
    "text",
    [
        PART.format(part="objectives", facts=f"objectives: [{OPEN_GOAL}]"),
        PART.format(part="platforms", facts=f"platforms: [{OPEN_USE}]"),
        event().replace("{when: -P14D, ", "{when: {to-be-agreed: council}, "),
    ],
    ids=["objectives", "platforms", "timeline"],
)
def test_a_row_whose_sort_is_open_may_be_the_missing_one(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, text) == []


# -- wrong forms


ALONE = "cannot be to be agreed by itself; say so of one of its fields, or of the whole of"
NEAR = "did you mean 'to-be-agreed'? [unknown-field]"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "owner: maintainers",
            "owner: {to-be-agreed}",
            "7: 'owner' does not say who decides; write '{to-be-agreed: OWNER}' with a team or "
            "role [missing-field]",
        ),
        (
            "owner: maintainers",
            "owner: {to be agreed: maintainers}",
            f"7: unknown field 'owner.to be agreed'; {NEAR}",
        ),
        (
            "    audience: [newcomer]",
            "    audience: {To-be-agreed: maintainers}",
            f"8: unknown field 'audience.To-be-agreed'; {NEAR}",
        ),
        (
            "{duties: [opens and closes]}",
            "{to_be_agreed: maintainers}",
            f"12: unknown field 'roles.facilitator.to_be_agreed'; {NEAR}",
        ),
        (
            "{duties: [opens and closes]}",
            "{to-be-agreed: maintainers}",
            f"12: 'roles.facilitator' {ALONE} 'roles' [wrong-type]",
        ),
        (
            "{minutes: 60, title: Work together}",
            "{to-be-agreed: maintainers}",
            f"18: 'agenda[1]' {ALONE} 'agenda' [wrong-type]",
        ),
        (
            "[newcomer]",
            "[{to-be-agreed: maintainers}]",
            f"8: 'audience[1]' {ALONE} 'audience' [wrong-type]",
        ),
        (
            "owner: maintainers",
            "owner: {to-be-agreed: [maintainers]}",
            "7: 'owner.to-be-agreed' must be text; put it in quotes if it looks like a number, "
            "not a list [wrong-type]",
        ),
        (
            "status: draft",
            "status: {to-be-agreed: maintainers}",
            "6: 'status' must be draft, proposed, adopted, superseded or archived, not a mapping "
            "[wrong-type]",
        ),
        (
            "owner: maintainers",
            "owner: {agreed: maintainers}",
            "7: 'owner' must be text; put it in quotes if it looks like a number, not a mapping "
            "[wrong-type]",
        ),
    ],
)
def test_a_wrong_form_is_explained_once(old: str, new: str, problem: str, tmp_path: Path) -> None:
    text = event()
    assert text.count(old) == 1
    assert found(tmp_path, text.replace(old, new)) == [problem]
