"""What the local Zenodo makes of metadata: rows 2 to 13 of the contract.

Of lists that the contract only gives examples of (licences, languages, funders, schemes of
identifiers) this takes all that ``CITATION.cff`` and ``release.yml`` take: a value that passes here
may still be refused there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from typing import Any, get_args

from compass_model.release.citation_file import known_licences
from compass_model.release.vocabularies import FUNDERS, UploadType
from compass_scripts.release.local_zenodo_answer import Refusal, invalid


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TEXTS = _words("""title description access_right embargo_date access_conditions notes version method
image_type journal_title journal_volume journal_issue journal_pages conference_title
conference_acronym conference_dates conference_place conference_url conference_session
conference_session_part imprint_publisher imprint_isbn imprint_place partof_title partof_pages
thesis_university""")
LISTS = _words("keywords references subjects locations dates thesis_supervisors")
LANGUAGES = {"de": "deu", "en": "eng", "es": "spa", "fr": "fra", "it": "ita", "pt": "por"}
UPLOADS = get_args(UploadType)
PUBLICATIONS = _words("""
annotationcollection article book conferencepaper datamanagementplan deliverable
milestone other patent preprint proposal report section softwaredocumentation taxonomictreatment
technicalnote thesis workingpaper""")
ROLES = _words("""ContactPerson DataCollector DataCurator DataManager Distributor Editor
HostingInstitution Other Producer ProjectLeader ProjectManager ProjectMember RegistrationAgency
RegistrationAuthority RelatedPerson ResearchGroup Researcher RightsHolder Sponsor Supervisor
WorkPackageLeader""")
RELATIONS = _words("""cites continues describes documents hasPart hasVersion isCitedBy isCompiledBy
isContinuedBy isDerivedFrom isDescribedBy isDocumentedBy isIdenticalTo isNewVersionOf
isObsoletedBy isOriginalFormOf isPartOf isPreviousVersionOf isReferencedBy isRequiredBy isReviewedBy
isSourceOf isSupplementTo isSupplementedBy isVariantFormOf isVersionOf obsoletes references requires
reviews compiles""")
SCHEMES = (
    r"(?:https?://(?:dx\.)?doi\.org/)?(?P<doi>10\.\d+(?:\.\d+)*/\S+)",
    r"https?://hdl\.handle\.net/(?P<handle>[^/\s]+/\S*)",
    r"https?://pubmed\.ncbi\.nlm\.nih\.gov/(?P<pmid>\d+)/?",
    r"https?://\S+",
    r"arxiv:\S+",
    r"urn:\S+",
)
"""The first that fits says what an identifier is; of a resolver's address its part is kept."""
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?")


def read_metadata(sent: Any) -> dict[str, Any]:
    """Return metadata as they are stored and echoed; unknown keys are dropped in silence (row 4).

    :raises Refusal: for what is refused at once; most mistakes only ``publish`` tells (row 7)
    """
    if not isinstance(sent, dict):
        raise invalid(("metadata", "Not a valid mapping."))
    kept = {key: sent[key] for key in TEXTS + LISTS if sent.get(key) not in (None, "", [])}
    for key, words in (("upload_type", UPLOADS), ("publication_type", PUBLICATIONS)):
        if sent.get(key):
            kept[key] = _one_of(sent[key], words)
    if _is_day(sent.get("publication_date")):  # a wrong date is dropped (row 7)
        kept["publication_date"] = sent["publication_date"]
    if "language" in sent:
        kept["language"] = _language(sent["language"])
    kept["license"] = _licence(sent.get("license"), sent.get("upload_type"))
    kept["access_right"] = kept.get("access_right", "open")
    kept["creators"] = [_person(each) for each in sent.get("creators") or []]
    if sent.get("contributors"):
        kept["contributors"] = [_contributor(each) for each in sent["contributors"]]
    if sent.get("related_identifiers"):
        kept["related_identifiers"] = [_related(each) for each in sent["related_identifiers"]]
    if sent.get("communities"):
        kept["communities"] = [
            {"identifier": str(each.get("identifier", ""))} for each in sent["communities"]
        ]
    if sent.get("grants"):
        kept["grants"] = [_grant(each) for each in sent["grants"]]
    return kept


