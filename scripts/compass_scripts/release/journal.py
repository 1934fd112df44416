"""The journal of a release: what was done, so that the next run goes on where this one ended.

One file for each target and version. It is written before and after each call to the server that
changes something, and holds no secret.
"""

from __future__ import annotations

import json
import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

from compass_scripts.release.stop import Stop
from compass_scripts.writing import sync_folder, write_whole

FOLDER = ".release"
LOCK = "lock"
EXCERPT_LOCK = "excerpts.lock.json"
"""Not a journal; see :mod:`compass_scripts.release.excerpt_lock`."""
STEPS = (
    "checked",
    "creating",
    "reserved",
    "built",
    "packed",
    "uploaded",
    "verified",
    "publishing",
    "published",
    "recorded",
)
"""What a release went through, in order. The word says what was done, or, in ``-ing``, begun."""


class Deposited(NamedTuple):
    """A file of the deposit."""

    name: str
    size: int
    sha256: str
    md5: str
    """The server knows no other sum."""


@dataclass(frozen=True, kw_only=True)
class State:
    """What a journal says."""

    target: str
    version: str
    title: str = ""
    step: str = "checked"
    #: The call to the server that was begun last and has not been answered yet.
    calling: str = ""
    tag: str = ""
    commit: str = ""
    deposition_id: int | None = None
    concept_recid: str = ""
    doi: str = ""
    concept_doi: str = ""
    #: The page of the draft or of the record.
    url: str = ""
    #: The number of pages that hold the DOI.
    pages: int = 0
    files: tuple[Deposited, ...] = field(default=())
    manifest_sha256: str = ""
    metadata_sha256: str = ""
    published_at: str = ""
    #: The DOI that the server published it with, which should be the one above.
    published_doi: str = ""

    def reached(self, step: str) -> bool:
        """Return whether the release has come as far as *step*."""
        return STEPS.index(self.step) >= STEPS.index(step)


class Journal:
    """The journal of one release: its file and what it says now."""

    def __init__(self, path: Path, state: State) -> None:
        self.path = path
        self.state = state

    @classmethod
    def open(cls, root: Path, target: str, version: str) -> Journal:
        """Return the journal of a release; its file is made by the first note.

        :raises Stop: when the file cannot be read
        """
        path = journal_path(root, target, version)
        if not path.exists():
            return cls(path, State(target=target, version=version))
        state = read_state(path)
        if (state.target, state.version) != (target, version):
            raise Stop(
                f"{_shown(path)} is the journal of {state.version} to {state.target}",
                hint="Give the file its own name back.",
            )
        return cls(path, state)

    def note(self, **changes: Any) -> None:
        """Write what changed; nothing is written when nothing did.

        :raises Stop: when the file cannot be written
        """
        state = replace(self.state, **changes)
        if state == self.state and self.path.exists():
            return
        text = json.dumps(asdict(state), indent=2, ensure_ascii=False) + "\n"
        try:
            write_whole(self.path, text.encode())
            sync_folder(self.path.parent)
        except OSError as error:
            raise Stop(
                f"{_shown(self.path)} cannot be written ({os.strerror(error.errno or 0)})",
                hint="Nothing is done that is not noted first; make room, then run it again.",
            ) from None
        self.state = state

    @contextmanager
    def call(self, what: str) -> Iterator[None]:
        """Note that a call begins, and, when it was answered, that it ended."""
        self.note(calling=what)
        yield
        self.note(calling="")

    def remove(self) -> None:
        """Forget the release."""
        self.path.unlink(missing_ok=True)


def journal_path(root: Path, target: str, version: str) -> Path:
    """Return the file of the journal of a release."""
    return root / FOLDER / f"{target}-{re.sub(r'[^A-Za-z0-9._+-]', '_', version)}.json"


def read_state(path: Path) -> State:
    """Read a journal.

    :raises Stop: when it is none
    """
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        files = tuple(Deposited(*file) for file in values.pop("files"))
        state = State(**values, files=files)
        whole = state.step in STEPS and all(
            isinstance(getattr(state, item.name), str)
            for item in fields(State)
            if item.type == "str"
        )
    except OSError as error:
        raise Stop(f"{_shown(path)} cannot be read ({os.strerror(error.errno or 0)})") from None
    except (ValueError, TypeError, AttributeError, KeyError):
        whole = False
    if not whole:
        raise Stop(
            f"{_shown(path)} is not a journal of a release",
            hint="Take it from git again, or, when the server holds no draft of this version, "
            "delete it.",
        )
    return state


def states(root: Path) -> list[State]:
    """Return what all journals below *root* say, in the order of their names."""
    found = sorted((root / FOLDER).glob("[!.]*.json"))
    return [read_state(path) for path in found if path.name != EXCERPT_LOCK]


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Let no other release run in this repository meanwhile.

    The system takes the lock back when the process ends, however it ends.

    :raises Stop: when another run holds it
    """
    try:
        import fcntl  # noqa: PLC0415 (not on Windows)
    except ImportError:
        raise Stop("a release needs Linux or macOS: Windows has no lock for it") from None
    path = root / FOLDER / LOCK
    try:
        path.parent.mkdir(exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise Stop(f"{_shown(path)} cannot be written ({reason})") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "another process"
            raise Stop(
                f"another release is running here: {holder}", hint="Wait until it has ended."
            ) from None
        file.truncate(0)
        file.write(f"process {os.getpid()} on {socket.gethostname()}\n")
        file.flush()
        yield


def _shown(path: Path) -> str:
    return f"{FOLDER}/{path.name}"
