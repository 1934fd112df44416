"""Fetching a model from the Hugging Face Hub, into a folder of ours and nowhere else.

``huggingface_hub`` comes with the extra ``transcribe`` and is imported in functions. Files are
fetched one after the other in the main thread: ``snapshot_download`` would fetch the same files in
threads, and Ctrl-C would then wait for the end of a file of three gigabytes.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import os
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from compass_scripts.models.catalogue import WEIGHTS, Item
from compass_scripts.models.manifest import StoredFile
from compass_scripts.models.progress import size_of
from compass_scripts.models.sites import hub_address

LIBRARY = "huggingface_hub"
_TIMEOUT = 30
_PAUSE = 1.0
"""Seconds before a connection that broke is tried again."""
_WORTH_IT = 1_000_000
"""Bytes that a try must have brought, so that another one makes sense."""


class NotFetched(Exception):  # noqa: N818 (what a person reads)
    """A model could not be fetched; the message says why and what to do."""


class RemoteFile(NamedTuple):
    """A file as the Hub describes it."""

    path: str
    size: int
    sha256: str
    """Of a large file; empty for a small one."""
    git_sha1: str
    """Of a small file, as git counts it; empty where the Hub does not say."""


class Remote(NamedTuple):
    """What is fetched of a repository: one commit, and the files that are needed."""

    commit: str
    files: tuple[RemoteFile, ...]

    @property
    def size(self) -> int:
        """The number of bytes."""
        return sum(file.size for file in self.files)


def is_installed() -> bool:
    """Return whether the library that fetches is there."""
    return importlib.util.find_spec(LIBRARY) is not None


def prepare(home: Path) -> None:
    """Tell the library, before it is loaded, to report nothing, and to write only into *home*.

    No progress bars (ours counts all files of a model), and no Xet: it keeps its own files
    elsewhere, and begins a file anew where plain HTTP goes on.
    """
    os.environ.update(
        HF_HUB_DISABLE_TELEMETRY="1",
        HF_HUB_DISABLE_IMPLICIT_TOKEN="1",  # noqa: S106 (no token, but that none is read)
        HF_HUB_DISABLE_PROGRESS_BARS="1",
        HF_HUB_DISABLE_XET="1",
        HF_HUB_ENABLE_HF_TRANSFER="0",
        HF_HUB_VERBOSITY="critical",
        HF_DEBUG="0",
        HF_HOME=str(home),
    )


def describe(item: Item, token: str) -> Remote:
    """Ask the Hub for the newest commit of a model and its files.

    :param token: sent along; none when it is empty
    :raises NotFetched: when the repository has not what is needed
    :raises Exception: what the library raises
    """
    from huggingface_hub import HfApi  # noqa: PLC0415 (not installed everywhere)

    api = HfApi(endpoint=hub_address(os.environ), token=token or False)
    info = api.model_info(item.source, files_metadata=True, timeout=_TIMEOUT)
    siblings = {sibling.rfilename: sibling for sibling in info.siblings or ()}
    files = tuple(_remote(siblings[name]) for name in sorted(needed(item, siblings)))
    if not info.sha or not files:
        raise NotFetched(
            f"{item.source} has no files that could be used; say so to the maintainers"
        )
    return Remote(info.sha, files)


def needed(item: Item, names: Iterable[str]) -> list[str]:
    """Return which files of a repository are needed.

    :raises NotFetched: when a file would lie outside its folder, or there are no weights
    """
    names = list(names)
    chosen = [name for name in names if any(fnmatch(name, each) for each in item.files)]
    if item.part == "alignment":
        chosen += _weights(item, names)
    for name in chosen:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
            raise NotFetched(f"{item.source} names a file outside its folder; nothing was fetched")
    return chosen


def download(item: Item, remote: Remote, folder: Path, token: str) -> None:
    """Fetch the files into a folder; what an earlier run left there is used.

    :raises Exception: what the library raises
    """
    from huggingface_hub import hf_hub_download  # noqa: PLC0415 (not installed everywhere)

    for file in remote.files:
        fetch_file = functools.partial(
            hf_hub_download,
            item.source,
            file.path,
            revision=remote.commit,
            local_dir=folder,
            cache_dir=folder / ".cache" / "hub",
            endpoint=hub_address(os.environ),
            token=token or False,
        )
        _patiently(fetch_file, folder)


def _patiently(fetch_file: Callable[[], object], folder: Path) -> None:
    """Go on after a connection broke, as long as each try brings something more."""
    import requests  # noqa: PLC0415 (takes long to import)
    from requests.exceptions import ChunkedEncodingError  # noqa: PLC0415

    while True:
        before = size_of(folder)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of a full disk, which we look for ourselves
                fetch_file()
            return
        except (requests.ConnectionError, requests.Timeout, ChunkedEncodingError):
            if size_of(folder) < before + _WORTH_IT:
                raise
            time.sleep(_PAUSE)


def damaged(folder: Path, remote: Remote, files: Iterable[StoredFile]) -> Iterator[str]:
    """Yield the names of files that are not what the Hub described.

    :param files: the files of the folder with their hashes
    """
    here = {file.path: file for file in files}
    for wanted in remote.files:
        if not _is_right(wanted, here.get(wanted.path), folder / wanted.path):
            yield wanted.path


def _is_right(wanted: RemoteFile, found: StoredFile | None, path: Path) -> bool:
    if found is None or found.size != wanted.size:
        return False
    if wanted.sha256:
        return found.sha256 == wanted.sha256
    return wanted.git_sha1 in {"", _git_sha1(path)}


def _weights(item: Item, names: list[str]) -> list[str]:
    for patterns in WEIGHTS:
        if patterns[0] in names:
            return [name for name in names if any(fnmatch(name, each) for each in patterns)]
    raise NotFetched(f"{item.source} has no weights that could be used; say so to the maintainers")


def _remote(sibling: Any) -> RemoteFile:
    large = sibling.lfs
    return RemoteFile(
        path=sibling.rfilename,
        size=(large.size if large else sibling.size) or 0,
        sha256=large.sha256 if large else "",
        git_sha1="" if large else sibling.blob_id or "",
    )


def _git_sha1(path: Path) -> str:
    content = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
