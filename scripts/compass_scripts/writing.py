"""Writing files: whole or not at all, and never over the work of somebody else."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click


class NewFile(NamedTuple):
    """A file to write."""

    path: Path
    content: bytes
    may_differ: str = ""
    """A pattern of what may be another in an equal file, such as the time when it was made."""

    def equals(self, other: bytes) -> bool:
        """Return whether *other* is the same content."""
        if not self.may_differ:
            return self.content == other
        pattern = self.may_differ.encode()
        return re.sub(pattern, b"", self.content) == re.sub(pattern, b"", other)


def write_files(files: Sequence[NewFile], *, force: bool) -> list[bool]:
    """Write files into folders that are made where needed.

    :param force: whether a file with other content may be replaced
    :returns: for each file, whether it was written; if not, it was there already
    :raises click.UsageError: when one cannot be written; then none is, if that is seen in time
    """
    wanted = []
    for file in files:
        try:
            there = file.path.read_bytes()
        except FileNotFoundError:
            wanted.append(True)
        except OSError as error:
            raise _refusal(file.path, error) from None
        else:
            wanted.append(not file.equals(there))
            if wanted[-1] and not force:
                raise click.UsageError(
                    f"{file.path.as_posix()} exists with other content; "
                    "choose another folder, or replace the file with --force"
                )
    for file, is_wanted in zip(files, wanted, strict=True):
        if is_wanted:
            try:
                write_whole(file.path, file.content)
            except OSError as error:
                raise _refusal(file.path, error) from None
    return wanted


def write_whole(path: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Write a file so that it is there with all of its content or as it was before.

    :param mode: who may do what with it, less what the process masks (umask)
    :raises OSError: when it cannot be written
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with open(part, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Let the new name of a file outlive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refusal(path: Path, error: OSError) -> click.UsageError:
    reason = os.strerror(error.errno or 0)
    return click.UsageError(f"{path.as_posix()} cannot be written ({reason})")
