"""The folder of an export: what may be replaced in it, what is taken out, what is left alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import click

from compass_model.export.manifest import (
    MANIFEST_FILE,
    Manifest,
    digest,
    read_manifest,
    write_manifest,
)
from compass_scripts.writing import write_whole

SHOWN = 12
"""The most files that one message names."""


class Change(NamedTuple):
    """What an export does to its folder."""

    write: list[str]
    """Files to write, new or changed since."""
    remove: list[str]
    """Files that the last export wrote, that nobody changed, and that are no more."""
    same: list[str]
    edited: list[str]
    """Files that somebody changed since, and that would be replaced."""
    edited_and_gone: list[str]
    """Files that somebody changed since, that are no more, and that would be taken out."""
    foreign: list[str]
    """Files that no export wrote, where one is to be written."""
    others: list[str]
    """Other files that no export wrote; they stay."""
    first: bool
    """Whether no export was written here before."""
    before: dict[str, str]
    """The SHA-256 of the files to write and to remove, as far as they are there and ours."""

    @property
    def written(self) -> list[str]:
        """The files that will be written, with a person's word where there has to be one."""
        return sorted([*self.write, *self.edited, *self.foreign])

    @property
    def removed(self) -> list[str]:
        """The files that will be taken out, with a person's word where there has to be one."""
        return sorted([*self.remove, *self.edited_and_gone])


def compare(folder: Path, files: Mapping[str, bytes]) -> Change:
    """Compare a folder with what is to be written.

    Args:
        folder: the folder of the export; it need not exist
        files: the content of each file, by its path; the list of files is among them

    Raises:
        click.UsageError: when the folder cannot be read, or leads somewhere else
    """
    _refuse_links(folder, files)
    try:
        there = dict(_read(folder))
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise click.UsageError(f"{folder.as_posix()} cannot be read ({reason})") from None
    before = read_manifest(there.pop(MANIFEST_FILE, b""))
    known: Mapping[str, str] = before.files if before is not None else {}
    older: Mapping[str, str] = before.before if before is not None else {}
    change = Change([], [], [], [], [], [], [], before is None, {})
    for path in sorted({*files, *there} - {MANIFEST_FILE}):
        wanted = path in files
        if path not in there:
            change.write.append(path)
        elif wanted and there[path] == files[path]:
            change.same.append(path)
        elif path not in known:
            (change.foreign if wanted else change.others).append(path)
        elif (found := digest(there[path])) in {known[path], older.get(path)}:
            (change.write if wanted else change.remove).append(path)
            change.before[path] = found
        else:
            (change.edited if wanted else change.edited_and_gone).append(path)
    return change


def _refuse_links(folder: Path, files: Mapping[str, bytes]) -> None:
    """Refuse a folder in which a link leads elsewhere: what is there was never looked at."""
    inside = {above for name in files for above in (folder / name).relative_to(folder).parents}
    for path in sorted(inside - {Path()}):
        if (folder / path).is_symlink():
            raise click.UsageError(
                f"{(folder / path).as_posix()} is a link to another folder, and the export would "
                "write there; put a folder in its place, or choose another folder for the export"
            )


def _read(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a folder; what git keeps for itself is none of our business."""
    if not folder.exists():
        return
    for here, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if name != ".git")
        for name in sorted(names):
            path = Path(here, name)
            yield path.relative_to(folder).as_posix(), _content(path)


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _raise(error: OSError) -> None:
    raise error


def refusal(folder: Path, change: Change) -> str | None:
    """Return why the folder must not be written to without a person's word; ``None``: it may."""
    if change.foreign:
        return (
            f"{_named(folder, change.foreign)} there, and no export wrote "
            f"{'it' if len(change.foreign) == 1 else 'them'}; choose another folder, or replace "
            f"{'it' if len(change.foreign) == 1 else 'them'} with --force"
        )
    if change.edited or change.edited_and_gone:
        return _edited(folder, change)
    if change.first and change.others:
        return (
            f"{_named(folder, change.others)} in the folder, and no export wrote "
            f"{'it' if len(change.others) == 1 else 'them'}; choose an empty folder, or write "
            "beside them with --force"
        )
    return None


def _edited(folder: Path, change: Change) -> str:
    said = []
    for paths, more, what in (
        (change.edited, "", "write over"),
        (change.edited_and_gone, ", and the new one has no such file", "remove"),
    ):
        if paths:
            them = "it" if len(paths) == 1 else "them"
            said.append(
                f"{_named(folder, paths, 'was', 'were')} changed since the last export{more}; "
                "bring what is worth keeping into the pages of the compass, then "
                f"{what} {them} with --force"
            )
    return "\n".join(said)


def _named(folder: Path, paths: list[str], one: str = "is", many: str = "are") -> str:
    shown = [(folder / path).as_posix() for path in paths[:SHOWN]]
    if len(paths) > SHOWN:
        shown.append(f"{len(paths) - SHOWN} more")
    words = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    return f"{words} {one if len(paths) == 1 else many}"


def bring_up_to_date(folder: Path, files: Mapping[str, bytes], change: Change) -> None:
    """Write what is new or changed, and take out what is no more; the list of files comes last.

    A list that knows the files before and after comes first. So, when this is cut off in between,
    the next export knows all of them for ours.

    Raises:
        click.UsageError: when a file cannot be written
    """
    path = folder / MANIFEST_FILE
    try:
        if change.written or change.removed:
            write_whole(path, _in_between(files, change))
        for name in change.written:
            path = folder / name
            write_whole(path, files[name])
        for name in change.removed:
            path = folder / name
            _remove(folder, path)
        path = folder / MANIFEST_FILE
        if not path.is_file() or path.read_bytes() != files[MANIFEST_FILE]:
            write_whole(path, files[MANIFEST_FILE])
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise click.UsageError(f"{path.as_posix()} cannot be written ({reason})") from None


def _in_between(files: Mapping[str, bytes], change: Change) -> bytes:
    """Return the list of files for the time in which some are as before and some are new."""
    new = read_manifest(files[MANIFEST_FILE]) or Manifest({}, {}, {})
    both = {**change.before, **new.files}
    return write_manifest(new._replace(files=both, before=change.before))


def _remove(folder: Path, path: Path) -> None:
    """Remove a file, and the folders that it leaves empty."""
    path.unlink(missing_ok=True)
    for above in path.parents:
        if above == folder or any(above.iterdir()):
            return
        above.rmdir()
