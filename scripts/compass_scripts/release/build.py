"""Build the site of a commit with the DOI it will be published under."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from compass_scripts.release.git import Checkout, export, without_secrets
from compass_scripts.release.stop import Stop
from compass_scripts.writing import write_whole

_META_DOI = re.compile(r"<meta\s+name=[\"']citation_doi[\"']\s+content=[\"']([^\"']*)[\"']")
_LINES = 30


class Built(NamedTuple):
    """A finished build."""

    folder: Path
    pages: int
    """The number of pages that hold the DOI."""
    again: bool
    """Whether it was made now; otherwise it was there."""

    @property
    def html(self) -> Path:
        """The site."""
        return self.folder / "html"

    @property
    def tree(self) -> Path:
        """The files of the commit."""
        return self.folder / "tree"


def build_folder(root: Path, target: str, version: str) -> Path:
    """Return the folder for everything that is made of a release."""
    return root / "_build" / "release" / f"{target}-{re.sub(r'[^A-Za-z0-9._+-]', '_', version)}"


def build_site(folder: Path, root: Path, checkout: Checkout, doi: str) -> Built:
    """Build the site, unless a build of this commit with this DOI is there.

    The build reads the files of the commit, not those of the working tree: what git does not track
    cannot get into it. It is made under another name, so that a build that was cut off, even one
    that still runs, is never taken for a finished one.

    :raises Stop: when Sphinx finds problems, or the pages do not hold the DOI
    """
    if _is_built(folder, checkout.commit, doi):
        return Built(folder, pages_with(folder / "html", doi), again=False)
    shutil.rmtree(folder, ignore_errors=True)
    part = folder.with_name(f".{secrets.token_hex(8)}.part")
    _clear_parts(folder.parent)
    try:
        export(root, checkout.commit, part / "tree")
        _run_sphinx(part, checkout.time, doi)
        pages = pages_with(part / "html", doi)
        note = {"commit": checkout.commit, "doi": doi, "pages": pages}
        write_whole(part / "build.json", (json.dumps(note) + "\n").encode())
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Built(folder, pages, again=True)


def _is_built(folder: Path, commit: str, doi: str) -> bool:
    try:
        note = json.loads((folder / "build.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(note, dict) and (note.get("commit"), note.get("doi")) == (commit, doi)


def _clear_parts(folder: Path) -> None:
    for left_over in folder.glob(".*.part"):
        shutil.rmtree(left_over, ignore_errors=True)


def _run_sphinx(part: Path, time: int, doi: str) -> None:
    command = [sys.executable, "-m", "sphinx", "-n", "-W", "--keep-going", "-b", "html"]
    command += ["-D", f"compass_doi={doi}", "-c", ".", "-d", "../doctrees", "source", "../html"]
    run = subprocess.run(  # noqa: S603 (no shell, and words of ours)
        command,
        cwd=part / "tree",
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        stdin=subprocess.DEVNULL,
        env=without_secrets(SOURCE_DATE_EPOCH=str(time), NO_COLOR="1"),
    )
    if run.returncode:
        lines = [line for line in (run.stderr or run.stdout).splitlines() if line.strip()]
        shown = [line.replace(f"{(part / 'tree').resolve()}/", "") for line in lines[-_LINES:]]
        raise Stop("the site cannot be built:", *shown, hint="Mend it in a new commit, and tag it.")
    shutil.rmtree(part / "doctrees", ignore_errors=True)


def pages_with(html: Path, doi: str) -> int:
    """Count the pages that hold the DOI.

    :raises Stop: when the start page does not, or a page names another in its head
    """
    count = 0
    wrong = []
    for path in sorted(html.rglob("*.html")):
        text = path.read_text(encoding="utf-8", errors="replace")
        count += doi in text
        others = set(_META_DOI.findall(text)) - {doi}
        wrong += [f"{path.relative_to(html).as_posix()} names the DOI {other}" for other in others]
    if wrong:
        raise Stop(*wrong, hint=f"The DOI of this release is {doi}; take the other out of conf.py.")
    start = html / "index.html"
    if not start.is_file() or doi not in start.read_text(encoding="utf-8", errors="replace"):
        raise Stop(
            f"the start page of the site does not hold the DOI {doi}",
            hint="List 'sphinx_compass.cite' under 'extensions' in conf.py.",
        )
    return count


def pdfs(html: Path) -> Iterator[Path]:
    """Yield the PDFs that the build made, in the order of their names."""
    yield from sorted(html.rglob("*.pdf"))
