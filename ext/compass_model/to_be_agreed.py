"""``{to-be-agreed: OWNER}`` in a form or a place in which it says nothing, and what to write."""

from __future__ import annotations

import difflib
from typing import Any, NamedTuple

from compass_model.problems import Code
from compass_model.yaml_source import Loc, name_of

KEY = "to-be-agreed"

# Nobody can decide them later; see the authoring guide, "When nobody knows yet".
_DECIDED = {"kind", "data", "id", "status", "part", KEY}


class WrongForm(NamedTuple):
    """What was meant to be open, and does not say so."""

    loc: Loc
    code: Code
    message: str


def wrong_form(raw: Any, loc: Loc) -> WrongForm | None:
    """Return what is wrong where somebody meant ``{to-be-agreed: OWNER}``.

    :param raw: the values of a file, as they were written
    :param loc: where something is wrong with them; the slip may be there or above
    :returns: ``None`` when it is something else
    """
    value = raw
    for i, step in enumerate(loc):
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
        if isinstance(value, dict) and len(value) == 1:
            ((key, owner),) = value.items()
            if found := _wrong(loc[: i + 1], key, owner):
                return found
    return None


def _wrong(loc: Loc, key: str, owner: object) -> WrongForm | None:
    name = name_of(loc)
    if key != KEY:
        if difflib.SequenceMatcher(None, key.lower(), KEY).ratio() < 0.8:
            return None
        message = f"unknown field '{name}.{key}'; did you mean '{KEY}'?"
        return WrongForm((*loc, key), Code.UNKNOWN_FIELD, message)
    if owner is None:
        message = f"'{name}' does not say who decides; write '{{{KEY}: OWNER}}' with a team or role"
        return WrongForm(loc, Code.MISSING_FIELD, message)
    if len(loc) > 1 and isinstance(owner, str) and loc[-1] not in _DECIDED:
        message = (
            f"'{name}' cannot be to be agreed by itself; say so of one of its fields, "
            f"or of the whole of '{name_of(loc[:-1])}'"
        )
        return WrongForm(loc, Code.WRONG_TYPE, message)
    return None
