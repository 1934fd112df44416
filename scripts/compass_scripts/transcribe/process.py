"""The worker as seen from the process that started it."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from compass_scripts.transcribe.jobs import Event, Order
from compass_scripts.transcribe.words import end_reason, shown

_TICK = 1.0
_PATIENCE = 5.0
# What native libraries write when they end a process; other lines of the log are never shown.
_LAST_WORDS = re.compile(r"libcud|cuDNN|CUDA|cublas|terminate called|what\(\):|bad_alloc|Killed")


class Worker:
    """A process that transcribes."""

    def __init__(self, order: Order, environment: dict[str, str], scratch: Path, lock: int) -> None:
        self._log = scratch / "worker.log"
        handles = (lock,) if lock >= 0 else ()
        with self._log.open("wb") as log:
            # A session of its own: Ctrl-C reaches only the process in front, which ends this one.
            self._process = subprocess.Popen(
                [sys.executable, "-m", "compass_scripts.transcribe.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, **environment},
                start_new_session=True,
                pass_fds=handles if os.name == "posix" else (),
            )
        assert self._process.stdin is not None  # noqa: S101 (pipes were asked for)
        assert self._process.stdout is not None  # noqa: S101
        self._lines: queue.Queue[bytes | None] = queue.Queue()
        reader = threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True)
        reader.start()
        with contextlib.suppress(OSError):
            self._process.stdin.write(order.to_line())
            self._process.stdin.flush()

    def events(self) -> Iterator[Event | None]:
        """Yield what the worker says until it ends, and ``None`` when a second has passed."""
        while True:
            try:
                line = self._lines.get(timeout=_TICK)
            except queue.Empty:
                yield None
                continue
            if line is None:
                return
            with contextlib.suppress(ValueError):  # a line that a crash cut off
                yield Event.from_line(line)

    def end(self) -> int:
        """Wait until the process has ended, and end it when it does not.

        :returns: its exit code; negative for the signal that ended it
        """
        stdin = self._process.stdin
        with contextlib.suppress(OSError):
            if stdin:
                stdin.close()
        try:
            return self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            return self._process.wait()

    def kill(self) -> None:
        """End the process, and ffmpeg with it, at once."""
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()

    def reason(self, code: int) -> str:
        """Return why the process ended, with what a native library wrote last."""
        try:
            lines = self._log.read_text(errors="replace").splitlines()[-50:]
        except OSError:
            lines = []
        said = [line.strip() for line in lines if _LAST_WORDS.search(line)]
        reason = end_reason(code)
        return f"{reason}: {shown(said[-1])[:200]}" if said else reason

    def _read(self, stream: BinaryIO) -> None:
        for line in stream:
            self._lines.put(line)
        self._lines.put(None)
