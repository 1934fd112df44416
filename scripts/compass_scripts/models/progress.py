"""How far a download is: a bar on a terminal, elsewhere a line for each tenth."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from types import TracebackType

import click

_BAR = 25
_PERIOD = 0.3
_SOON = 2.0
"""Seconds before which a guess of the time left is worth nothing."""


def megabytes(size: int, *, digits: int = 1) -> str:
    """Return a number of bytes as a person reads it.

    :param digits: how many decimal places megabytes have
    """
    if size >= 1_000_000_000:
        return f"{size / 1_000_000_000:.1f} GB"
    return f"{size / 1_000_000:.{digits}f} MB"


class Meter:
    """Shows how much of a known whole is done.

    :param label: what is done
    :param total: the number of bytes of the whole
    :param start: how many of them were there before
    :param moving: whether a line may be written over, as on a terminal
    """

    def __init__(
        self, label: str, total: int, *, start: int = 0, moving: bool | None = None
    ) -> None:
        self.label, self.total, self.start = label, total, start
        self.moving = sys.stdout.isatty() if moving is None else moving
        self.done = start
        self._began = time.monotonic()
        self._tenth = int(10 * start / total) if total else 10

    def add(self, size: int) -> None:
        """Say that some more bytes are done."""
        self.show(self.done + size)

    def show(self, done: int) -> None:
        """Say how many bytes are done altogether."""
        self.done = min(done, self.total)
        part = self.done / self.total if self.total else 1.0
        numbers = f"{megabytes(self.done)} of {megabytes(self.total)}"
        if self.moving:
            bar = "█" * round(part * _BAR)
            line = f"  {self.label:<24} {bar:░<{_BAR}}  {numbers}{self._left()}"
            click.echo(f"\r\x1b[K{line}", nl=False)
        elif int(part * 10) > self._tenth:
            self._tenth = int(part * 10)
            click.echo(f"  {self.label:<24} {part:>4.0%}  {numbers}")

    def end(self) -> None:
        """Take the bar away: another line says how it ended."""
        if self.moving:
            click.echo("\r\x1b[K", nl=False)

    def _left(self) -> str:
        seconds = time.monotonic() - self._began
        fresh = self.done - self.start
        if seconds < _SOON or fresh <= 0:
            return ""
        left = round((self.total - self.done) * seconds / fresh)
        if left >= 60:
            return f", about {round(left / 60)} min left"
        return f", about {left} s left"


class Watch:
    """Shows, while its block runs, how large a folder is: whatever writes there needs no hook."""

    def __init__(self, label: str, folder: Path, total: int) -> None:
        self._folder = folder
        self._meter = Meter(label, total, start=min(size_of(folder), total))
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()
        self._meter.end()

    def _run(self) -> None:
        while not self._stop.wait(_PERIOD):
            self._meter.show(size_of(self._folder))


def size_of(folder: Path) -> int:
    """Return how many bytes lie below a folder; a file that goes meanwhile counts nothing."""
    size = 0
    for path in folder.rglob("*"):
        try:
            size += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return size
