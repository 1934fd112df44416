"""Fetching models, one after the other; what one of them costs, the others do not lose.

A model is put together in ``MODELS/.fetch/`` and gets its place when all of its files are there and
right. An interrupted run leaves what it has there, and the next one goes on with it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from compass_scripts.models import hub, punkt
from compass_scripts.models.catalogue import Item
from compass_scripts.models.hub_token import read_token
from compass_scripts.models.manifest import Entry, hash_model
from compass_scripts.models.progress import Watch, megabytes, size_of
from compass_scripts.models.sites import address
from compass_scripts.models.store import enter, put_in_place
from compass_scripts.models.trouble import in_one_line
from compass_scripts.writing import sync_folder

WORKSHOP = ".fetch"
LOCK = "lock"
_SPARE = 50_000_000
"""What is left of the disk for others."""


def fetch_all(folder: Path, items: Sequence[Item], *, say: Callable[[str], None]) -> list[Item]:
    """Fetch models and write them into the manifest.

    :param folder: the folder of models
    :param say: told one line for each model
    :returns: those that could not be fetched
    :raises click.UsageError: when the folder cannot be written, or another run holds it
    """
    failed = []
    with _alone(folder):
        hub.prepare(folder / WORKSHOP / "home")
        for item in items:
            try:
                text = fetch(folder, item)
            except click.ClickException:
                raise
            except Exception as error:  # noqa: BLE001, RUF100 (whatever it is, the others go on)
                why = in_one_line(error, item, folder, os.environ)
                say(f"  {item.name:<24} failed: {why}")
                failed.append(item)
            else:
                say(f"  {item.name:<24} {text}")
        if not failed:
            shutil.rmtree(folder / WORKSHOP / "home", ignore_errors=True)
    return failed


def fetch(folder: Path, item: Item) -> str:
    """Fetch one model, and write it into the manifest.

    :returns: what was fetched, for a person
    :raises Exception: whatever stands in the way; what was fetched so far stays
    """
    token = read_token(os.environ) if item.gated else ""
    work, target = folder / WORKSHOP / f"{item.part}-{item.name}", folder / item.part / item.name
    if target.exists() and not work.exists():
        target.rename(work)  # it has changed, or nobody knows it: what is right of it is kept
    work.mkdir(mode=0o700, parents=True, exist_ok=True)
    fill = _from_nltk if item.part == "sentences" else _from_hub
    revision = fill(item, work, token)
    files = tuple(hash_model(work))
    _to_disk(work)
    put_in_place(work, target)
    sync_folder(target.parent)
    entry = Entry(
        part=item.part,
        name=item.name,
        language=item.language,
        source=item.source,
        revision=revision,
        licence=item.licence,
        path=target.relative_to(folder).as_posix(),
        files=files,
    )
    enter(folder, entry)
    return f"fetched, {megabytes(sum(file.size for file in files))}, revision {revision[:7]}"


def _from_hub(item: Item, work: Path, token: str) -> str:
    """Fill a folder with the files of the newest commit, and return that commit."""
    remote = hub.describe(item, token)
    _need_room(work, remote.size)
    with Watch(item.name, work, remote.size):
        hub.download(item, remote, work, token)
    wanted = {file.path for file in remote.files}
    for path in sorted(work.rglob("*")):
        if path.is_file() and path.relative_to(work).as_posix() not in wanted:
            _forget(work, path)
    wrong = list(hub.damaged(work, remote, hash_model(work)))
    for name in wrong:
        (work / name).unlink(missing_ok=True)
    if wrong:
        raise hub.NotFetched(f"{wrong[0]} came damaged; run it again")
    shutil.rmtree(work / ".cache", ignore_errors=True)
    return remote.commit


def _from_nltk(item: Item, work: Path, token: str) -> str:  # noqa: ARG001 (it needs none)
    """Fill a folder with the rules of sentences, and return the hash of their archive."""
    package = punkt.describe(address(item, os.environ))
    _need_room(work, 5 * package.size)
    with Watch(item.name, work, package.size):
        return punkt.download(package, work)


def _forget(work: Path, path: Path) -> None:
    """Remove a file that is not wanted; what the library keeps about downloads stays."""
    if ".cache" not in path.relative_to(work).parts[:1]:
        path.unlink()


def _need_room(work: Path, size: int) -> None:
    missing = size - size_of(work)
    free = shutil.disk_usage(work).free
    if missing > 0 and free < missing + _SPARE:
        raise hub.NotFetched(
            f"{megabytes(missing)} are missing and the disk has room for {megabytes(free)}; "
            "make room, or name another folder with --models"
        )


def _to_disk(work: Path) -> None:
    """Let the content outlive a loss of power: the manifest must not know what is not there."""
    for path in work.rglob("*"):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let no other run write into the folder; the system takes the lock back in any case."""
    path = folder / WORKSHOP / LOCK
    try:
        path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        file = path.open("a", encoding="utf-8")
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise click.UsageError(f"{folder} cannot be written ({reason})") from None
    with file:
        try:
            import fcntl  # noqa: PLC0415 (not on Windows, where two runs are not kept apart)

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            pass
        except OSError:
            message = f"another 'compass models fetch' writes into {folder}; wait until it ends"
            raise click.UsageError(message) from None
        yield
