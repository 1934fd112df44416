"""From raw values to typed ones, with every problem at its line."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import UnionType
from typing import Annotated, Any, Generic, NamedTuple, TypeVar, Union, cast, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from compass_model.fields import (
    LANGUAGES_TAG,
    LIST_TAG,
    OPEN_TAG,
    VALUE_TAG,
    Model,
    ToBeAgreed,
    WhenMissing,
)
from compass_model.ids import BAD_ID, bad_id_message
from compass_model.problems import Code, Problem, did_you_mean, one_of
from compass_model.to_be_agreed import wrong_form
from compass_model.yaml_source import Loc, name_of

M = TypeVar("M", bound=Model)

_WRONG_TYPES = {
    "string_type": "text; put it in quotes if it looks like a number",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping with 'name: value' lines",
    "model_type": "a mapping with 'name: value' lines",
    "model_attributes_type": "a mapping with 'name: value' lines",
}
_TAGS = {OPEN_TAG, VALUE_TAG, LANGUAGES_TAG, LIST_TAG, "[key]"}  # the last: a key, not its value
_OWN_CODES = {"bad_date": Code.BAD_DATE, "bad_duration": Code.BAD_DURATION}


class Validated(NamedTuple, Generic[M]):
    """What :func:`validate` made of raw values."""

    value: M
    """The typed values; a required field that is wrong or missing is ``None``."""
    complete: bool
    """Whether every field is right."""
    problems: list[Problem]


def validate(
    model: type[M], raw: Any, place: Callable[[Loc], tuple[str, int]], *, quote: bool = False
) -> Validated[M]:
    """Make a *model* from *raw* values, and apply its rules.

    The rules see every field that is right by itself, so that one run names all problems.

    :param place: says in which file and on which line a value stands
    :param quote: whether the message about an id may repeat what was written; not where that may be
        somebody's words or name
    """
    problems: list[Problem] = []
    bad: set[str | int] = set()
    try:
        value = model.model_validate(raw)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            loc = tuple(step for step in item["loc"] if step not in _TAGS)
            bad.update(loc[:1])
            if wrong := wrong_form(raw, loc):
                problems.append(Problem(*place(wrong.loc), wrong.message, wrong.code))
                continue
            if quote and item["type"] == BAD_ID:
                item["msg"] = bad_id_message(item["input"])
            code, message = _explain(model, loc, item)
            problems.append(Problem(*place(loc), message, code))
        problems = list(dict.fromkeys(problems))  # one slip may make several fields wrong
        value = _without(bad, model, raw)
    complete = not problems
    for finding in value.rules():
        if bad.intersection(finding.loc[:1]):
            continue  # the field is there but wrong, which was said above
        problems.append(Problem(*place(finding.loc), finding.message, finding.code))
    return Validated(value, complete, problems)


def _without(bad: set[str | int], model: type[M], raw: Any) -> M:
    """Make a *model* of the good fields alone; a required field that is not there is ``None``."""
    values: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        if field.is_required():
            values[name] = None
        if isinstance(raw, dict) and field.alias in raw and field.alias not in bad:
            values[name] = _adapter(model, name).validate_python(raw[field.alias])
    aliased = {str(model.model_fields[name].alias): value for name, value in values.items()}
    return cast("M", model.model_construct(**aliased))


@cache
def _adapter(model: type[Model], name: str) -> TypeAdapter[Any]:
    field = model.model_fields[name]
    whole: Any = field.annotation
    return TypeAdapter(Annotated[whole, *field.metadata] if field.metadata else whole)


def _explain(model: type[BaseModel], loc: Loc, item: Any) -> tuple[Code, str]:
    """Turn one of pydantic's errors into a code and a message that says what to do."""
    kind, given, context = item["type"], item["input"], item.get("ctx", {})
    name = name_of(loc)
    if kind == "missing":
        return Code.MISSING_FIELD, _missing(model, loc)
    if kind == "extra_forbidden":
        known = _fields_at(model, loc[:-1])
        if given is None and " " in str(loc[-1]):
            return Code.UNKNOWN_FIELD, (
                f"'{loc[-1]}' was read as a field, because of a comma before it; "
                "put the whole text in quotes"
            )
        hint = did_you_mean(str(loc[-1]), known)
        hint = hint or (f"; known here are {one_of(sorted(known))}" if known else "")
        return Code.UNKNOWN_FIELD, f"unknown field '{name}'{hint}"
    if kind in {"literal_error", "enum"}:
        return _not_a_choice(name, given, _choices(str(context["expected"])))
    if kind in _OWN_CODES or kind in {"wrong_value", BAD_ID}:
        return _OWN_CODES.get(kind, Code.WRONG_VALUE), f"'{name}' {item['msg']}"
    if kind in _WRONG_TYPES:
        what = f"'{name}'" if name else "the file"
        return Code.WRONG_TYPE, f"{what} must be {_WRONG_TYPES[kind]}, not {_type_of(given)}"
    limits = {
        "too_short": "needs at least {min_length}; add what is missing",
        "less_than_equal": "must be at most {le}, not {given}",
        "greater_than_equal": "must be at least {ge}, not {given}",
    }
    wrong = limits.get(kind, "is wrong: {said}").format(given=given, said=item["msg"], **context)
    return Code.WRONG_VALUE, f"'{name}' {wrong}"


