"""The reference of a kind of page, as data: its fields and what they hold, from its class."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from compass_model.field_help import field_help
from compass_model.problems import one_of
from compass_model.validate import model_in

_TYPES = {
    "str": "text",
    "int": "a whole number",
    "bool": "true or false",
    "date": "a date",
    "Duration": "a length of time",
}


class FieldHelp(NamedTuple):
    """What a contributor needs to know of a field."""

    name: str
    holds: str
    """The type, in words."""
    required: bool
    help: str
    inside: tuple[FieldHelp, ...]
    """The fields of its entries."""


def fields_of(model: type[BaseModel], besides: type[BaseModel] | None = None) -> list[FieldHelp]:
    """Describe the fields of a class.

    :param besides: leave out the fields of this class
    """
    known = besides.model_fields if besides is not None else {}
    texts = field_help(model)
    return [
        _describe(model, name, field, texts[name])
        for name, field in model.model_fields.items()
        if name not in known
    ]


def _describe(model: type[BaseModel], name: str, field: FieldInfo, text: str) -> FieldHelp:
    inner, direct = model_in(field.annotation)
    itself = inner is model  # conditions hold conditions, which were described already
    if inner is None:
        holds = _holds(field.annotation)
    else:
        holds = "a mapping" if direct else "a list or mapping of entries"
    return FieldHelp(
        name=str(field.alias),
        holds=holds,
        required=field.is_required() or name == "part",
        help=text,
        inside=tuple(fields_of(inner)) if inner is not None and not itself else (),
    )


def _holds(annotation: Any) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return one_of([str(argument) for argument in arguments])
    if origin is list:
        return "a list"
    nested = [a for a in arguments if isinstance(a, type) or get_args(a) or get_origin(a) is Union]
    words = dict.fromkeys(word for a in nested if (word := _holds(a)))
    return " or ".join(words) or _TYPES.get(getattr(annotation, "__name__", ""), "")
