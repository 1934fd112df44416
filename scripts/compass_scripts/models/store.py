"""The folder of models on this computer: where it is, what is in it, how a model gets into it.

Nothing here uses a network. A model is a folder or a file at ``MODELS/PART/NAME``.
"""

from __future__ import annotations

import os
import re
import secrets
import shlex
import shutil
from pathlib import Path
from typing import NamedTuple

import click

from compass_scripts.models import catalogue
from compass_scripts.models.manifest import (
    PARTS,
    Entry,
    hash_model,
    place_of,
    read_manifest,
    write_manifest,
)

VARIABLE = "COMPASS_MODELS"
"""The environment variable that names the folder of models."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class StoredModel(NamedTuple):
    """A model that is on this computer, as the manifest describes it."""

    part: str
    """One of ``recognition``, ``alignment``, ``diarisation``, ``voice-activity``, ``sentences``."""
    name: str
    language: str
    """A code such as ``de``; empty for a model that is for all languages."""
    path: Path
    """The folder or file, as an absolute path."""
    sha256: str
    """One hash over the names and hashes of its files."""
    source: str
    revision: str
    licence: str


class MissingModel(click.ClickException):
    """A model is not there, or not as it was fetched; the message says what to run."""

    exit_code = 2


def models_folder(given: Path | None) -> Path:
    """Return the folder of models.

    :param given: the value of ``--models``; without it, ``COMPASS_MODELS`` or a folder of the user
    """
    named = os.environ.get(VARIABLE)
    if given is None and named:
        given = Path(named)
    if given is None:
        given = Path(click.get_app_dir("team-compass")) / "models"
    return given.expanduser().absolute()


def find_model(folder: Path, part: str, name: str = "", language: str = "") -> StoredModel:
    """Return a model of the folder. The sizes of its files are compared with the manifest.

    :param part: what it is for
    :param name: its name; without it, the usual one, or the last that came
    :param language: the language of an alignment model
    :raises MissingModel: when it is not there or has changed; one line that says what to run
    :raises BrokenManifest: when the manifest cannot be read
    """
    fitting = [
        entry
        for entry in read_manifest(folder)
        if entry.part == part
        and entry.language in {"", language}
        and (not name or entry.name == name)
    ]
    if not name:
        usual = [entry for entry in fitting if entry.name == catalogue.USUAL.get(part)]
        fitting = usual or ([] if part in catalogue.USUAL else fitting)
    if not fitting:
        raise MissingModel(_missing(folder, part, name, language))
    entry = fitting[-1]
    if changed := changed_size(folder, entry):
        message = (
            f"the {_called(part, entry.name, entry.language)} in {folder} is not as it was "
            f"fetched ({changed}); fetch it again: {_what_to_run(folder, entry)}"
        )
        raise MissingModel(message)
    return stored(folder, entry)


def register(  # noqa: PLR0913 (what a manifest says of a model)
    folder: Path,
    part: str,
    name: str,
    path: Path,
    *,
    language: str = "",
    source: str = "",
    revision: str = "",
    licence: str = "",
) -> StoredModel:
    """Write a model into the manifest; it takes the place of one with the same part and name.

    A model that lies elsewhere is copied to ``folder/part/name`` first, without hidden files.

    :param path: a folder or a file
    :raises ValueError: when *part* or *name* cannot be one, or the model has no files
    :raises OSError: when it cannot be read or copied
    :raises BrokenManifest: when the manifest cannot be read or written
    """
    if part not in PARTS or not _NAME.fullmatch(name):
        message = f"{part!r}, {name!r}: no part and name of a model"
        raise ValueError(message)
    folder, path = folder.absolute(), path.absolute()
    read_manifest(folder)  # a damaged one is said before anything is copied
    if not path.is_relative_to(folder):
        path = copied(path, folder / part / name)
    files = tuple(hash_model(path))
    if not files:
        message = f"{path}: a model without files"
        raise ValueError(message)
    entry = Entry(
        part=part,
        name=name,
        language=language,
        source=source,
        revision=revision,
        licence=licence,
        path=path.relative_to(folder).as_posix(),
        files=files,
    )
    return enter(folder, entry)


def enter(folder: Path, entry: Entry) -> StoredModel:
    """Write what is known of a model into the manifest, in place of an older entry.

    :raises BrokenManifest: when the manifest cannot be read or written
    """
    one = (entry.part, entry.name)
    rest = [other for other in read_manifest(folder) if (other.part, other.name) != one]
    write_manifest(folder, [*rest, entry])
    return stored(folder, entry)


def known_alignment(language: str) -> bool:
    """Return whether a model that aligns words of this language could be fetched."""
    return language in catalogue.ALIGNMENT


def stored(folder: Path, entry: Entry) -> StoredModel:
    """Return what programs need to know of an entry of the manifest."""
    return StoredModel(
        entry.part,
        entry.name,
        entry.language,
        folder.absolute() / entry.path,
        entry.sha256,
        entry.source,
        entry.revision,
        entry.licence,
    )


def changed_size(folder: Path, entry: Entry) -> str:
    """Return which file is missing or has another size, and an empty text when none does."""
    for file in entry.files:
        try:
            size = place_of(folder, entry, file).stat().st_size
        except OSError as error:
            gone = isinstance(error, FileNotFoundError)
            return f"{file.path} is missing" if gone else f"{file.path} cannot be read"
        if size != file.size:
            return f"{file.path} has another size"
    return ""


def copied(path: Path, target: Path) -> Path:
    """Copy a model so that it is there with all of its files or not at all.

    :returns: the folder *target*, or the file in it
    :raises OSError: when it cannot be copied; *target* is then as it was, or gone
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        if path.is_dir():
            shutil.copytree(path, part, ignore=shutil.ignore_patterns(".*"))
        else:
            part.mkdir()
            shutil.copyfile(path, part / path.name)
        put_in_place(part, target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return target / path.name if path.is_file() else target


def put_in_place(folder: Path, target: Path) -> None:
    """Give a finished folder its place; what was there is removed.

    Nobody else may write into it: a model is a program in a way, and NLTK refuses such folders.

    :raises OSError: when it cannot be moved
    """
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode & ~0o022)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        old = target.with_name(f".{secrets.token_hex(8)}.old")
        target.rename(old)
        folder.rename(target)
        shutil.rmtree(old)
    else:
        folder.rename(target)


def _missing(folder: Path, part: str, name: str, language: str) -> str:
    name = name or catalogue.USUAL.get(part, "")
    text = f"there is no {_called(part, name, language)} in {folder}"
    wanted = catalogue.fetchable(part, name, language)
    if wanted is None:
        return f"{text}, and none that could be fetched is known"
    return f"{text}; run {_command(folder, wanted)}"


def _called(part: str, name: str, language: str) -> str:
    words = f'model "{name}" for {part}' if name else f"model for {part}"
    return f"{words} of the language '{language}'" if language else words


def _what_to_run(folder: Path, entry: Entry) -> str:
    wanted = catalogue.fetchable(entry.part, entry.name, entry.language)
    if wanted is None:
        return "it was not fetched by 'compass models fetch'; put it there again"
    return _command(folder, wanted)


def _command(folder: Path, options: str) -> str:
    words = ["compass models fetch", options]
    if folder.absolute() != models_folder(None):
        words.append(f"--models {shlex.quote(str(folder))}")
    return f"'{' '.join(word for word in words if word)}'"
