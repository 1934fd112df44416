"""Files and folders that only their owner may read."""

from __future__ import annotations

from pathlib import Path

from compass_scripts.writing import sync_folder, write_whole

FILE_MODE = 0o600
FOLDER_MODE = 0o700


def write_private(path: Path, content: bytes) -> None:
    """Write a file for its owner alone: all of it, or none; it outlives a loss of power.

    Folders that are missing are made, for the owner alone too.

    :raises OSError: when it cannot be written
    """
    make_private_folder(path.parent)
    write_whole(path, content, mode=FILE_MODE)
    sync_folder(path.parent)


def make_private_folder(path: Path) -> None:
    """Make a folder, and those above it that are missing, for their owner alone.

    :raises OSError: when one cannot be made
    """
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
