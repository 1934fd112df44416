"""Starts a process, waits for it, and says how much it used. Linux and macOS."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).parents[2]


class Sample(NamedTuple):
    """What one process used."""

    cpu: float
    """Seconds of user and system time, of the process and the children it waited for."""
    wall: float
    rss: float
    """Largest resident memory, MiB."""
    warnings: int
    """Lines on the error stream."""


class CommandError(Exception):
    """A command that should have worked did not."""


def measure(command: Sequence[str], seed: int = 0) -> Sample:
    """Run *command* in a process group of its own, which never outlives this call.

    Args:
        command: the program and its arguments
        seed: fixes the order of Python's sets; equal for what is compared
    """
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "SOURCE_DATE_EPOCH": "1790000000"}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        start = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=REPOSITORY,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
        try:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        wall = time.monotonic() - start
        errors.seek(0)
        lines = [line for line in errors.read().splitlines() if line.strip()]
    if process.returncode:
        raise CommandError("\n".join([" ".join(command), *lines[-15:]]))
    kilobytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Sample(used.ru_utime + used.ru_stime, wall, kilobytes / 1024, len(lines))
