"""Any field but id, kind, data, status and part may say who will decide it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import pytest
from pydantic import BaseModel, TypeAdapter

from compass_model.fields import ToBeAgreed
from compass_model.kinds import KINDS, PARTS
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
