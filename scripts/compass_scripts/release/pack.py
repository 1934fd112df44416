"""Make the files of a deposit from a build: the same build always gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from compass_model.release.citation_edit import with_dois
from compass_model.release.citation_file import read_citation
from compass_scripts.release.build import Built, pdfs
from compass_scripts.release.git import Checkout
from compass_scripts.release.journal import Deposited
from compass_scripts.release.public import list_reasons, private_reasons, sources
from compass_scripts.release.stop import Stop
from compass_scripts.writing import write_whole

MANIFEST = "manifest.json"
CITATION = "CITATION.cff"
_EARLIEST = 315532800  # 1980-01-01: a zip knows no time before


class Identity(NamedTuple):
    """What the files of a deposit say about the release they belong to."""

    title: str
    version: str
    doi: str
    concept_doi: str = ""

    @property
    def stem(self) -> str:
        """What the names of the archives begin with."""
        words = re.findall(r"[a-z0-9]+", self.title.lower())[:6]
        version = re.sub(r"[^A-Za-z0-9._+-]", "_", self.version)
        return f"{'-'.join(words) or 'release'}-{version}"


class Entry(NamedTuple):
    """A file in an archive."""

    name: str
    path: Path


def pack(
    built: Built, to: Path, checkout: Checkout, identity: Identity, wanted: Iterable[str]
) -> tuple[Deposited, ...]:
    """Write the files of the deposit into the folder *to*.

    :returns: the files, the manifest last
    :raises Stop: when a file must not be deposited, or lacks the DOI
    """
    html = _entries(built.html)
    papers = list(pdfs(built.html))
    names = [f"{identity.stem}-html.zip", f"{identity.stem}-sources.zip", CITATION, MANIFEST]
    names += [path.name for path in papers]
    reasons = private_reasons(entry.name for entry in html) + list_reasons(names)
    if reasons:
        raise Stop(*reasons)
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    _write_citation(built.tree / CITATION, to / CITATION, identity)
    write_zip(to / names[0], f"{identity.stem}-html", html, checkout.time)
    named = [name for name in sources(checkout.tracked, wanted) if name != CITATION]
    source_files = [Entry(name, built.tree / name) for name in named]
    source_files.append(Entry(CITATION, to / CITATION))  # the one with the DOI
    write_zip(to / names[1], f"{identity.stem}-sources", source_files, checkout.time)
    for path in papers:
        shutil.copyfile(path, to / path.name)
    return _write_manifest(to, checkout, identity)


def _entries(folder: Path) -> list[Entry]:
    """Return the files of the site; what Sphinx keeps for itself is left out."""
    return [
        Entry(path.relative_to(folder).as_posix(), path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".buildinfo"
    ]


def write_zip(path: Path, top: str, entries: Iterable[Entry], seconds: int) -> None:
    """Write an archive that depends on nothing but its files and the time given."""
    when = time.gmtime(max(seconds, _EARLIEST))[:6]
    with zipfile.ZipFile(path, "w") as archive:
        for entry in sorted(entries):
            if not entry.path.is_file() or entry.path.is_symlink():
                continue
            info = zipfile.ZipInfo(f"{top}/{entry.name}", when)
            info.create_system = 3  # the rights below are those of Unix
            info.external_attr = 0o100644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            with entry.path.open("rb") as file, archive.open(info, "w") as packed:
                shutil.copyfileobj(file, packed, 1 << 20)


def _write_citation(source: Path, to: Path, identity: Identity) -> None:
    text = with_dois(
        source.read_text(encoding="utf-8"),
        version=identity.version,
        doi=identity.doi,
        concept_doi=identity.concept_doi,
    )
    text = re.sub(r"(?m)^doi:.*\n?", "", text)
    write_whole(to, f"{text.rstrip()}\ndoi: {identity.doi}\n".encode())
    citation, problems = read_citation(to.parent)
    if citation is None:
        raise Stop(*(f"{CITATION} with the DOI: {problem.shown}" for problem in problems))


def _write_manifest(folder: Path, checkout: Checkout, identity: Identity) -> tuple[Deposited, ...]:
    files = [describe(path) for path in sorted(folder.iterdir())]
    empty = [file.name for file in files if not file.size]
    if empty:
        raise Stop(*(f"{name} is empty; fill it or leave it out" for name in empty))
    manifest = {
        "title": identity.title,
        "version": identity.version,
        "doi": identity.doi,
        "commit": checkout.commit,
        "files": [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in files],
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    write_whole(folder / MANIFEST, text.encode())
    return (*files, describe(folder / MANIFEST))


def describe(path: Path) -> Deposited:
    """Return the size and the sums of a file."""
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            sha256.update(piece)
            md5.update(piece)
    return Deposited(path.name, path.stat().st_size, sha256.hexdigest(), md5.hexdigest())


def are_packed(folder: Path, files: Iterable[Deposited]) -> bool:
    """Return whether the files are there with the content that was packed."""
    there = sorted(folder.iterdir()) if folder.is_dir() else []
    return bool(there) and [describe(path) for path in there] == sorted(files)
