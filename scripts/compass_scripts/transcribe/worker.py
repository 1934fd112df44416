"""The process that transcribes: ``python -m compass_scripts.transcribe.worker``.

A native library that aborts, or memory that runs out, ends this process and not the run. It reads
its order, one line of JSON, from its standard input, and ends when that is closed: when the
process that started it is gone. Events go to what was its standard output; whatever libraries
print goes to the log.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compass_scripts.transcribe.audio import decode
from compass_scripts.transcribe.failure import LostError, StopError
from compass_scripts.transcribe.inputs import is_as_hashed
from compass_scripts.transcribe.jobs import Event, Job, Order
from compass_scripts.transcribe.offline import refuse_network
from compass_scripts.transcribe.stages import Sound, Stages
from compass_scripts.transcribe.words import shown, system_reason

if TYPE_CHECKING:
    from compass_scripts.transcribe.engine import Engine

_PR_SET_PDEATHSIG = 1
CHANGED = "it was changed after it was first read; run the same command again"


def main() -> None:
    """Do the order that comes in."""
    refuse_network()
    tell = Teller(_private_output())
    _die_with_parent()
    line = sys.stdin.buffer.readline()
    if not line:
        return
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        run(Order.from_line(line), tell)
    except StopError as error:
        tell(Event("stop", text=str(error)))


class Teller:
    """Writes events; of progress only what changes a whole percent."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._last: tuple[int, str, int] = (-1, "", -1)

    def __call__(self, event: Event) -> None:
        """Write an event."""
        if event.kind == "progress":
            now = (event.job, event.stage, int(event.percent))
            if now == self._last:
                return
            self._last = now
        data = event.to_line()
        while data:
            data = data[os.write(self._handle, data) :]


def run(order: Order, tell: Callable[[Event], None]) -> None:
    """Transcribe recordings one after the other; the next is decoded meanwhile.

    :raises StopError: when none can be transcribed
    """
    stages = Stages(order, _lazy_engine(order, tell), tell)
    with ThreadPoolExecutor(1) as decoder:
        ahead = _Ahead(order.jobs, stages, decoder)
        for place, job in enumerate(order.jobs):
            tell(Event("begin", job.number))
            start = time.monotonic()
            try:
                done = stages.work(job, lambda at=place: ahead.sound(at))  # type: ignore[misc]
            except StopError:
                raise
            except Exception as error:
                tell(Event("failed", job.number, text=reason_of(error)))
            else:
                took = time.monotonic() - start
                tell(Event("done", job.number, notes=done.notes, problems=done.problems, took=took))
            ahead.forget(place)
            gc.collect()


class _Ahead:
    """Decodes the recording that is worked on, and the next one that is listened to."""

    def __init__(self, jobs: Sequence[Job], stages: Stages, decoder: ThreadPoolExecutor) -> None:
        self._jobs = jobs
        self._stages = stages
        self._decoder = decoder
        self._begun: dict[int, Future[Sound]] = {}

    def sound(self, place: int) -> Sound:
        """Return the sound of a recording, and begin with the next one."""
        self._begin(place)
        result = self._begun.pop(place).result()
        later = range(place + 1, len(self._jobs))
        following = next((n for n in later if self._stages.needs_sound(self._jobs[n])), None)
        if following is not None:
            self._begin(following)
        return result

    def forget(self, place: int) -> None:
        """Let go of the sound of a recording that turned out not to need it."""
        self._begun.pop(place, None)

    def _begin(self, place: int) -> None:
        if place not in self._begun:
            self._begun[place] = self._decoder.submit(_decoded, self._jobs[place])


def reason_of(error: BaseException) -> str:
    """Return why a recording is lost, in words that hold nothing of what was said in it."""
    if isinstance(error, LostError):
        return str(error)
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, OSError):
        return f"its folder in the study cannot be written ({system_reason(error)})"
    if isinstance(error, MemoryError):
        return "the memory of this computer is full"
    steps = traceback.extract_tb(error.__traceback__)
    place = f"{Path(steps[-1].filename).name}:{steps[-1].lineno}" if steps else "nowhere"
    reason = f"an unexpected {type(error).__name__} in {place}"
    if isinstance(error, RuntimeError) and str(error):
        # Of torch and CTranslate2: they speak of memory and devices, never of text.
        reason += f": {shown(str(error).splitlines()[0])[:200]}"
    return reason


def _decoded(job: Job) -> Sound:
    start = time.monotonic()
    data = decode(Path(job.path), job.known)
    if not is_as_hashed(Path(job.path), job.hashed):
        raise LostError(CHANGED)
    return Sound(data, time.monotonic() - start)


def _lazy_engine(order: Order, tell: Callable[[Event], None]) -> Callable[[], Engine]:
    """Return what gives the engine: a worker that only writes files never imports torch."""
    made: list[Engine] = []

    def engine() -> Engine:
        if not made:
            tell(Event("loading", text="WhisperX"))
            made.append(_engine(order, tell))
        return made[0]

    return engine


def _engine(order: Order, tell: Callable[[Event], None]) -> Engine:
    try:
        from compass_scripts.transcribe.engine import Engine  # noqa: PLC0415 (imports torch)
    except (ImportError, OSError) as error:
        raise StopError(
            f"WhisperX cannot be started ({type(error).__name__}: "
            f"{shown(str(error).splitlines()[0] if str(error) else '')[:200]}); install it again: "
            "\"pip install 'sphinx-team-compass[transcribe]'\""
        ) from None
    return Engine(order.options, order.models, lambda what: tell(Event("loading", text=what)))


def _private_output() -> int:
    """Keep standard output for events, and give libraries the log in its place."""
    sys.stdout.flush()
    handle = os.dup(1)
    os.dup2(2, 1)
    return handle


def _die_with_parent() -> None:
    """Ask Linux to end this process with its parent, also while native code works."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _end_with_parent() -> None:
    # Not sys.stdin: its lock would be held while the interpreter ends, which aborts it.
    while os.read(0, 1 << 16):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