def faults_for_publishing(metadata: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the fields that publishing refuses, with what is wrong with them (row 7)."""
    missing = "Missing data for required field."
    needed = ("title", "creators", "publication_date", "upload_type")
    faults = [(f"metadata.{key}", missing) for key in needed if not metadata.get(key)]
    if metadata.get("upload_type") == "publication" and not metadata.get("publication_type"):
        faults.append(("metadata.publication_type", missing))
    for sort in ("creators", "contributors"):
        for number, person in enumerate(metadata.get(sort, [])):
            if "orcid" in person and not _is_orcid(person["orcid"]):
                faults.append((f"metadata.{sort}.{number}.orcid", "Invalid ORCID identifier."))
            if sort == "contributors" and not person.get("type"):
                faults.append((f"metadata.{sort}.{number}.role", missing))
    return faults


def without_unknown_communities(metadata: dict[str, Any], known: Collection[str]) -> dict[str, Any]:
    """Return metadata as a publication leaves them: unknown communities are gone (row 13)."""
    kept = [each for each in metadata.get("communities", []) if each["identifier"] in known]
    rest = {key: value for key, value in metadata.items() if key != "communities"}
    return rest | ({"communities": kept} if kept else {})


def _one_of(value: Any, words: Collection[str]) -> str:
    if value in words:
        return str(value)
    raise Refusal(400, f"Invalid value {value}.")  # row 6


def _language(text: str) -> str | None:
    """Row 9; which codes of three letters there are is not in the contract."""
    if len(text) == 2:
        return LANGUAGES.get(text)
    return text if re.fullmatch(r"[a-z]{3}", text) else _one_of(text, ())


def _licence(sent: Any, upload_type: Any) -> str:
    """Row 8."""
    if not sent:
        return "cc-zero" if upload_type == "dataset" else "cc-by-4.0"
    name = str(sent.get("id") if isinstance(sent, dict) else sent).lower()
    if name not in {"cc-zero", *map(str.lower, known_licences())}:
        raise invalid(("metadata.license", f"Invalid license provided: {name}"))
    return name


def _person(sent: dict[str, Any]) -> dict[str, Any]:
    """Row 10: a name with one comma is a person's, any other is one whole family name."""
    name = str(sent.get("name", ""))
    if name.count(",") == 1:
        name = ", ".join(part.strip() for part in name.split(","))
    person = {"name": name, "affiliation": sent.get("affiliation")}
    return person | {key: sent[key] for key in ("orcid", "gnd") if sent.get(key)}


def _contributor(sent: dict[str, Any]) -> dict[str, Any]:
    role = sent.get("type")  # none is only told when it is published (row 7)
    return _person(sent) | ({"type": _one_of(role, ROLES)} if role else {})


def _related(sent: dict[str, Any]) -> dict[str, Any]:
    """Row 12."""
    if "relation" not in sent:
        raise Refusal(500, "Internal server error")
    identifier = str(sent.get("identifier", ""))
    found = next(filter(None, (re.fullmatch(each, identifier, re.I) for each in SCHEMES)), None)
    if found is None:
        raise invalid(("metadata.related_identifiers.0.scheme", _unknown_scheme(identifier)))
    identifier = next(iter(found.groupdict().values()), identifier)
    kept = {"identifier": identifier, "relation": _one_of(sent["relation"], RELATIONS)}
    return kept | ({"resource_type": sent["resource_type"]} if "resource_type" in sent else {})


def _unknown_scheme(identifier: str) -> str:
    return f"No valid scheme recognized for identifier {identifier}."


def _grant(sent: dict[str, Any]) -> dict[str, Any]:
    """Row 11: few funders are mapped, and CZI's 10.13039/100014989 is not."""
    if "id" not in sent:
        raise Refusal(500, "Internal server error")
    _one_of(str(sent["id"]).partition("::")[0], FUNDERS)
    return {"id": sent["id"]}


def _is_day(text: Any) -> bool:
    if not isinstance(text, str) or not DAY.fullmatch(text):
        return False
    try:
        return all(dt.date.fromisoformat((day + "-01-01")[:10]) for day in text.split("/"))
    except ValueError:
        return False


def _is_orcid(text: Any) -> bool:
    signs = str(text).replace("-", "")
    if not re.fullmatch(r"\d{15}[\dX]", signs):
        return False
    total = 0
    for sign in signs[:-1]:
        total = (total + int(sign)) * 2
    return signs[-1] == "0123456789X"[(12 - total % 11) % 11]
