"""The types of items, and which fields mean something for each."""

from __future__ import annotations

from typing import Any, Literal, get_args

ItemType = Literal[
    "consent",
    "single",
    "multiple",
    "likert",
    "matrix",
    "ranking",
    "text",
    "number",
    "date",
    "note",
]

_ALWAYS = {"id", "type", "text", "show-if", "note-to-interviewer"}
_OF_QUESTIONS = {"required", "answers-to", "sensitive", "support", "priority", "probes"}
_OWN: dict[str, set[str]] = {
    "consent": set(),
    "single": {"choices", "other"},
    "multiple": {"choices", "other", "exclusive", "min", "max"},
    "likert": {"choices"},
    "matrix": {"choices", "rows"},
    "ranking": {"choices", "max"},
    "text": {"long"},
    "number": {"integer", "min", "max"},
    "date": {"min", "max"},
    "note": set(),
}
_CHOSEN = {"single", "multiple", "likert", "matrix", "ranking"}


def fields_of(item_type: str) -> set[str]:
    """Return the names of the fields that mean something for a type."""
    return _ALWAYS | _OWN[item_type] | (_OF_QUESTIONS if item_type != "note" else set())


def needed_fields(item_type: str) -> set[str]:
    """Return the names of the fields that a type needs and others do not."""
    rows = {"rows"} if item_type == "matrix" else set()
    return rows | ({"choices"} if item_type in _CHOSEN else set())


def add_types_to_schema(schema: dict[str, Any]) -> None:
    """Tell editors which fields go with which type."""
    schema["allOf"] = [
        {
            "if": {"properties": {"type": {"const": name}}},
            "then": {
                "properties": dict.fromkeys(
                    sorted(set(schema["properties"]) - fields_of(name)), False
                ),
                "required": sorted(needed_fields(name)),
            },
        }
        for name in get_args(ItemType)
    ]
