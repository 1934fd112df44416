"""The roster of a study: who and what must not be named, and what stands there instead.

It is kept outside every repository. No message quotes a name from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from compass_model.fields import Entries, Model, Text, WhenMissing
from compass_model.problems import Code, Problem
from compass_model.study.folding import clean, fold
from compass_model.study.hand_file import read_hand_file, validate_quietly
from compass_model.yaml_source import Loc, YamlDocument


def _name(value: str) -> str:
    value = clean(value).strip()
    if not fold(value):
        raise PydanticCustomError("wrong_value", "has no letter or digit; write the name")
    return value


def _replacement(value: str) -> str:
    if clean(value) != value:
        raise PydanticCustomError("wrong_value", "holds a sign that cannot be seen; write it again")
    return value


Name = Annotated[Text, AfterValidator(_name)]
Replacement = Annotated[Text, AfterValidator(_replacement)]


class Person(Model):
    """Somebody who must not be named."""

    pseudonym: Replacement = Field(examples=["P07"])
    """What stands in the place of the name."""
    names: Annotated[Entries[Name], WhenMissing("write the full name: 'names: [Alice Example]'")]
    """Full names, in every form in which they are written; parts of them are found, too."""
    nicknames: list[Name] = []
    handles: list[Name] = []
    """Names on GitHub, Zulip and so on, with or without @."""
    emails: list[Name] = []
    phones: list[Name] = []


class Thing(Model):
    """An organisation, a place or a project that must not be named."""

    names: Annotated[Entries[Name], WhenMissing("write them: 'names: [Example University]'")]
    as_: Annotated[
        Replacement, WhenMissing("write what stands there: 'as: \"[a university]\"'")
    ] = Field(alias="as")
    """What stands in the place of the name, usually in square brackets."""


class Roster(Model):
    """The names of a study."""

    people: list[Person] = []
    organisations: list[Thing] = []
    places: list[Thing] = []
    projects: list[Thing] = []
    keep: list[Name] = []
    """Words with a capital letter that may stay, such as JupyterHub."""
    words: list[Name] = []
    """Ordinary words, in the language of the interviews, that are names as well."""


class Given(NamedTuple):
    """One name, as the roster has it."""

    name: str
    replacement: str
    sort: str
    """people, organisations, places or projects"""
    loc: Loc
    field: str


def given_names(roster: Roster) -> Iterator[Given]:
    """Yield the names and nicknames of all people and things, with their place in the file."""
    for i, person in enumerate(roster.people):
        for field in ("names", "nicknames"):
            for j, name in enumerate(getattr(person, field)):
                yield Given(name, person.pseudonym, "people", ("people", i, field, j), field)
    for sort in ("organisations", "places", "projects"):
        for i, thing in enumerate(getattr(roster, sort)):
            for j, name in enumerate(thing.names):
                yield Given(name, thing.as_, sort, (sort, i, "names", j), "names")


def read_roster(path: Path) -> tuple[Roster | None, list[Problem]]:
    """Read a roster.

    :returns: the roster, or ``None`` when something in it is wrong, and all problems
    """
    document, problems = read_hand_file(path.parent, path.name)
    name = path.as_posix()
    if document is None:
        return None, problems
    checked = validate_quietly(Roster, document, name)
    problems += checked.problems
    if not checked.complete:
        return None, problems
    problems += _conflicts(checked.value, document, name)
    return (None if problems else checked.value), problems


def _conflicts(roster: Roster, document: YamlDocument, path: str) -> Iterator[Problem]:
    """Yield names with two meanings, and replacements that would name somebody."""
    first: dict[str, Given] = {}
    for given in given_names(roster):
        before = first.setdefault(fold(given.name), given)
        if before.replacement != given.replacement:
            message = (
                "this name stands for somebody or something else on line "
                f"{document.line(before.loc)}; keep one of them, and if two people share it, write "
                "their full names only"
            )
            yield Problem(path, document.line(given.loc), message, Code.WRONG_VALUE)
    pseudonyms: dict[str, Loc] = {}
    for i, person in enumerate(roster.people):
        loc: Loc = ("people", i, "pseudonym")
        before_at = pseudonyms.setdefault(fold(person.pseudonym), loc)
        if before_at != loc:
            message = (
                "this pseudonym stands for two people; the first is on line "
                f"{document.line(before_at)}; give each their own"
            )
            yield Problem(path, document.line(loc), message, Code.DUPLICATE_ID)
    for loc, replacement in _replacements(roster):
        hits = [first[key] for key in _keys_in(replacement) if key in first]
        if hits:
            what = "the pseudonym" if loc[-1] == "pseudonym" else "'as'"
            line = document.line(hits[0].loc)
            message = f"{what} is or holds the name on line {line}; choose one that names nobody"
            yield Problem(path, document.line(loc), message, Code.WRONG_VALUE)
    for i, term in enumerate(roster.keep):
        if fold(term) in first:
            line = document.line(first[fold(term)].loc)
            message = (
                f"'keep' has the name on line {line}, which must not stay; take one of them out"
            )
            yield Problem(path, document.line(("keep", i)), message, Code.WRONG_VALUE)


def _replacements(roster: Roster) -> Iterator[tuple[Loc, str]]:
    for i, person in enumerate(roster.people):
        yield ("people", i, "pseudonym"), person.pseudonym
    for sort in ("organisations", "places", "projects"):
        things: Iterable[Thing] = getattr(roster, sort)
        for i, thing in enumerate(things):
            yield (sort, i, "as"), thing.as_


def _keys_in(text: str) -> Iterator[str]:
    """Yield the foldings of all runs of words in a *text*."""
    words = re.findall(r"[^\W_]+", text)
    for i in range(len(words)):
        for j in range(i + 1, min(len(words), i + 6) + 1):
            yield fold("".join(words[i:j]))
