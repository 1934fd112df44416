"""The roles that link to things which pages define, by what is defined."""

from __future__ import annotations

DEFINED_ROLES = {
    "item": "q",
    "label": "label",
    "rung": "rung",
    "research-question": "research-question",
    "group": "group",
}
"""The role for each sort of thing; ``{compass:q}`` links to an item of an instrument."""

WHOLE_PAGE = ("group",)
"""Things whose place is the whole page: a team or role has a page of its own."""

SHORT_ROLES = ("q", "label", "rung")
"""Roles that may be written without ``compass:`` where no other extension has the name."""
