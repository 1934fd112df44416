"""What ``compass models fetch`` has to do: which models are asked for, and which are here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from compass_model.problems import did_you_mean, one_of
from compass_scripts.models.catalogue import (
    ALIGNMENT,
    RECOGNITION,
    SENTENCES,
    SPEAKERS,
    USUAL,
    Item,
)
from compass_scripts.models.checking import differences
from compass_scripts.models.manifest import Entry, read_manifest

USUAL_LANGUAGE = "en"


class Plan(NamedTuple):
    """What has to be done."""

    here: tuple[Item, ...]
    """Models that are here, with the content that was fetched."""
    wanted: tuple[Item, ...]
    """Models that have to be fetched."""
    changed: dict[str, str]
    """For a wanted model that is here with other content: its name, and what is different."""


def asked_for(
    folder: Path, model: str | None, languages: Sequence[str], *, speakers: bool
) -> list[Item]:
    """Return the models that are asked for, and those without which nothing can be transcribed.

    :param model: the name of a recognition model; without it, those that are here, or the usual one
    :param languages: codes of languages; without one, those that are here, or English
    :param speakers: whether speakers are to be told apart
    :raises click.UsageError: when a name or a code is not known
    :raises BrokenManifest: when the manifest cannot be read
    """
    entries = read_manifest(folder)
    parts = {entry.part for entry in entries}
    if model is not None:
        items = [_recognition(model)]
    elif "recognition" in parts:
        items = _here(entries, RECOGNITION)
    else:
        items = [RECOGNITION[USUAL["recognition"]]]
    if languages:
        items += [_alignment(code) for code in dict.fromkeys(languages)]
    elif "alignment" in parts:
        items += _here(entries, ALIGNMENT)
    else:
        items.append(ALIGNMENT[USUAL_LANGUAGE])
    items.append(SENTENCES)
    if speakers:
        items.append(SPEAKERS)
    return items


def make_plan(
    folder: Path, items: Sequence[Item], seen: Callable[[int], None] = lambda _bytes: None
) -> Plan:
    """Find out which of these models are here, by reading all of their files.

    :param seen: told how many bytes were read
    :raises BrokenManifest: when the manifest cannot be read
    """
    entries = {(entry.part, entry.name): entry for entry in read_manifest(folder)}
    here, wanted, changed = [], [], {}
    for item in items:
        entry = entries.get((item.part, item.name))
        found = differences(folder, entry, seen) if entry else []
        if entry and not found:
            here.append(item)
        else:
            wanted.append(item)
        if found:
            changed[item.name] = found[0]
    return Plan(tuple(here), tuple(wanted), changed)


def _here(entries: Sequence[Entry], known: Mapping[str, Item]) -> list[Item]:
    """Return those of the known models that the manifest names."""
    names = {(entry.part, entry.name) for entry in entries}
    return [item for item in known.values() if (item.part, item.name) in names]


def _recognition(name: str) -> Item:
    if name in RECOGNITION:
        return RECOGNITION[name]
    hint = did_you_mean(name, RECOGNITION) or f"; there is {one_of(RECOGNITION)}"
    raise click.UsageError(f"'{name}' is not a recognition model that can be fetched{hint}")


def _alignment(code: str) -> Item:
    if code in ALIGNMENT:
        return ALIGNMENT[code]
    message = (
        f"no alignment model is known for the language '{code}'; there is one for "
        f"{', '.join(ALIGNMENT)}. Without one, lines have times and words have none"
    )
    raise click.UsageError(message)
