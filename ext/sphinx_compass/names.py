"""Names that several modules use: roles for what pages define, marks on parts of pages."""

from __future__ import annotations

DEFINED_ROLES = {
    "item": "q",
    "label": "label",
    "rung": "rung",
    "research-question": "research-question",
    "observation": "observation",
    "finding": "finding",
    "recommendation": "recommendation",
    "group": "group",
    "deliverable": "deliverable",
    "action": "action",
}
"""The role for each sort of thing; ``{compass:q}`` links to an item of an instrument."""

LABELLED_BY_TEXT = ("finding", "recommendation", "action", "deliverable")
"""Things whose links show what they say, in the language of the site."""

WHOLE_PAGE = ("group",)
"""Things whose place is the whole page: a team or role has a page of its own."""

SHORT_ROLES = ("q", "label", "rung")
"""Roles that may be written without ``compass:`` where no other extension has the name."""

OWN_PAGE = "compass-own-page"
"""Marks what is shown on a page itself and not where another page shows it."""

TO_BE_AGREED = "compass-to-be-agreed"
"""Marks what stands in the place of a fact that is to be agreed."""

OWN_SECTIONS = ("about", "code-book")
"""The sections of facts that are marked so: who looks after a page, and how its data are coded."""
