"""How far a run is, and the lines that say so. The terminal itself is in ``display``."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from compass_scripts.transcribe.jobs import Event, Job
from compass_scripts.transcribe.words import about, shown

LISTENING = ("recognise", "align", "speakers")
"""The stages that take time."""
PROMISE = "Nothing is sent anywhere. Ctrl-C is safe."

_SHARES = {"recognise": 0.5, "align": 0.2, "speakers": 0.3}
_SOON = 3.0
_NAME = 32
_BAR = 25


class Look(NamedTuple):
    """The characters of a display."""

    full: str = "█"
    empty: str = "░"
    step: str = "▸"
    cut: str = "…"


SIGNS = Look()
ASCII = Look("#", "-", ">", "~")
Span = tuple[str, str]
"""A piece of text, and its style: an empty text, ``dim``, ``bold`` or ``red``."""


class Progress:
    """How far a run is. It is told of each event."""

    def __init__(
        self, jobs: Sequence[Job], before: int, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.names = [shown(job.name) for job in jobs]
        self._jobs = {job.number: job for job in jobs}
        self._lengths = _lengths(jobs)
        self._now = now
        self._start: float | None = None
        self._worked = 0.0
        self._stage = ""
        self._within = 0.0
        self.ended = before
        self.total = before + len(jobs)
        self.current: Job | None = None
        self.loading = ""

    def take(self, event: Event) -> None:
        """Take in what a worker says."""
        if self._start is None:
            self._start = self._now()
        self.loading = event.text if event.kind == "loading" else ""
        if event.kind == "begin":
            self.current, self._stage, self._within = self._jobs[event.job], "", 0.0
        elif event.kind == "stage":
            self._stage, self._within = event.stage, 0.0
        elif event.kind == "progress":
            self._stage, self._within = event.stage, min(max(event.percent / 100, 0.0), 1.0)
        elif event.kind in {"done", "failed"}:
            self._worked += self._lengths[event.job]
            self.ended += 1
            self.current = None

    @property
    def stage(self) -> str:
        """The stage that is worked on."""
        return self._stage

    @property
    def part(self) -> float:
        """How much of the current recording is done, from 0 to 1."""
        if self._stage not in LISTENING:
            return 1.0 if self._stage else 0.0
        before = LISTENING[: LISTENING.index(self._stage)]
        return sum(_SHARES[name] for name in before) + _SHARES[self._stage] * self._within

    @property
    def whole(self) -> float:
        """How much of all recordings of this run is done, by their lengths, from 0 to 1."""
        total = sum(self._lengths.values())
        here = self.part * self._lengths[self.current.number] if self.current else 0.0
        return min((self._worked + here) / total, 1.0) if total else 0.0

    def left(self) -> float | None:
        """Return how many seconds the rest may take; ``None`` as long as nobody can know."""
        if self._start is None or self.whole <= 0:
            return None
        passed = self._now() - self._start
        return passed / self.whole - passed if passed >= _SOON else None


def lines(progress: Progress, width: int, look: Look = SIGNS) -> list[list[Span]]:
    """Return the lines of the display, each no wider than the terminal."""
    column = min(max(map(cells, [*progress.names, "batch"])), _NAME, max(8, width // 4))
    rows = [_batch(progress, column, width, look), [(PROMISE[: width - 1], "dim")]]
    if progress.current:
        rows.insert(0, _file(progress, column, width, look))
    return rows


def _file(progress: Progress, column: int, width: int, look: Look) -> list[Span]:
    name = shown(progress.current.name) if progress.current else ""
    row: list[Span] = [(f"  {_fitted(name, column, look)}   ", "bold")]
    if progress.loading:
        return [*row, (f"loading {progress.loading}"[: width - column - 6], "dim")]
    percent = f" {round(100 * progress.part):3} %"
    steps: list[Span] = []
    for name in LISTENING:
        steps += [(f" {look.step} ", "dim")] if steps else []
        steps.append((name, "bold" if name == progress.stage else "dim"))
    room = width - 1 - column - 5 - len(percent)
    wanted = sum(len(text) for text, _style in steps) + 3
    if room < wanted + 6:
        steps = [(progress.stage, "bold")]
        wanted = len(progress.stage) + 3
    if room < wanted + 6:
        return [*row, (percent.strip(), "")]
    return [*row, *steps, ("   ", ""), *_bar(progress.part, room - wanted, look), (percent, "")]


def _batch(progress: Progress, column: int, width: int, look: Look) -> list[Span]:
    left = progress.left()
    said = f"  {progress.ended} of {progress.total}"
    if left is not None and progress.ended < progress.total:
        said += f"   {about(left)} left"
    row: list[Span] = [(f"  {_fitted('batch', column, look)}   ", "bold")]
    room = width - 1 - column - 5 - len(said)
    if room >= 6:
        row += _bar(progress.whole, room, look)
    return [*row, (said[: width - column - 6], "")]


def _bar(part: float, room: int, look: Look) -> list[Span]:
    size = min(room, _BAR)
    full = int(part * size)
    return [(look.full * full, ""), (look.empty * (size - full), "dim")]


def cells(text: str) -> int:
    """Return how many columns a text takes in a terminal: some signs take two, some none."""
    return sum(_cells(sign) for sign in text)


def _cells(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1


def _fitted(text: str, column: int, look: Look) -> str:
    """Cut a text to a column, from its end, or fill it up with spaces."""
    if cells(text) > column:
        while text and cells(text) > column - 1:
            text = text[:-1]
        text += look.cut
    return text + " " * (column - cells(text))


def _lengths(jobs: Sequence[Job]) -> dict[int, float]:
    """Return how long each recording is; one that does not say so is taken for a usual one."""
    known = [job.seconds for job in jobs if job.seconds]
    usual = sum(known) / len(known) if known else 1.0
    return {job.number: job.seconds or usual for job in jobs}
