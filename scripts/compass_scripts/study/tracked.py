"""What git would commit, and what it has committed: names and first bytes of files."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

import click

_LINK, _SUBMODULE = "120000", "160000"


class Content(NamedTuple):
    """The beginning of a file."""

    path: Path
    head: bytes
    """Nothing of a symbolic link: git keeps where it leads, and not what is there."""
    trouble: str = ""
    """Why the file could not be read."""


def top_folder() -> Path:
    """Return the uppermost folder of the repository that the working folder lies in.

    :raises click.UsageError: when it lies in none, or git is missing
    """
    try:
        answer = _git("rev-parse", "--show-toplevel")
    except _GitError:
        raise click.UsageError(
            "this folder lies in no git repository; name the files to look at"
        ) from None
    return Path(os.fsdecode(answer.removesuffix(b"\n")))


def tracked(top: Path, size: int) -> Iterator[Content]:
    """Yield all files that git tracks or has staged, as they are in the folder and in the index.

    A file comes twice when the two differ. What a submodule holds is another repository's matter.

    :param top: the uppermost folder of the repository
    :param size: how many bytes of each to read
    :raises click.UsageError: when git gives no answer
    """
    try:
        entries = _git("-C", str(top), "ls-files", "-z", "--stage")
        changed = _git(
            *("-C", str(top), "diff", "-z", "--name-only", "--no-ext-diff", "--no-textconv"),
            "--ignore-submodules",
        )
    except _GitError as error:
        raise click.UsageError(f"git gives no list of files ({error})") from None
    differing = set(changed.split(b"\0"))
    in_index: list[tuple[Path, str]] = []
    seen: set[bytes] = set()
    for entry in entries.split(b"\0")[:-1]:
        facts, _, name = entry.partition(b"\t")
        mode, object_id, _stage = facts.decode().split(" ")
        path = top / os.fsdecode(name)
        if mode == _SUBMODULE:
            continue
        there = os.path.lexists(path) and not _is_folder(path)
        if there and name not in seen:
            yield read_head(path, size)
        if mode == _LINK:
            yield Content(path, b"")
        elif not there or name in differing:
            in_index.append((path, object_id))
        seen.add(name)
    yield from _from_index(top, in_index, size)


def named(paths: tuple[Path, ...], size: int) -> Iterator[Content]:
    """Yield the files that somebody named; of a folder, all files below it.

    :raises click.UsageError: when there is no file of that name, and git knows none either
    """
    for path in paths:
        if _is_folder(path):
            for file in _below(path):
                yield read_head(file, size)
        elif os.path.lexists(path):
            yield read_head(path, size)
        else:
            yield from _deleted(path, size)


def read_head(path: Path, size: int) -> Content:
    """Read the beginning of a file. Pipes and devices are not opened."""
    try:
        if path.is_symlink() or not path.is_file():
            return Content(path, b"")
        with path.open("rb") as file:
            return Content(path, file.read(size))
    except OSError as error:
        return Content(path, b"", os.strerror(error.errno or 0))


def _below(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, but not those of git nor of other repositories in it."""
    for place, folders, files in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(
            name for name in folders if name != ".git" and not os.path.lexists(here / name / ".git")
        )
        links = [name for name in folders if (here / name).is_symlink()]
        yield from (here / name for name in sorted([*files, *links]))


def _deleted(path: Path, size: int) -> Iterator[Content]:
    """Yield the content that the index still has of a file which was deleted."""
    try:
        entries = _git("ls-files", "-z", "--stage", "--", f":(literal){path.as_posix()}")
    except _GitError:
        entries = b""
    if not entries:
        raise click.UsageError(f"{path.as_posix()!r}: there is no such file")
    objects = [(path, entry.split(b" ")[1].decode()) for entry in entries.split(b"\0")[:-1]]
    yield from _from_index(Path(), objects, size)


def _from_index(folder: Path, objects: list[tuple[Path, str]], size: int) -> Iterator[Content]:
    """Yield the beginnings of files as git has them, whatever lies in the folder."""
    if not objects:
        return
    command = ["git", "-C", str(folder), "cat-file", "--batch"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as git:  # noqa: S603
        assert git.stdin and git.stdout  # noqa: S101 (for mypy)
        for path, object_id in objects:
            git.stdin.write(f"{object_id}\n".encode())
            git.stdin.flush()
            answer = git.stdout.readline().split()
            if len(answer) == 3:
                yield Content(path, _take(git.stdout, int(answer[2]), size))
            else:
                yield Content(path, b"", "git has no content of it")
        git.stdin.close()


def _take(stream: IO[bytes], length: int, size: int) -> bytes:
    """Return the first bytes of an answer, and read on to its end."""
    head = stream.read(min(length, size))
    left = length - len(head) + 1  # git adds the end of a line
    while left and (part := stream.read(min(left, 1 << 20))):
        left -= len(part)
    return head


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


class _GitError(Exception):
    pass


def _git(*arguments: str) -> bytes:
    # No lock: somebody may be committing at this moment.
    environment = os.environ | {"GIT_OPTIONAL_LOCKS": "0"}
    try:
        run = subprocess.run(  # noqa: S603 (words of ours)
            ["git", *arguments],  # noqa: S607 (git is where its user has it)
            capture_output=True,
            check=False,
            env=environment,
        )
    except OSError:
        raise click.UsageError("git is not installed here; name the files to look at") from None
    if run.returncode:
        lines = run.stderr.decode(errors="replace").strip().splitlines()
        raise _GitError(lines[-1] if lines else f"exit code {run.returncode}")
    return run.stdout
