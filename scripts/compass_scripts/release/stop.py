"""The one way in which a release stops: with every reason, and with what to do next."""

from __future__ import annotations

from collections.abc import Sequence


class Stop(Exception):  # noqa: N818 (it is no error of ours: the release waits for somebody)
    """A release cannot go on.

    :param reasons: everything that stands in the way, one sentence or two each
    :param hint: what to do next
    :param code: the exit code: 1 for problems, 2 for a wrong use of the command
    """

    def __init__(self, *reasons: str, hint: str = "", code: int = 1) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons
        self.hint = hint
        self.code = code


def counted(number: int, thing: str) -> str:
    """Return ``1 file`` or ``2 files``."""
    return f"{number} {thing}{'s' * (number != 1)}"


def shortened(items: Sequence[str], most: int = 10) -> str:
    """Return the items in one line; of a long list, the first and how many more."""
    more = [f"and {len(items) - most} more"] if len(items) > most else []
    return ", ".join([*items[:most], *more])
