"""One release as a record: everything that a deposit, a citation and a web page say of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from compass_model.identifiers import bare_orcid
from compass_model.problems import Code, Problem, one_of
from compass_model.release.citation_file import Citation, read_citation
from compass_model.release.release_file import (
    Contributor,
    Funding,
    ReadRelease,
    Related,
    read_release_file,
)
from compass_model.tree import in_order

ALL_VERSIONS = "All versions"
"""How ``CITATION.cff`` describes the DOI that stands for every version."""


def version_description(version: str) -> str:
    """Return how ``CITATION.cff`` describes the DOI of one version."""
    return f"Version {version}"


class Party(NamedTuple):
    """A person, or a group or organisation."""

    name: str
    """The name of a group or organisation; the family name of a person, with what belongs to it."""
    given: str = ""
    affiliation: str = ""
    orcid: str = ""
    """Without the address before it."""
    is_person: bool = False
    roles: tuple[str, ...] = ()
    """For contributors who are no authors."""

    @property
    def inverted(self) -> str:
        """The name as lists of works sort it: ``Family, Given``."""
        return f"{self.name}, {self.given}" if self.given else self.name

    @property
    def natural(self) -> str:
        """The name as it is spoken: ``Given Family``."""
        return f"{self.given} {self.name}".strip()


class ReleaseRecord(NamedTuple):
    """A release, from ``CITATION.cff`` and ``release.yml``."""

    title: str
    version: str
    date: dt.date | None
    """The day of the release; ``None`` while it is not decided."""
    abstract: str
    creators: tuple[Party, ...]
    keywords: tuple[str, ...]
    licence: str
    """The one licence of the record, as SPDX writes it."""
    licences: tuple[str, ...]
    """All licences of the work."""
    doi: str
    """The DOI of this very version; empty in the tagged tree."""
    concept_doi: str
    """The DOI of all versions; empty before the first is published."""
    repository: str
    """The address of the repository with the sources; may be empty."""
    url: str
    """The address of the site; may be empty."""
    target: str
    """``sandbox`` or ``zenodo``."""
    upload_type: str
    publication_type: str
    language: str
    contributors: tuple[Party, ...]
    communities: tuple[str, ...]
    related: tuple[Related, ...]
    funding: tuple[Funding, ...]
    notes: str
    files: tuple[str, ...]
    """Files and folders whose sources are deposited, relative to the repository."""


def read_release(root: Path) -> tuple[ReleaseRecord | None, list[Problem]]:
    """Read and check what the repository *root* says of its release. No network is used.

    :returns: the record, or ``None`` when it cannot be made, and every problem of both files
    """
    citation, problems = read_citation(root)
    release, found = read_release_file(root)
    problems += found
    if citation is None or release is None:
        return None, in_order(problems)
    problems += _licence_problems(citation, release)
    problems = in_order(problems)
    lacking = [p for p in citation.problems if p.code == Code.MISSING_FIELD]
    return (None if lacking else _record(citation, release)), problems


def _record(citation: Citation, release: ReadRelease) -> ReleaseRecord:
    value, file = citation.value, release.file
    version = str(value["version"])
    dois = {
        str(item.get("description", "")): str(item["value"])
        for item in value.get("identifiers", [])
        if item["type"] == "doi"
    }
    day = _day(str(value.get("date-released", "")))
    return ReleaseRecord(
        title=_one_line(value["title"]),
        version=version,
        date=day,
        abstract=str(value["abstract"]).strip(),
        creators=tuple(_author(author) for author in value["authors"]),
        keywords=tuple(_one_line(word) for word in value.get("keywords", [])),
        licence=file.licence or _licences(citation)[0],
        licences=_licences(citation),
        doi=dois.get(version_description(version), ""),
        concept_doi=dois.get(ALL_VERSIONS, ""),
        repository=str(value.get("repository-code", "")),
        url=str(value.get("url", "")),
        target=file.target,
        upload_type=file.upload_type,
        publication_type=file.publication_type or "",
        language=file.language,
        contributors=tuple(map(_contributor, file.contributors)),
        communities=tuple(file.communities),
        related=tuple(file.related),
        funding=tuple(file.funding),
        notes=file.notes,
        files=tuple(file.files),
    )


def _author(author: dict[str, Any]) -> Party:
    affiliation = _one_line(author.get("affiliation", ""))
    orcid = bare_orcid(str(author.get("orcid", "")))
    if "name" in author:
        return Party(_one_line(author["name"]), orcid=orcid)
    parts = ("name-particle", "family-names", "name-suffix")
    family = " ".join(_one_line(author[part]) for part in parts if author.get(part))
    given = _one_line(author.get("given-names", ""))
    if not author.get("family-names"):
        family, given = given or _one_line(author.get("alias", "")), ""
    return Party(family, given, affiliation, orcid, is_person=True)


def _contributor(given: Contributor) -> Party:
    return Party(
        given.name or given.family_names,
        given.given_names,
        given.affiliation,
        bare_orcid(given.orcid),
        is_person=not given.name,
        roles=tuple(given.roles),
    )


def _licences(citation: Citation) -> tuple[str, ...]:
    found = citation.value.get("license", [])
    return (found,) if isinstance(found, str) else tuple(found)


def _licence_problems(citation: Citation, release: ReadRelease) -> Iterator[Problem]:
    """Zenodo shows one licence; which one is said, not guessed."""
    known, chosen = _licences(citation), release.file.licence
    if len(known) > 1 and not chosen:
        message = (
            f"Zenodo takes one licence, and here are {len(known)}; "
            f"add 'licence' to release.yml: {one_of(known)}"
        )
        yield Problem(*citation.place("license"), message, Code.MISSING_FIELD)
    if chosen and known and chosen not in known:
        message = f"'licence' cannot be '{chosen}'; CITATION.cff has {one_of(known)}"
        yield Problem(*release.place("licence"), message, Code.WRONG_VALUE)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _one_line(text: Any) -> str:
    return re.sub(r"\s+", " ", str(text)).strip()
