"""Let Sphinx make an export in a folder of its own, and say what it found wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from compass_model.export.manifest import MANIFEST_FILE

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_LEVEL = re.compile(r"(?<=: )(?:WARNING|ERROR|CRITICAL|SEVERE): ")


class Made(NamedTuple):
    """What Sphinx made."""

    files: dict[str, bytes]
    """The content of each file, by its path; empty when there are problems."""
    problems: list[str]
    """What is wrong, each on one line, with the file as it is reached from here."""


def settings_folder(source: Path) -> Path | None:
    """Return the folder of ``conf.py``: the source folder, or the one around it."""
    return next((f for f in (source, source.parent) if (f / "conf.py").is_file()), None)


def run_builder(name: str, source: Path, conf: Path, settings: Sequence[str]) -> Made:
    """Run a builder of exports.

    Warnings count: a page with a broken link must not get into a book.

    Args:
        name: the builder
        source: the source folder
        conf: the folder of ``conf.py``
        settings: values of the configuration, such as ``language=es``
    """
    with _folder() as folder:
        command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going", "-b", name]
        command += [part for setting in settings for part in ("-D", setting)]
        command += ["-c", str(conf), "-d", str(folder / "doctrees"), str(source)]
        run = subprocess.run(  # noqa: S603 (no shell, and words of ours)
            [*command, str(folder / "out")],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        )
        problems = list(_problems(run.stderr, source))
        if run.returncode or problems:
            return Made({}, problems or ["Sphinx stopped without saying why"])
        return Made(_read(folder / "out"), [])


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="compass-export-") as name:
        yield Path(name)


def _problems(text: str, source: Path) -> Iterator[str]:
    """Read Sphinx's warnings: ``/path/page.md:12: WARNING: what is wrong [code]``."""
    absolute, here = f"{source.resolve()}{os.sep}", f"{source.as_posix()}/"
    for line in _COLOURS.sub("", text).splitlines():
        if not line.strip() or line.startswith(("WARNING: build finished with problems", "build ")):
            continue
        yield _LEVEL.sub("", line.rstrip(), count=1).replace(absolute, here)


def _read(out: Path) -> dict[str, bytes]:
    """Read what was made: the list of files and the files on it, and nothing of Sphinx's own."""
    paths = [path for path in sorted(out.rglob("*")) if path.is_file()]
    files = {path.relative_to(out).as_posix(): path.read_bytes() for path in paths}
    return files if MANIFEST_FILE in files else {}
