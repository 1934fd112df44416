"""The types of values that only instruments have: versions, ids of answers, numbers, switches."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetPydanticSchema,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError, core_schema

from compass_model.fields import DATE_EXAMPLE
from compass_model.yaml_source import Unquoted

_VERSION = r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?"
_ANSWER = r"[A-Za-z0-9]+([-_][A-Za-z0-9]+)*"
_NUMBER = r"-?\d{1,15}(\.\d{1,9})?"
_DATE = r"\d{4}-\d\d-\d\d"


def _quoted(value: Any) -> Any:
    """Refuse a version without quotes: mystmd, as YAML asks, reads 1.10 as the number 1.1."""
    if isinstance(value, Unquoted):
        message = 'must be in quotes: "{value}"; without them other programs may read a number'
        raise PydanticCustomError("wrong_value", message, {"value": str(value)[:40]})
    return value


def _version(value: str) -> str:
    if not re.fullmatch(_VERSION, value):
        message = "must be three numbers like '1.2.0', not '{value}'"
        raise PydanticCustomError("wrong_value", message, {"value": value[:40]})
    return value


Version = Annotated[
    str,
    BeforeValidator(_quoted),
    AfterValidator(_version),
    WithJsonSchema({"type": "string", "pattern": f"^{_VERSION}$", "examples": ["1.0.0"]}),
]
"""A version: the first number counts changes of meaning, the second new items, the third typing
errors that were mended."""


def _as_text(value: Any) -> Any:
    """Take a number as its digits: codes of answers such as ``1`` need no quotes."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _answer_id(value: str) -> str:
    if not re.fullmatch(_ANSWER, value):
        message = "must be letters, digits and single hyphens, like 'no-time' or '1'"
        raise PydanticCustomError("wrong_value", message)
    return value


AnswerId = Annotated[
    str,
    BeforeValidator(_as_text),
    AfterValidator(_answer_id),
    WithJsonSchema({"type": ["string", "integer"], "pattern": f"^{_ANSWER}$"}),
]
"""The id of an answer, as it stands in the data: a short word or a number."""

Answer = Annotated[
    str,
    BeforeValidator(_as_text),
    WithJsonSchema({"type": ["string", "number"]}),
]
"""An answer that skip logic looks for: the id of a choice, or a number or date."""


def bound(value: Any) -> Decimal | dt.date:
    """Read a number or a date.

    :raises ValueError: for anything else
    """
    if isinstance(value, Decimal | dt.date):
        return value
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if re.fullmatch(_DATE, text):
        return dt.date.fromisoformat(text)
    if re.fullmatch(_NUMBER, text):
        return Decimal(text)
    raise ValueError(value)


def _bound(value: Any) -> Decimal | dt.date:
    try:
        return bound(value)
    except ValueError:
        message = f"must be a number like 12 or 2.5, or a date like {DATE_EXAMPLE}, not '{{value}}'"
        raise PydanticCustomError("wrong_value", message, {"value": str(value)[:40]}) from None


Bound = Annotated[
    Decimal | dt.date,
    GetPydanticSchema(
        lambda _type, _handler: core_schema.no_info_before_validator_function(
            _bound, core_schema.any_schema()
        ),
        lambda _schema, _handler: {
            "type": ["number", "string"],
            "pattern": f"^({_NUMBER}|{_DATE})$",
        },
    ),
]
"""A number or a date."""


def bound_text(value: Decimal | dt.date) -> str:
    """Write a number or a date as people read it."""
    return value.isoformat() if isinstance(value, dt.date) else format(value, "f")


Flag = Annotated[bool, Field(strict=True)]
"""``true`` or ``false``."""