def _not_a_choice(name: str, given: object, choices: list[str]) -> tuple[Code, str]:
    if isinstance(given, list | dict):
        return Code.WRONG_TYPE, f"'{name}' must be {one_of(choices)}, not {_type_of(given)}"
    hint = did_you_mean(str(given), choices)
    return Code.WRONG_VALUE, f"'{name}' cannot be '{given}'; use {one_of(choices)}{hint}"


def _missing(model: type[BaseModel], loc: Loc) -> str:
    field = _field_at(model, loc)
    wrong = f"'{name_of(loc)}' is missing"
    own = next((m for m in field.metadata if isinstance(m, WhenMissing)), None) if field else None
    if own is not None:
        return f"{own.wrong.replace('%s', name_of(loc[-2:-1])) or wrong}; {own.advice}"
    example = f", for example '{loc[-1]}: {_example(field)}'" if _example(field) else ""
    return f"{wrong}; add it{example}"


def _type_of(value: Any) -> str:
    names = {bool: "true or false", int: "a number", str: "text", list: "a list", dict: "a mapping"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "nothing")


def _choices(expected: str) -> list[str]:
    """Read pydantic's ``'a', 'b' or 'c'``."""
    return [part.strip(" '") for part in expected.replace(" or ", ", ").split(",")]


def _example(field: FieldInfo | None) -> str:
    if field is None or not field.examples or model_in(field.annotation)[0] is not None:
        return ""
    return str(field.examples[0])


def _field_at(model: type[BaseModel], loc: Loc) -> FieldInfo | None:
    owner = _model_at(model, loc[:-1])
    fields = owner.model_fields.values() if owner is not None else ()
    return next((field for field in fields if field.alias == loc[-1]), None)


def _fields_at(model: type[BaseModel], loc: Loc) -> list[str]:
    owner = _model_at(model, loc)
    return [] if owner is None else [str(field.alias) for field in owner.model_fields.values()]


def _model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    """Return the class of the mapping at *loc* in a *model*, if it is a model too."""
    found: type[BaseModel] | None = model
    reached = True  # False while a key or position must follow to reach `found`
    for step in loc:
        if found is None:
            return None
        if reached:
            fields = found.model_fields.values()
            field = next((field for field in fields if field.alias == step), None)
            found, reached = model_in(field.annotation) if field is not None else (None, True)
        else:
            reached = True
    return found if reached else None


def model_in(annotation: Any) -> tuple[type[BaseModel] | None, bool]:
    """Find the model inside a type, and whether it is there itself or as an item.

    :returns: the model, and ``False`` when a key or position must follow to reach it
    """
    origin = get_origin(annotation)
    if origin in {Union, UnionType}:
        inside = map(model_in, get_args(annotation))
        return next((f for f in inside if f[0] not in {None, ToBeAgreed}), (None, True))
    if origin is Annotated:
        return model_in(get_args(annotation)[0])
    if origin in {list, dict}:
        return model_in(get_args(annotation)[-1])[0], False
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, True
    return None, True
