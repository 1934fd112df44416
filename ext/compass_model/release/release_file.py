"""``release.yml``: what a deposit needs and ``CITATION.cff`` cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from compass_model.fields import Entries, Finding, Model, Text, WhenMissing
from compass_model.identifiers import is_doi, orcid_problem
from compass_model.problems import Code, Problem
from compass_model.release.top_file import placeholders, read_top_file
from compass_model.release.vocabularies import (
    PublicationType,
    Relation,
    Role,
    Target,
    UploadType,
)
from compass_model.validate import validate
from compass_model.yaml_source import YamlDocument

RELEASE_FILE = "release.yml"


def _wrong(message: str) -> PydanticCustomError:
    return PydanticCustomError("wrong_value", message)


def _orcid(value: str) -> str:
    if wrong := orcid_problem(value):
        raise _wrong(wrong)
    return value


def _language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{3}", value):
        raise _wrong("must be a code of three letters (ISO 639-3), such as eng or spa")
    return value


def _community(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", value):
        raise _wrong("must be the last part of the community's address on Zenodo")
    return value


def _work(value: str) -> str:
    if not is_doi(value) and not re.fullmatch(r"https?://[^\s/]+\S*", value):
        raise _wrong("must be a DOI like 10.5281/zenodo.1003150, or an address with https://")
    return value


def _doi(value: str) -> str:
    if not is_doi(value):
        raise _wrong("must be a DOI like 10.13039/501100000780, without https://doi.org/")
    return value


def _path(value: str) -> str:
    steps = value.removesuffix("/").split("/")
    if "\\" in value or ":" in value or any(step in {"", ".", ".."} for step in steps):
        raise _wrong("must be a file or folder of this repository, written like source/events")
    if any(step.startswith(".") for step in steps):
        raise _wrong("must not name hidden files")
    return value.removesuffix("/")


class Contributor(Model):
    """A person or organisation that helped, and is no author."""

    name: Text = Field(default="", examples=["The Turing Way"])
    """The name of an organisation."""
    family_names: Text = ""
    given_names: Text = ""
    affiliation: Text = ""
    orcid: Annotated[Text, AfterValidator(_orcid)] = ""
    roles: Annotated[Entries[Role], WhenMissing("say what they did, for example 'roles: [Editor]'")]
    """What they did, in Zenodo's words."""

    def rules(self) -> Iterator[Finding]:
        """A name is needed, of one sort."""
        yield from super().rules()
        if bool(self.name) == bool(self.family_names):
            message = "a contributor has either 'name' (an organisation) or 'family-names'"
            yield Finding(("name",), Code.WRONG_VALUE, message)
        if self.name and self.name.count(",") == 1:
            message = (
                f"Zenodo would take '{self.name}' for a person, because of the comma; "
                "write the name without it"
            )
            yield Finding(("name",), Code.WRONG_VALUE, message)


class Related(Model):
    """Another work, and how this one is related to it."""

    relation: Relation
    """Read it from here: this work ``isPartOf`` the other."""
    identifier: Annotated[Text, AfterValidator(_work)]
    """The DOI of the other work, or its address."""
    type: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)?$")] = ""
    """What the other work is, such as ``publication-book`` or ``software``."""


class Funding(Model):
    """Who paid."""

    funder: Text
    """The name of the funder."""
    funder_doi: Annotated[Text, AfterValidator(_doi)] = ""
    """Its identifier in the Open Funder Registry."""
    award: Text = ""
    """The number of the grant."""
    title: Text = ""
    """The title of the grant."""


class ReleaseFile(Model):
    """Where and how a release is deposited."""

    target: Target
    """``sandbox`` to rehearse; ``zenodo`` publishes for ever."""
    upload_type: UploadType
    """What is deposited."""
    publication_type: PublicationType | None = None
    """Which sort of publication, when ``upload-type`` is ``publication``."""
    licence: Text = ""
    """The one licence that Zenodo shows, when ``CITATION.cff`` names several."""
    language: Annotated[str, AfterValidator(_language)]
    """The language of the pages, such as ``eng``."""
    contributors: list[Contributor] = []
    communities: list[Annotated[Text, AfterValidator(_community)]] = []
    """Communities on Zenodo that are asked to take the record."""
    related: list[Related] = []
    funding: list[Funding] = []
    notes: Text = ""
    """What else readers of the record should know."""
    files: Annotated[
        Entries[Annotated[Text, AfterValidator(_path)]],
        WhenMissing("name the folders whose sources are deposited, for example 'files: [source]'"),
    ]
    """Files and folders of the repository whose sources are deposited."""

    def rules(self) -> Iterator[Finding]:
        """What Zenodo asks for together; and no entry twice."""
        yield from super().rules()
        if self.upload_type == "publication" and not self.publication_type:
            message = (
                "'publication-type' is missing; add it, for example 'publication-type: report'"
            )
            yield Finding(("publication-type",), Code.MISSING_FIELD, message)
        if self.upload_type not in {"publication", None} and self.publication_type:
            message = "'publication-type' is for publications only; take it out"
            yield Finding(("publication-type",), Code.WRONG_VALUE, message)
        for i, contributor in enumerate(self.contributors):
            for found in contributor.rules():
                yield found._replace(loc=("contributors", i, *found.loc))
        for name in ("communities", "files"):
            entries = getattr(self, name) or ()
            for i in [i for i, entry in enumerate(entries) if entry in entries[:i]]:
                message = f"'{entries[i]}' stands twice in '{name}'; keep one of them"
                yield Finding((name, i), Code.WRONG_VALUE, message)


class ReadRelease(NamedTuple):
    """What was read of the file."""

    file: ReleaseFile
    document: YamlDocument

    def place(self, *loc: str | int) -> tuple[str, int]:
        """Return the file and line of a field."""
        return RELEASE_FILE, self.document.line(loc)


def read_release_file(root: Path) -> tuple[ReadRelease | None, list[Problem]]:
    """Read ``release.yml`` in the folder *root*.

    :returns: the file, or ``None`` when a field is wrong or missing, and all problems
    """
    advice = "write it with 'target: sandbox'; the guide to releases says what is in it"
    document, problems = read_top_file(root, RELEASE_FILE, advice)
    if document is None:
        return None, problems
    checked = validate(ReleaseFile, document.value, lambda loc: (RELEASE_FILE, document.line(loc)))
    problems += checked.problems
    problems += placeholders(RELEASE_FILE, document)
    if not checked.complete:
        return None, problems
    result = ReadRelease(checked.value, document)
    problems += _missing_files(root, result)
    return result, problems


def _missing_files(root: Path, release: ReadRelease) -> Iterator[Problem]:
    for i, name in enumerate(release.file.files):
        if not (root / name).exists():
            message = f"there is no '{name}'; correct its name under 'files', capitals count"
            yield Problem(*release.place("files", i), message, Code.MISSING_FILE)
