"""One run in a study at a time."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

LOCK = ".transcribe.lock"
_PATIENCE = 10.0


@contextmanager
def locked(study: Path) -> Iterator[int]:
    """Let no other run work in this study meanwhile; yield the handle that holds the lock.

    The worker inherits the handle: when the process in front is killed, the study is free once
    its worker has ended, too. A run that comes right after waits for that.

    :raises click.UsageError: when another run holds the lock
    :raises OSError: when its file cannot be written
    """
    handle = os.open(study / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait(handle, study)
        yield handle
    finally:
        os.close(handle)


def _wait(handle: int, study: Path) -> None:
    try:
        import fcntl  # noqa: PLC0415 (not on Windows: there, nobody is kept out)
    except ImportError:
        return
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() > end:
                raise click.UsageError(
                    f"another 'compass transcribe' is working in {study.as_posix()}; "
                    "wait until it has ended"
                ) from None
            time.sleep(0.1)
        else:
            return
