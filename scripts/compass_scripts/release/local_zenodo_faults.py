"""Faults that the local Zenodo can be told to have, as the real one and the network have them.

Each function makes one :class:`Fault`. ``on`` is the name of an operation, see
``local_zenodo_routes.py``; ``times`` is how often it happens, after ``skip`` requests went well.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

ALWAYS = 1_000_000


class Kind(Enum):
    """What goes wrong."""

    CUT = auto()
    TIME_OUT = auto()
    NO_ANSWER = auto()
    TOO_MANY = auto()
    HTML = auto()
    CHECKSUM = auto()
    BUCKET = auto()
    REDIRECT = auto()
    DROPPED = auto()
    SLOW = auto()
    LEFT_OVER = auto()


@dataclass(frozen=True)
class Fault:
    """One fault; made by the functions of this module."""

    kind: Kind
    on: str
    times: int = 1
    skip: int = 0
    committed: bool = False
    """Whether the server has done it when the fault happens."""
    number: float = 0
    """The bytes, seconds or status of the fault."""
    text: str = ""
    """The host, address or page of the fault."""
    words: tuple[str, ...] = ()


def cut_upload(after: int, *, times: int = 1, skip: int = 0) -> Fault:
    """Break the connection when *after* bytes of a file have arrived."""
    return Fault(Kind.CUT, "upload", times, skip, number=after)


def time_out(on: str, *, committed: bool, times: int = 1, skip: int = 0) -> Fault:
    """Answer 504 with an HTML page, before or after it is done (row 36)."""
    return Fault(Kind.TIME_OUT, on, times, skip, committed)


def no_answer(on: str, *, committed: bool, times: int = 1, skip: int = 0) -> Fault:
    """Break the connection instead of answering, before or after it is done."""
    return Fault(Kind.NO_ANSWER, on, times, skip, committed)


def too_many(
    on: str, *, retry_after: str | None = "1", reset: int = 0, times: int = 1, skip: int = 0
) -> Fault:
    """Answer 429 (row 35).

    :param retry_after: the header of that name; None for none
    :param reset: the seconds from now that ``X-RateLimit-Reset`` names
    """
    words = () if retry_after is None else (retry_after,)
    return Fault(Kind.TOO_MANY, on, times, skip, number=reset, words=words)


def html_page(on: str, *, status: int = 502, text: str = "Bad Gateway", times: int = 1) -> Fault:
    """Answer with the HTML page of a proxy, before it is done (row 36)."""
    return Fault(Kind.HTML, on, times, number=status, text=text)


def wrong_checksum(*, times: int = 1) -> Fault:
    """Store other bytes than were sent: the sum in the answer is another."""
    return Fault(Kind.CHECKSUM, "upload", times, committed=True)


def bucket_elsewhere(host: str = "http://files.example.org", *, times: int = ALWAYS) -> Fault:
    """Name a place for files on another host (row 37)."""
    return Fault(Kind.BUCKET, "*", times, text=host)


def redirect(on: str, to: str, *, status: int = 302, times: int = 1) -> Fault:
    """Lead to another address."""
    return Fault(Kind.REDIRECT, on, times, number=status, text=to)


def dropped_metadata(*keys: str, times: int = ALWAYS) -> Fault:
    """Forget these keys of the metadata, with a fine answer (row 4)."""
    return Fault(Kind.DROPPED, "put metadata", times, words=keys)


def slow(on: str, seconds: float, *, times: int = 1, skip: int = 0) -> Fault:
    """Take this long before anything is done."""
    return Fault(Kind.SLOW, on, times, skip, number=seconds)


def left_over_draft(on: str = "versions") -> Fault:
    """Have a draft of the next version, with a file in it, before one is asked for (row 27)."""
    return Fault(Kind.LEFT_OVER, on)


@dataclass
class _Left:
    """A fault with what is left of it."""

    fault: Fault
    skip: int
    times: int


class Faults:
    """The faults that are still to come; safe to ask from several threads."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self._lock = threading.Lock()
        self._left = [_Left(fault, fault.skip, fault.times) for fault in faults]

    def add(self, fault: Fault) -> None:
        """Have one more."""
        with self._lock:
            self._left.append(_Left(fault, fault.skip, fault.times))

    def take(self, operation: str) -> dict[Kind, Fault]:
        """Return the faults that an operation has this time, one of each kind at most."""
        found: dict[Kind, Fault] = {}
        with self._lock:
            for left in self._left:
                fault = left.fault
                if fault.on not in {operation, "*"} or fault.kind in found or not left.times:
                    continue
                if left.skip:
                    left.skip -= 1
                else:
                    left.times -= 1
                    found[fault.kind] = fault
        return found
