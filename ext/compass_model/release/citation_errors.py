"""What a JSON Schema says of ``CITATION.cff``, in words that tell a person what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from jsonschema import ValidationError

from compass_model.problems import Code, did_you_mean, one_of
from compass_model.yaml_source import Loc

Explained = tuple[Loc, Code, str]

_TYPES = {
    "string": "text; put it in quotes if it looks like a number",
    "array": "a list",
    "object": "a mapping with 'name: value' lines",
    "number": "a number",
}
_WRONG_BRANCH = {"additionalProperties", "required", "type"}
_PATTERNS = {
    "cff-version": "must be 1.2.0",
    "orcid": "must be an ORCID iD like https://orcid.org/0000-0002-1825-0097",
    "doi": "must be a DOI like 10.5281/zenodo.1003150, without https://doi.org/",
    "value": "does not have the form of its type; a DOI is written like 10.5281/zenodo.1003150",
    "email": "must be an e-mail address",
}


def explain(error: ValidationError) -> Iterator[Explained]:
    """Yield the place, code and message of what is behind one error of the schema."""
    if error.validator in {"anyOf", "oneOf"} and error.context:
        for inner in _likeliest(error.context, error):
            yield from explain(inner)
        return
    loc: Loc = tuple(error.absolute_path)
    if error.validator == "required":
        missing = [name for name in _words(error.validator_value) if name not in _given(error)]
        for name in missing:
            yield loc, Code.MISSING_FIELD, f"'{name_of((*loc, name))}' is missing; add it"
    elif error.validator == "additionalProperties":
        known = list(_schema(error).get("properties", {}))
        for name in _given(error):
            if name not in known:
                hint = did_you_mean(str(name), known) or "; take it out"
                message = f"unknown field '{name_of((*loc, name))}'{hint}"
                yield (*loc, name), Code.UNKNOWN_FIELD, message
    else:
        yield loc, *_explain_value(error, loc)


def _explain_value(error: ValidationError, loc: Loc) -> tuple[Code, str]:
    name, given, rule = name_of(loc), str(error.instance)[:60], error.validator
    field = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
    if rule == "enum":
        choices = _words(error.validator_value)
        hint = did_you_mean(given, {choice.lower(): choice for choice in choices})
        if field == "license":
            hint = _near_licence(given, choices)
            return Code.WRONG_VALUE, f"'{name}': '{given}' is no licence of SPDX{hint}"
        known = f"; use {one_of(choices)}" if len(choices) < 9 else ""
        return Code.WRONG_VALUE, f"'{name}' cannot be '{given}'{known}{hint}"
    if rule == "type":
        wanted = _TYPES.get(str(error.validator_value), str(error.validator_value))
        return Code.WRONG_TYPE, f"'{name}' must be {wanted}"
    if rule in {"minLength", "minItems"}:
        return Code.WRONG_VALUE, f"'{name}' is empty; write it, or take the field out"
    if rule == "uniqueItems":
        return Code.WRONG_VALUE, f"'{name}' has an entry twice; keep one of them"
    if field.startswith("date-"):
        return Code.BAD_DATE, f"'{name}' must be a date like 2026-11-30, not '{given}'"
    what = _PATTERNS.get(field, "must be a full address that begins with https:// or http://")
    return Code.WRONG_VALUE, f"'{name}' {what}, not '{given}'"


def _near_licence(given: str, choices: Sequence[str]) -> str:
    by_lower = {choice.lower(): choice for choice in choices}
    if given.lower() in by_lower:
        return f"; did you mean '{by_lower[given.lower()]}'?"
    hint = did_you_mean(given, by_lower)
    near = next((lower for lower in by_lower if f"'{lower}'" in hint), "")
    if near:
        return f"; did you mean '{by_lower[near]}'?"
    return "; take an identifier from https://spdx.org/licenses, such as CC-BY-4.0"


def _likeliest(context: Sequence[ValidationError], around: ValidationError) -> list[Any]:
    """Return the errors of the alternative that was most likely meant."""
    branches: dict[Any, list[ValidationError]] = {}
    for error in context:
        branches.setdefault(error.schema_path[0], []).append(error)
    depth = len(around.absolute_path)

    def unlikely(branch: list[ValidationError]) -> int:
        here = [e for e in branch if len(e.absolute_path) == depth and e.validator in _WRONG_BRANCH]
        kinds = [e for e in branch if e.validator == "enum" and list(e.path)[-1:] == ["type"]]
        return len(here) + 3 * len(kinds)

    return min(branches.values(), key=unlikely)


def name_of(loc: Loc) -> str:
    """Return a place as people read it: ``authors[2].orcid``, positions counted from 1."""
    name = ""
    for step in loc:
        name += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if name else step
    return name or "the file"


def _schema(error: ValidationError) -> dict[str, Any]:
    return error.schema if isinstance(error.schema, dict) else {}


def _given(error: ValidationError) -> list[str]:
    return list(error.instance) if isinstance(error.instance, dict) else []


def _words(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
