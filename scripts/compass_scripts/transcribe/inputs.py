"""Which files are transcribed, and the folder that each gets."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from compass_scripts.transcribe.failure import LostError
from compass_scripts.transcribe.words import system_reason

_ENDINGS = (
    ".3g2 .3gp .aac .ac3 .aif .aiff .amr .ape .asf .au .avi .caf .dss .ds2 .flac .flv .m4a "
    ".m4b .m4v .mka .mkv .mov .mp2 .mp3 .mp4 .mpa .mpeg .mpg .mts .m2ts .mxf .oga .ogg .ogm "
    ".ogv .opus .ra .rm .spx .tta .voc .w64 .wav .webm .wma .wmv .wv "
)
SUFFIXES = frozenset(_ENDINGS.split())
"""Endings of files that are taken for recordings; what is in them is seen later."""

_REFUSED = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/\ud800-\udfff]|[. ]+$')
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_LONGEST = 200
_BLOCK = 1 << 20


class Input(NamedTuple):
    """A file to transcribe."""

    path: Path
    name: str
    """Its path below the folder that was given, with slashes: what it is called."""
    folder: str
    """Its folder in the study, with slashes, when no other recording has it (``places.py``)."""


class Found(NamedTuple):
    """What there is below the files and folders that were given."""

    inputs: list[Input]
    lost: list[tuple[Input, str]]
    """Those that cannot be reached, and why."""
    not_entered: list[str]
    """Linked folders, which may lead anywhere."""


class Hashed(NamedTuple):
    """What a file was when it was read."""

    sha256: str
    size: int
    changed: int
    """When it was changed last, in nanoseconds."""


def find_inputs(given: Sequence[Path], output: Path) -> Found:
    """Return the recordings, in the order of their names; each file once.

    A file that is given is taken, whatever its ending. Of a folder, hidden files and folders, the
    study itself and linked folders are left out.
    """
    found = Found([], [], [])
    seen: set[tuple[int, int]] = set()
    for path in given:
        inputs = _below(path, output.resolve(), found) if path.is_dir() else [_named(path)]
        for item in sorted(inputs, key=lambda item: item.name.split("/")):
            identity = _identity(item.path)
            if identity and identity in seen:
                continue
            seen.update([identity] if identity else [])
            found.inputs.append(item)
    return found


def folder_name(name: str) -> str:
    """Return the folder in the study for a file with this name.

    Characters that a file system may refuse are replaced; then a part of the name's hash keeps it
    apart from other names.
    """
    *folders, last = name.split("/")
    return "/".join([*(_safe(part, "") for part in folders), _safe(last, Path(last).suffix)])


def hash_file(path: Path) -> Hashed:
    """Return the hash of a file.

    :raises LostError: when it cannot be read, or changes meanwhile
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise LostError("it is no file")
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            after = os.fstat(file.fileno())
    except FileNotFoundError:
        link = path.is_symlink()
        raise LostError(
            "it is a link that leads nowhere" if link else "it is not there any more"
        ) from None
    except OSError as error:
        raise LostError(f"it cannot be read ({system_reason(error)})") from None
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise LostError("it changes while it is read; wait until it is complete, and run it again")
    return Hashed(sha256, after.st_size, after.st_mtime_ns)


def is_as_hashed(path: Path, hashed: Hashed) -> bool:
    """Return whether a file is what it was when it was hashed, as far as the system tells."""
    try:
        now = path.stat()
    except OSError:
        return False
    return (now.st_size, now.st_mtime_ns) == (hashed.size, hashed.changed)


def _below(folder: Path, output: Path, found: Found) -> Iterator[Input]:
    def unreadable(error: OSError) -> None:
        path = Path(error.filename)
        name = path.relative_to(folder).as_posix()
        found.lost.append(
            (Input(path, name, folder_name(name)), f"it cannot be read ({system_reason(error)})")
        )

    for place, folders, files in os.walk(folder, onerror=unreadable):
        here = Path(place)
        for name in sorted(folders):
            inner = here / name
            if inner.is_symlink() and not name.startswith("."):
                found.not_entered.append(inner.relative_to(folder).as_posix())
        folders[:] = sorted(_visible(folders, here, output))
        for name in files:
            path = here / name
            if not name.startswith(".") and path.suffix.lower() in SUFFIXES:
                below = path.relative_to(folder).as_posix()
                yield Input(path, below, folder_name(below))


def _visible(names: Iterable[str], here: Path, output: Path) -> Iterator[str]:
    for name in names:
        path = here / name
        if name.startswith(".") or path.is_symlink() or path.resolve() == output:
            continue
        yield name


def _named(path: Path) -> Input:
    return Input(path, path.name, folder_name(path.name))


def _safe(part: str, suffix: str) -> str:
    clean = _REFUSED.sub("_", part)
    if clean == part and not _DEVICE.fullmatch(part):
        return part
    digest = hashlib.sha256(os.fsencode(part)).hexdigest()[:8]
    ending = _REFUSED.sub("_", suffix) if clean != suffix else ""
    stem = clean.removesuffix(ending)
    while len(stem.encode()) > _LONGEST:
        stem = stem[:-1]
    return f"{stem}-{digest}{ending}"


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
