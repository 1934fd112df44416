"""Where participants and excerpts stand, relative to the source folder."""

from __future__ import annotations

import os
from pathlib import Path

PARTICIPANTS_FILE = "_data/research/participants.yml"
EXCERPTS_FILE = "_data/research/excerpts.yml"
EXCERPTS_FOLDER = "_data/research/excerpts"


def is_study_file(path: str) -> bool:
    """Return whether a path, relative to the source folder, is that of participants or excerpts."""
    return path in {PARTICIPANTS_FILE, EXCERPTS_FILE} or path.startswith(f"{EXCERPTS_FOLDER}/")


def is_source_folder(name: str) -> bool:
    """Return whether a folder with this name may hold sources, and not what programs made."""
    return not name.startswith(".") and name not in {"_build", "node_modules", "__pycache__"}


def leads_to_study(root: Path, path: Path) -> bool:
    """Return whether *path* is such a file once links are followed."""
    real, top = Path(os.path.realpath(path)), Path(os.path.realpath(root))
    return real.is_relative_to(top) and is_study_file(real.relative_to(top).as_posix())
