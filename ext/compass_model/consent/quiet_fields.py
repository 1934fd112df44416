"""Types of fields whose messages never repeat what was written there.

Messages end up in public logs. What stands in a file about people may be somebody's words or name,
also by mistake: in the wrong field, or behind a comma that YAML takes for the end of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator
from pydantic_core import PydanticCustomError

from compass_model.fields import DATE_EXAMPLE, Date
from compass_model.problems import Code, Problem, did_you_mean, one_of
from compass_model.validate import model_in
from compass_model.yaml_source import Loc, YamlDocument


def _day(value: Any) -> Any:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)) or not _exists(str(value)):
        message = f"must be a date like {DATE_EXAMPLE}; write it, or take the line out"
        raise PydanticCustomError("bad_date", message)
    return value


def _exists(day: str) -> bool:
    year, month, number = map(int, day.split("-"))
    lengths = [31, 29 if year % 4 == 0 else 28, *[31, 30, 31, 30, 31, 31, 30, 31, 30, 31]]
    return bool(year) and 1 <= month <= 12 and 1 <= number <= lengths[month - 1]


Day = Annotated[Date, BeforeValidator(_day)]
"""A date."""

DayIfAny = Annotated[Date | None, BeforeValidator(_day)]
"""A date, or no field. An empty field is wrong: nobody should think that it says something."""


def _switch(value: Any) -> Any:
    if not isinstance(value, bool):
        raise PydanticCustomError("wrong_value", "must be true or false")
    return value


Switch = Annotated[bool, BeforeValidator(_switch)]
"""True or false, and nothing else."""


def one_from(*choices: str) -> BeforeValidator:
    """Refuse anything but the *choices*; the field's type is a ``Literal`` of them."""

    def check(value: Any) -> Any:
        if value not in choices:
            raise PydanticCustomError("wrong_value", f"must be {one_of(choices)}")
        return value

    return BeforeValidator(check)


def without_strange_fields(
    model: type[BaseModel], raw: Any, loc: Loc, path: str, document: YamlDocument
) -> tuple[Any, list[Problem]]:
    """Return *raw* values without fields that a *model* does not have, and a problem for each."""
    problems: list[Problem] = []

    def strip(model: type[BaseModel], value: Any, at: Loc) -> Any:
        if isinstance(value, list):
            return [strip(model, item, (*at, i)) for i, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        fields = {str(field.alias): field for field in model.model_fields.values()}
        for name in value.keys() - fields.keys():
            problems.append(_strange(name, list(fields), path, document.line((*at, name))))
        inner = {name: model_in(field.annotation)[0] for name, field in fields.items()}
        return {
            name: item if (below := inner[name]) is None else strip(below, item, (*at, name))
            for name, item in value.items()
            if name in fields
        }

    return strip(model, raw, loc), problems


def _strange(name: str, known: list[str], path: str, line: int) -> Problem:
    hint = did_you_mean(name, known) if re.fullmatch(r"[A-Za-z_-]{1,20}", name) else ""
    message = f"unknown field '{name}'{hint}"
    if not hint:
        message = (
            f"a field has a name that is not known here ({one_of(sorted(known))}); correct the "
            "name, or put the text before it in quotes if it holds a comma or a colon"
        )
    return Problem(path, line, message, Code.UNKNOWN_FIELD)


def quiet(problems: list[Problem]) -> Iterator[Problem]:
    """Yield the problems of reading a file, without what they quote of it."""
    for problem in problems:
        message = re.sub(r"'.*'", "'…'", problem.message, flags=re.DOTALL)
        yield problem._replace(message=message)
