"""How long to wait before a request is repeated.

Contract, row 35 and "Retry policy": ``Retry-After``, else ``X-RateLimit-Reset``, else exponential
waits with jitter.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import NamedTuple

ATTEMPTS = 5
LONGEST = 300.0
"""Seconds; whoever is asked to wait for longer should rather be told so."""
AGAIN = frozenset({429, 502, 503, 504})
"""The answers after which a request that may be repeated is repeated."""


class Clock(NamedTuple):
    """What waiting needs; a test gives its own."""

    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time
    jitter: Callable[[], float] = random.random


def seconds_to_wait(
    status: int | None, headers: Mapping[str, str], attempt: int, clock: Clock
) -> float:
    """Return how many seconds to wait.

    :param status: of the answer; None when there was none
    :param headers: of the answer
    :param attempt: how many attempts there were
    """
    asked = _retry_after(headers.get("Retry-After", ""), clock.now())
    if asked is None and status == 429:
        asked = _number(headers.get("X-RateLimit-Reset", ""))
        asked = None if asked is None else asked - clock.now()
    if asked is not None:
        return max(0.0, asked) + clock.jitter()
    return float(2 ** (attempt - 1)) * (0.5 + clock.jitter() / 2)


def _retry_after(text: str, now: float) -> float | None:
    number = _number(text)
    if number is not None or not text:
        return number
    try:
        return parsedate_to_datetime(text).timestamp() - now
    except ValueError:
        return None


def _number(text: str) -> float | None:
    return float(text) if text.isascii() and text.isdecimal() else None
