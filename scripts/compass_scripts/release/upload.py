"""A file on its way to Zenodo: read piece by piece, counted, and hashed as it goes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from compass_scripts.release.errors import ZenodoError

PIECE = 1 << 16

Progress = Callable[[int, int], None]
"""Gets how many bytes were sent, and how many there are."""


class StoredFile(NamedTuple):
    """A file as the server has it."""

    id: str
    name: str
    size: int
    md5: str


class FileBody:
    """The content of a file, as the body of a request.

    It has the length that the file had when it was opened: a file that grows or shrinks while it
    is sent is an error, and never a mixture.

    :param path: the file
    :param what: what it is for, for errors
    :param progress: gets the bytes that were sent so far
    """

    def __init__(self, path: Path, what: str, progress: Progress | None) -> None:
        self._path = path
        self._what = what
        self._progress = progress
        self._sent = 0
        self._md5 = hashlib.md5(usedforsecurity=False)  # the sum that Zenodo keeps
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise self._fault(os.strerror(error.errno or 0)) from None
        self._size = os.fstat(self._file.fileno()).st_size

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.read():
            yield piece

    def read(self, size: int = -1) -> bytes:
        """Return the next piece, of *size* bytes at most; an empty one at the end."""
        left = self._size - self._sent
        try:
            piece = self._file.read(min(left, size if size > 0 else PIECE))
        except OSError as error:
            raise self._fault(os.strerror(error.errno or 0)) from None
        if left and not piece:
            raise self._fault("it became shorter while it was sent")
        self._md5.update(piece)
        self._sent += len(piece)
        if self._progress and piece:
            self._progress(self._sent, self._size)
        return piece

    @property
    def md5(self) -> str:
        """The MD5 sum of what was sent."""
        return self._md5.hexdigest()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _fault(self, reason: str) -> ZenodoError:
        return ZenodoError(self._what, details=[f"{self._path.name} cannot be read: {reason}"])
