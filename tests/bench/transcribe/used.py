"""Runs a command and says what all of its processes used."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import REPOSITORY, CommandError
from tests.transcribe.watched import PACKAGES

STUB = Path(__file__).with_name("stub")


@dataclass(frozen=True, kw_only=True)
class Used:
    """What one command used, in seconds."""

    wall: float
    cpu: float
    """User and system time of all processes, ffmpeg among them."""
    own: float = 0.0
    """Of that, our Python processes without decoding and without calls of WhisperX."""
    decoding: float = 0.0
    """Reading what ffmpeg decodes, in our process; ffmpeg's own time is in *cpu* only."""
    torch: int = 0
    """How many of our processes loaded torch."""


def used(command: Sequence[object], scratch: Path, *, stub: bool = False, **more: str) -> Used:
    """Run a command in a process group of its own, which never outlives this call.

    Args:
        command: the program and its arguments
        scratch: a folder for what the processes write about themselves; emptied
        stub: whether the models answer at once, see stub/sitecustomize.py
        more: variables of the environment

    Raises:
        CommandError: when it fails
    """
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    paths = [str(STUB), *PACKAGES, str(REPOSITORY)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", **more, "COMPASS_BENCH": str(scratch)}
    environment |= {"PYTHONPATH": os.pathsep.join(paths), "PYTHONHASHSEED": "0"}
    environment |= {"COMPASS_STUB": "1"} if stub else {}
    log = scratch / "log.txt"
    start = time.monotonic()
    with log.open("wb") as file:
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=scratch,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
        try:
            _, status, rusage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    wall = time.monotonic() - start
    if process.returncode:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        raise CommandError("\n".join([" ".join(map(str, command)), *lines]))
    counts = [json.loads(path.read_text(encoding="utf-8")) for path in scratch.glob("*.json")]
    return Used(
        wall=wall,
        cpu=rusage.ru_utime + rusage.ru_stime,
        own=sum(count["cpu"] - count["decode"] - count["engine"] for count in counts),
        decoding=sum(count["decode"] for count in counts),
        torch=sum(count["torch"] for count in counts),
    )


def python(*arguments: object) -> list[object]:
    """Return the command that runs this Python."""
    return [sys.executable, "-W", "ignore", *arguments]
