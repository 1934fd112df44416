"""Where private files may lie: in no git work tree, and in no folder that is copied elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import click

OPTION = "--allow-unsafe-place"
"""The option whose value is given as *allowed*."""

# Service, and the names that its programs give to their folders, in small letters. Programs add a
# number, the organisation or the account: "OneDrive - Example University", "Dropbox (Example)".
_MORE = r"(?:[ _]?\d{1,2}|[ -].*|\(.*)?"
_NAMES = [
    (service, re.compile(f"(?:{names}){_MORE}"))
    for service, names in (
        ("Dropbox", r"dropbox"),
        ("OneDrive", r"onedrive|skydrive"),
        ("Google Drive", r"google[ _-]?drive(?:\:.*)?|drivefs|google drive file stream"),
        ("iCloud", r"mobile documents|icloud|icloud[ _-]?drive|com~apple~clouddocs"),
        ("Nextcloud", r"nextcloud"),
        ("ownCloud", r"owncloud"),
        ("pCloud", r"pcloud|pcloud[ _-]?drive|pcloud[ _-]?sync"),
        ("MEGA", r"megasync"),
        ("Box", r"box sync|box-box"),
        ("Proton Drive", r"proton[ _-]?drive"),
        ("Resilio Sync", r"resilio[ _-]?sync|btsync"),
        ("Seafile", r"seafile|seadrive"),
        ("SpiderOak", r"spideroak(?:one)?(?:[ _-]?hive)?"),
        ("Tresorit", r"tresorit|tresors"),
        ("Yandex Disk", r"yandex[ ._-]?disk"),
        ("Jottacloud", r"jottacloud"),
        ("Koofr", r"koofr"),
        ("kDrive", r"kdrive"),
        ("HiDrive", r"hidrive"),
        ("Adobe Creative Cloud", r"creative cloud files"),
    )
]
# Names that are ordinary words too: only with nothing more behind them. "My Drive" and "Shared
# drives" are what Google Drive shows below a drive letter or in macOS' CloudStorage.
_WHOLE_NAMES = {
    "box": "Box",
    "mega": "MEGA",
    "my drive": "Google Drive",
    "shared drives": "Google Drive",
    "cloudstorage": "a cloud drive of macOS",
}
# What the programs leave in the uppermost folder that they copy, whatever its name is.
_MARKERS = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".owncloud.log": "ownCloud",
    ".megaignore": "MEGA",
    ".tmp.drivedownload": "Google Drive",
    ".seafile-data": "Seafile",
}
# Windows tells programs where OneDrive's folders are.
_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")


def refuse_unsafe_place(path: Path, *, allowed: bool, what: str) -> None:
    """Refuse to write where others may get to read it.

    The path need not exist. Symbolic links are followed.

    :param path: the file or folder that is to be written
    :param allowed: whether the person said ``--allow-unsafe-place``
    :param what: what would be written, as in "the transcripts"
    :raises click.UsageError: in a git work tree or in a folder that a program copies to a server
    """
    if allowed:
        return
    found = unsafe_place(path)
    if found:
        raise click.UsageError(
            f"{path.as_posix()}: {what} would lie in {found}; choose another folder, or, "
            f"if you know that this is safe, add {OPTION}"
        )


def refuse_work_tree(path: Path, *, what: str) -> None:
    """Refuse a git work tree without an option to allow it: for what must never be committed.

    :raises click.UsageError: when the path lies in one
    """
    root = work_tree(path)
    if root:
        raise click.UsageError(
            f"{path.as_posix()}: {what} must not lie in a git work tree "
            f"({root.as_posix()}), where one command can publish it; move it to another folder"
        )


def unsafe_place(path: Path) -> str:
    """Say in words why a path is not safe; empty when nothing speaks against it."""
    if root := work_tree(path):
        return f"the git work tree {root.as_posix()}, where one command can publish what is in it"
    if found := synchronised(path):
        folder, service = found
        return f"{folder.as_posix()}, which {service} copies to other computers"
    return ""


def work_tree(path: Path) -> Path | None:
    """Return the root of the git work tree that a path lies in, also when it does not exist yet.

    In a linked work tree or a submodule, ``.git`` is a file.
    """
    for folder in _with_parents(_resolved(path)):
        if os.path.lexists(folder / ".git"):
            return folder
    return None


def synchronised(path: Path) -> tuple[Path, str] | None:
    """Return the folder, above a path or the path itself, that a service copies, and the service.

    Both ways to write the path count: some services follow symbolic links, and a link may lead
    into their folder.
    """
    for start in dict.fromkeys((_resolved(path), Path(os.path.abspath(path)))):  # noqa: PTH100
        for folder in _with_parents(start):
            if service := _service_of(folder):
                return folder, service
    return None


def _service_of(folder: Path) -> str:
    name = folder.name.casefold()
    if name in _WHOLE_NAMES:
        return _WHOLE_NAMES[name]
    for service, pattern in _NAMES:
        if pattern.fullmatch(name):
            return service
    for marker, service in _MARKERS.items():
        if os.path.lexists(folder / marker) and not _is_home(folder):
            return service
    named = {os.path.normcase(value) for key in _VARIABLES if (value := os.environ.get(key))}
    return "OneDrive" if os.path.normcase(folder) in named else ""


def _is_home(folder: Path) -> bool:
    """Return whether it is a home folder: there, ``.dropbox`` holds settings."""
    return os.path.normcase(folder) == os.path.normcase(os.path.expanduser("~"))  # noqa: PTH111


def _with_parents(path: Path) -> Iterator[Path]:
    yield path
    yield from path.parents


def _resolved(path: Path) -> Path:
    """Follow symbolic links as far as the path exists.

    :raises click.UsageError: when they lead in a circle
    """
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        raise click.UsageError(
            f"{path.as_posix()}: its symbolic links lead nowhere; choose another folder"
        ) from None
