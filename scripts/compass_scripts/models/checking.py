"""Whether models are as they were fetched: every file is read and hashed again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from compass_scripts.models.manifest import Entry, files_below, hash_model, place_of


def differences(
    folder: Path, entry: Entry, seen: Callable[[int], None] = lambda _bytes: None
) -> list[str]:
    """Return what is different in a model, one sentence for each file.

    A file that nobody fetched counts, too: a program may load it instead of the right one.

    :param seen: told how many bytes were read
    """
    found = []
    for file in entry.files:
        place = place_of(folder, entry, file)
        try:
            if place.stat().st_size != file.size:
                found.append(f"{file.path} has another size")
            elif hash_model(place, seen)[0].sha256 != file.sha256:
                found.append(f"{file.path} has other content")
        except FileNotFoundError:
            found.append(f"{file.path} is missing")
        except OSError as error:
            found.append(f"{file.path} cannot be read ({os.strerror(error.errno or 0)})")
    home = folder / entry.path
    if home.is_dir():
        known = {file.path for file in entry.files}
        names = [path.relative_to(home).as_posix() for path in files_below(home)]
        found += [f"{name} was not fetched" for name in names if name not in known]
    return found
