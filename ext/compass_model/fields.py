"""The types of fields: plain text, dates, durations, links, and what is still to be agreed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetPydanticSchema,
    Tag,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError, core_schema

from compass_model.durations import Duration
from compass_model.ids import BAD_ID, BAD_ID_MESSAGE, ID_PATTERN, ID_SCHEMA
from compass_model.problems import Code
from compass_model.yaml_source import Loc

T = TypeVar("T")

# Tags of the branches of `Open` and `Wording`; `compass_model.validate` drops them from locations.
OPEN_TAG, VALUE_TAG, LANGUAGES_TAG, LIST_TAG = "<open>", "<value>", "<languages>", "<list>"


class Model(BaseModel):
    """Base of all typed data: unknown fields are refused, names have hyphens, values are fixed."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=lambda name: name.replace("_", "-"),
        defer_build=True,  # a build without facts needs none of the validators
    )

    def rules(self) -> Iterator[Finding]:
        """Yield what is wrong *between* fields.

        A field that is wrong or missing is ``None`` here, whatever its type says.
        """
        yield from ()


class Finding(NamedTuple):
    """What a rule between fields found."""

    loc: Loc
    """Where, from the mapping that the rule belongs to."""
    code: Code
    message: str


class WhenMissing(NamedTuple):
    """Stands in the annotation of a required field: what to say when it is missing."""

    advice: str
    """What to do."""
    wrong: str = ""
    """What is wrong, with ``%s`` for the name of the entry that lacks the field; empty for the
    usual words."""


class ToBeAgreed(Model):
    """Stands for a value that the community has not agreed on yet."""

    to_be_agreed: str = Field(examples=["steering-council"])
    """Who decides: the id of a team or role."""


def _branch(value: Any) -> str:
    is_open = isinstance(value, ToBeAgreed) or (isinstance(value, dict) and "to-be-agreed" in value)
    return OPEN_TAG if is_open else VALUE_TAG


Open = Annotated[
    Annotated[T, Tag(VALUE_TAG)] | Annotated[ToBeAgreed, Tag(OPEN_TAG)], Discriminator(_branch)
]
"""A field of type ``T`` that may instead hold ``{to-be-agreed: OWNER}``."""


def _not_blank(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("wrong_value", "is empty; write it, or take the field out")
    return value.strip()


Text = Annotated[str, AfterValidator(_not_blank)]
"""Text, which may hold inline MyST markup."""


def exactly(value: str, message: str) -> BeforeValidator:
    """Refuse any other value than *value*, with *message*; the field's type is a ``Literal``."""

    def check(given: Any) -> Any:
        if given != value:
            raise PydanticCustomError("wrong_value", message)
        return given

    return BeforeValidator(check)


def _like(pattern: str, message: str, kind: str = "wrong_value") -> AfterValidator:
    """Refuse what a pattern does not match as a whole, with *message*."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise PydanticCustomError(kind, message)
        return value

    return AfterValidator(check)


_LANGUAGE = r"^[a-z]{2,3}([-_]([A-Z]{2}|[A-Z][a-z]{3}|[0-9]{3}))*$"
Language = Annotated[
    str,
    _like(_LANGUAGE, "must be the code of a language, like 'en' or 'pt_BR'"),
    WithJsonSchema({"type": "string", "pattern": _LANGUAGE}),
]
"""The code of a language, such as ``en`` or ``pt_BR``, as Sphinx writes it."""

_InLanguages = Annotated[
    dict[Language, Text],
    Field(min_length=1),
    Tag(LANGUAGES_TAG),
    WithJsonSchema(
        {
            "type": "object",
            "patternProperties": {_LANGUAGE: {"type": "string"}},
            "additionalProperties": False,
        }
    ),
]


def _wording_branch(value: Any) -> str:
    return LANGUAGES_TAG if isinstance(value, dict) else VALUE_TAG


Wording = Annotated[
    Annotated[Text, Tag(VALUE_TAG)] | _InLanguages,
    Discriminator(_wording_branch),
]
"""Text, or the same text in several languages: ``{en: Yes, es: Sí}``; the first is the original."""


def _paragraphs_branch(value: Any) -> str:
    return LIST_TAG if isinstance(value, list) else _wording_branch(value)


Paragraphs = Annotated[
    Annotated[Text, Tag(VALUE_TAG)] | _InLanguages | Annotated[list[Wording], Tag(LIST_TAG)],
    Discriminator(_paragraphs_branch),
]
"""A text like :data:`Wording`, or a list of such texts, one for each paragraph."""


Id = Annotated[str, _like(ID_PATTERN, BAD_ID_MESSAGE, BAD_ID), WithJsonSchema(ID_SCHEMA)]
"""An id: lower-case letters, digits and hyphens."""

Entries = Annotated[list[T], Field(min_length=1)]
"""A list with at least one entry."""

Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
"""A whole number, not negative."""

Link = Annotated[
    str,
    _like(
        r"(https?://|mailto:)\S+",
        "must be a full address that begins with https://, http:// or mailto:",
    ),
]
"""A web or e-mail address."""

DATE_EXAMPLE = "2026-11-30"


def _date(value: Any, *, other: str = "") -> Any:
    if isinstance(value, dt.date):
        return value
    # mystmd rewrites unquoted dates as the timestamp of midnight; both forms are the same date.
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)(T00:00:00(\.0+)?Z?)?", str(value))
    try:
        return dt.date.fromisoformat(match[1] if match else "")
    except ValueError:
        message = f"must be a date like {DATE_EXAMPLE}{other}, not '{{value}}'"
        raise PydanticCustomError("bad_date", message, {"value": str(value)[:40]}) from None


Date = Annotated[
    dt.date,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "format": "date", "examples": [DATE_EXAMPLE]}),
]
"""A date, written as year-month-day."""


def _duration(value: Any) -> Duration:
    try:
        return value if isinstance(value, Duration) else Duration.parse(str(value))
    except ValueError:
        message = (
            "must be a length of time like PT2H (two hours), PT90M (90 minutes), P6M (six months) "
            "or -P14D (14 days before), not '{value}'"
        )
        raise PydanticCustomError("bad_duration", message, {"value": str(value)[:40]}) from None


Length = Annotated[
    Duration,
    GetPydanticSchema(
        lambda _type, _handler: core_schema.no_info_before_validator_function(
            _duration, core_schema.any_schema()
        ),
        lambda _schema, handler: {"type": "string", "examples": ["PT2H", "-P14D", "P6M"]},
    ),
]
"""An ISO 8601 length of time, with a sign where it is counted from the start of an event."""


def _due(value: Any) -> dt.date | Duration:
    """Take a date, or a length of time after the last review."""
    if isinstance(value, dt.date | Duration):
        return value
    if str(value).startswith(("P", "+P", "-P")):
        return _duration(value)
    day: dt.date = _date(value, other=" or a length of time like P6M")
    return day


Due = Annotated[
    dt.date | Duration,
    GetPydanticSchema(
        lambda _type, _handler: core_schema.no_info_before_validator_function(
            _due, core_schema.any_schema()
        ),
        lambda _schema, handler: {"type": "string", "examples": ["P6M", DATE_EXAMPLE]},
    ),
]
"""A date, or an ISO 8601 length of time after the last review."""
