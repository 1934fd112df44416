"""A release as Zenodo's deposit interface takes it, and what came of it there."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from compass_model.release.record import Party, ReleaseRecord
from compass_model.release.release_file import Funding
from compass_model.release.vocabularies import FUNDERS

_HTML = {"description", "notes"}
_TAG = re.compile(r"<[^<>]*>")
_RESOLVED = re.compile(
    r"(?i)https?://(?:(?:dx\.)?doi\.org/(10\.\d.*)|hdl\.handle\.net/([^/]+/.*)"
    r"|pubmed\.ncbi\.nlm\.nih\.gov/(\d+)/?)"
)
"""Addresses of which Zenodo keeps the identifier only."""
_LANGUAGES = {"en": "eng", "es": "spa", "fr": "fra", "de": "deu", "pt": "por"}


def zenodo_metadata(
    record: ReleaseRecord, *, commit: str, manifest_sha256: str, tag: str = ""
) -> dict[str, Any]:
    """Return the ``metadata`` of a deposit. It never has a DOI, which Zenodo would believe.

    :param commit: the commit that is released
    :param manifest_sha256: the SHA-256 of the list of files
    :param tag: the name under which the commit is found; without one, the commit itself
    :raises ValueError: for a record without a date
    """
    if record.date is None:
        raise ValueError("a release needs a date; add 'date-released' to CITATION.cff")
    metadata: dict[str, Any] = {
        "title": record.title,
        "version": record.version,
        "publication_date": record.date.isoformat(),
        "description": _paragraphs(record.abstract),
        "upload_type": record.upload_type,
        "publication_type": record.publication_type,
        "access_right": "open",
        "license": record.licence.lower(),
        "creators": [_party(party) for party in record.creators],
        "contributors": [
            {**_party(party), "type": role} for party in record.contributors for role in party.roles
        ],
        "keywords": list(record.keywords),
        "language": record.language,
        "related_identifiers": list(_related(record, tag or commit)),
        "communities": [{"identifier": name} for name in record.communities],
        "grants": [
            {"id": f"{funding.funder_doi}::{funding.award}"}
            for funding in record.funding
            if _is_carried(funding)
        ],
        "notes": _notes(record, commit, manifest_sha256),
    }
    return {name: value for name, value in metadata.items() if value}


def _party(party: Party) -> dict[str, str]:
    found = {"name": party.inverted, "affiliation": party.affiliation, "orcid": party.orcid}
    return {name: value for name, value in found.items() if value}


def _related(record: ReleaseRecord, tag: str) -> Iterator[dict[str, str]]:
    if record.repository:
        url = f"{record.repository.removesuffix('/').removesuffix('.git')}/tree/{tag}"
        yield {"identifier": url, "relation": "isSupplementTo", "resource_type": "software"}
    if record.url:
        yield {"identifier": record.url, "relation": "isIdenticalTo"}
    for work in record.related:
        entry = {"identifier": work.identifier, "relation": work.relation}
        yield {**entry, "resource_type": work.type} if work.type else entry


def _is_carried(funding: Funding) -> bool:
    """Return whether the interface takes a grant; it refuses the record for other funders."""
    return bool(funding.award) and funding.funder_doi in FUNDERS


def _notes(record: ReleaseRecord, commit: str, manifest_sha256: str) -> str:
    parts = [record.notes]
    for funding in record.funding:
        if not _is_carried(funding):
            details = [f"grant {funding.award}" if funding.award else "", funding.title]
            shown = ", ".join(filter(None, [funding.funder, *details]))
            parts.append(f"Funded by: {shown}.")
    if len(record.licences) > 1:
        parts.append(f"Licences of the parts: {', '.join(record.licences)}.")
    parts.append(f"Made from the commit {commit}; SHA-256 of the manifest: {manifest_sha256}.")
    return "".join(_paragraphs(part) for part in parts if part)


def _paragraphs(text: str) -> str:
    blocks = re.split(r"\n\s*\n", text.strip())
    return "".join(
        f"<p>{html.escape(' '.join(block.split()), quote=False)}</p>" for block in blocks
    )


def differences(sent: dict[str, Any], got: dict[str, Any]) -> list[str]:
    """Return what a server dropped or changed, one sentence for each field.

    What it adds, and other ways to write the same, are no differences.
    """
    found = []
    for name in sorted(sent):
        wanted, there = _normal(name, sent[name]), _normal(name, got.get(name))
        if there in (None, "", [], {}) and wanted not in (None, "", [], {}):
            found.append(f"'{name}' was dropped; sent was {_shown(wanted)}")
        elif not _same(name, wanted, there):
            found.append(f"'{name}' was changed from {_shown(wanted)} to {_shown(there)}")
    return found


def _normal(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        if name == "license":
            return _normal(name, value.get("id", ""))
        return {key: _normal(key, item) for key, item in value.items() if item not in (None, "")}
    if isinstance(value, list):
        return [_normal(name, item) for item in value]
    if not isinstance(value, str):
        return value
    if name in _HTML:
        # A tag ends a word: "<p>a</p><p>b</p>" is not "ab".
        value = html.unescape(_TAG.sub(" ", value))
    value = " ".join(value.split())
    if name == "license":
        return value.lower()
    if name == "identifier" and (address := _RESOLVED.fullmatch(value)):
        return next(filter(None, address.groups()))
    if name == "language":
        return _LANGUAGES.get(value, value)
    return value


def _same(name: str, wanted: Any, there: Any) -> bool:
    """Compare two normal values; a server may add keys to an entry, but no entries."""
    if isinstance(wanted, dict) and isinstance(there, dict):
        return all(_same(key, item, there.get(key)) for key, item in wanted.items())
    if isinstance(wanted, list) and isinstance(there, list):
        pairs = zip(wanted, there, strict=False)
        return len(wanted) == len(there) and all(_same(name, *pair) for pair in pairs)
    return bool(wanted == there)


def _shown(value: Any) -> str:
    text = str(value)
    return f"'{text[:119]}…'" if len(text) > 120 else f"'{text}'"
