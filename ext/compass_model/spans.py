"""Days, months and times from one to another, as agreements state them."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from typing import Annotated, Any, NamedTuple

from pydantic import GetPydanticSchema
from pydantic_core import PydanticCustomError, core_schema

_PART = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)T00:00:00(?:\.0+)?Z?")


class Dates(NamedTuple):
    """A day, a month, or a time from one to another.

    Many agreements name no day: then a month is all that can be said.
    """

    first: dt.date
    last: dt.date
    text: str
    """As it is shown: ``2026-11-30``, ``2026-11`` or ``2026-09 – 2026-11``."""

    @classmethod
    def parse(cls, text: str) -> Dates:
        """Read dates.

        Raises:
            ValueError: there are no such dates, or the second is before the first
        """
        # mystmd rewrites an unquoted day as the timestamp of its midnight.
        parts = [_MIDNIGHT.sub(r"\1", part.strip()) for part in text.split("/")]
        if len(parts) > 2:
            raise ValueError(text)
        first, last = _days(parts[0])[0], _days(parts[-1])[1]
        if last < first:
            raise ValueError(text)
        return cls(first, last, " – ".join(parts))


def _days(text: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a day or month."""
    match = _PART.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = int(match[1]), int(match[2]), match[3]
    if day:
        return (dt.date(year, month, int(day)),) * 2
    return dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1])


def _dates(value: Any) -> Dates:
    try:
        return value if isinstance(value, Dates) else Dates.parse(str(value))
    except ValueError:
        message = (
            "must be a day like 2026-11-30, a month like 2026-11, or the first and the last of "
            "them like 2026-09/2026-11, not '{value}'"
        )
        raise PydanticCustomError("bad_date", message, {"value": str(value)[:40]}) from None


Span = Annotated[
    Dates,
    GetPydanticSchema(
        lambda _type, _handler: core_schema.no_info_before_validator_function(
            _dates, core_schema.any_schema()
        ),
        lambda _schema, _handler: {
            "type": "string",
            "examples": ["2026-11-30", "2026-11", "2026-09/2026-11"],
        },
    ),
]
"""A day, a month, or the first and the last of them with a stroke between."""
