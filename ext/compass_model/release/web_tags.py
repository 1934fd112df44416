"""What the head of a web page says of a release, for search engines and reference managers.

* Highwire tags: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
* JSON-LD in the words of https://schema.org
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compass_model.identifiers import doi_url, is_doi
from compass_model.release.citation_text import PUBLISHER, best_doi
from compass_model.release.record import Party, ReleaseRecord

_TYPES = {
    "dataset": "Dataset",
    "image": "ImageObject",
    "lesson": "LearningResource",
    "software": "SoftwareSourceCode",
    "video": "VideoObject",
}


def highwire(record: ReleaseRecord, *, doi: str = "") -> Iterator[tuple[str, str]]:
    """Yield the names and contents of the tags, in the order in which they belong together."""
    yield "citation_title", record.title
    for party in record.creators:
        yield "citation_author", party.inverted
        if party.affiliation:
            yield "citation_author_institution", party.affiliation
        if party.orcid:
            yield "citation_author_orcid", f"https://orcid.org/{party.orcid}"
    if record.date is not None:
        yield "citation_publication_date", record.date.strftime("%Y/%m/%d")
    if cited := best_doi(record, doi):
        yield "citation_doi", cited
        yield "citation_publisher", PUBLISHER
    if record.url:
        yield "citation_public_url", record.url
    yield "citation_language", record.language
    if record.keywords:
        yield "citation_keywords", "; ".join(record.keywords)


def json_ld(record: ReleaseRecord, *, doi: str = "") -> dict[str, Any]:
    """Return the description of the work as JSON-LD."""
    cited = best_doi(record, doi)
    kind = "Report" if record.publication_type == "report" else _TYPES.get(record.upload_type)
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind or "CreativeWork",
        "@id": doi_url(cited) if cited else "",
        "identifier": doi_url(cited) if cited else "",
        "name": record.title,
        "abstract": record.abstract,
        "version": record.version,
        "datePublished": record.date.isoformat() if record.date else "",
        "inLanguage": record.language,
        "author": [_party(party) for party in record.creators],
        "contributor": [_party(party) for party in record.contributors],
        "publisher": {"@type": "Organization", "name": PUBLISHER} if cited else "",
        "license": [f"https://spdx.org/licenses/{name}" for name in record.licences],
        "keywords": list(record.keywords),
        "url": record.url,
        "funder": [{"@type": "Organization", "name": item.funder} for item in record.funding],
        "isPartOf": [
            doi_url(work.identifier) if is_doi(work.identifier) else work.identifier
            for work in record.related
            if work.relation == "isPartOf"
        ],
    }
    if found["@type"] == "SoftwareSourceCode":
        found["codeRepository"] = record.repository
    return {name: value for name, value in found.items() if value}


def _party(party: Party) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "Person" if party.is_person else "Organization",
        "@id": f"https://orcid.org/{party.orcid}" if party.orcid else "",
        "name": party.natural,
    }
    if party.is_person and party.given:
        found |= {"familyName": party.name, "givenName": party.given}
    if party.affiliation:
        found["affiliation"] = {"@type": "Organization", "name": party.affiliation}
    return {name: value for name, value in found.items() if value}
