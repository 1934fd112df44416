"""The six levels of engagement, from hearing of a community to leading it."""

from __future__ import annotations

from compass_model.facts import Words

LEVELS: dict[str, Words] = {
    "discovery": Words("Discovery"),
    "first-contact": Words("First contact"),
    "participation": Words("Participation"),
    "sustained-participation": Words("Sustained participation"),
    "networked-participation": Words("Networked participation"),
    "leadership": Words("Leadership"),
}
"""The levels in their order, by the name of their field."""
