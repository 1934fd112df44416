"""The terminal: one display that is kept up to date, or, without one, plain lines."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any, Protocol

import click

from compass_scripts.transcribe.progress import ASCII, SIGNS, Progress, lines

_OFTEN = 0.5


class Display(Protocol):
    """Where a run says how far it is."""

    def __enter__(self) -> Display:
        """Begin."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the terminal as it was."""
        ...

    def done(self, line: str) -> None:
        """Show that a recording is done."""
        ...

    def lost(self, line: str) -> None:
        """Show that a recording is lost; the summary names it again."""
        ...

    def show(self, progress: Progress, *, at_once: bool = False) -> None:
        """Show how far the run is."""
        ...


def choose_display() -> Display:
    """Return the display for where the output goes."""
    if not sys.stdout.isatty():
        return Plain()
    try:
        return Live()
    except ImportError:
        return Plain()


class Plain:
    """A line for each recording that is done."""

    def __enter__(self) -> Display:
        """Do nothing."""
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing."""

    def done(self, line: str) -> None:
        """Show that a recording is done."""
        click.echo(line)

    def lost(self, line: str) -> None:
        """Do nothing: the summary has it."""

    def show(self, progress: Progress, *, at_once: bool = False) -> None:
        """Do nothing."""


class Live:
    """Lines at the foot of the terminal that change; it is written to twice a second at most."""

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415 (of the extra "transcribe")
        from rich.live import Live as RichLive  # noqa: PLC0415

        self._console = Console(highlight=False)
        self._live = RichLive(console=self._console, auto_refresh=False, transient=True)
        utf8 = self._console.encoding.lower().replace("-", "") == "utf8"
        self._look = SIGNS if utf8 else ASCII
        self._last = 0.0
        self._shown: object = None

    def __enter__(self) -> Display:
        """Begin."""
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the changing lines away."""
        self._live.stop()

    def done(self, line: str) -> None:
        """Do nothing: the changing lines count."""

    def lost(self, line: str) -> None:
        """Show a line above the changing ones."""
        self._console.print(self._text([(line, "red")]), soft_wrap=True)

    def show(self, progress: Progress, *, at_once: bool = False) -> None:
        """Show how far the run is."""
        now = time.monotonic()
        if now - self._last < _OFTEN and not at_once:
            return
        rows = lines(progress, self._console.width, self._look)
        if rows == self._shown:
            return
        self._last, self._shown = now, rows
        spans = [span for row in rows for span in [*row, ("\n", "")]][:-1]
        self._live.update(self._text(spans), refresh=True)

    def _text(self, spans: list[tuple[str, str]]) -> Any:
        from rich.text import Text  # noqa: PLC0415 (of the extra "transcribe")

        return Text.assemble(*spans, no_wrap=False)
