"""A way to say all that is wrong at once."""

from __future__ import annotations

from collections.abc import Iterable


def none(findings: Iterable[str]) -> bool:
    """Return whether there is no finding; otherwise fail, and name every one on a line of its own."""
    found = list(findings)
    assert not found, f"{len(found)} findings:\n" + "\n".join(found)
    return True
