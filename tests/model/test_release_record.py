"""What is made of a release: a citation, tags, the metadata of a deposit, the file with its DOI."""

from __future__ import annotations

import copy
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from pybtex.database.input.bibtex import Parser
from tests.release_site import CITATION, repository

from compass_model.release.citation_edit import with_dois
from compass_model.release.citation_text import apa, bibtex
from compass_model.release.record import Party, ReleaseRecord, read_release
from compass_model.release.web_tags import highwire, json_ld
from compass_model.release.zenodo_metadata import differences, zenodo_metadata

DOI, CONCEPT = "10.5072/zenodo.12", "10.5072/zenodo.11"
ADA = Party("Lovelace", "Ada K.", is_person=True)


@pytest.fixture
def record(tmp_path: Path) -> ReleaseRecord:
    found, problems = read_release(repository(tmp_path))
    assert problems == []
    assert found is not None
    return found


def metadata(record: ReleaseRecord) -> dict[str, Any]:
    return zenodo_metadata(record, commit="c0ffee", manifest_sha256="abc", tag="1.2.0")


# -- the record


def test_the_record_has_everything(record: ReleaseRecord):
    assert record.title == "Compass of the example community"
    assert (record.version, record.date) == ("1.2.0", dt.date(2026, 11, 30))
    assert [party.inverted for party in record.creators] == [
        "Carberry, Josiah Stinkney",
        "van Gogh Jr., Ana-Maria",
        "Example contributors",
    ]
    assert record.creators[0].orcid == "0000-0002-1825-0097"
    assert record.contributors[0].roles == ("Editor", "Researcher")
    assert (record.doi, record.concept_doi, record.target) == ("", "", "sandbox")
    assert record.files == ("source",)


def test_a_version_stays_as_it_is_written(tmp_path: Path):
    changes = ("version: 1.2.0\ndate", "version: 1.10\ndate")
    record, problems = read_release(repository(tmp_path, citation=changes))
    assert problems == []
    assert record.version == "1.10"


# -- DOIs in the file


def test_dois_are_written_and_read_and_all_else_stays(tmp_path: Path):
    root = repository(tmp_path)
    text = with_dois(CITATION, version="1.2.0", doi=DOI, concept_doi=CONCEPT)
    assert text.startswith(CITATION)
    assert text == with_dois(text, version="1.2.0", doi=DOI, concept_doi=CONCEPT)
    (root / "CITATION.cff").write_text(text)
    record, problems = read_release(root)
    assert problems == []
    assert (record.doi, record.concept_doi) == (DOI, CONCEPT)


def test_the_doi_of_the_version_before_is_not_that_of_the_next(tmp_path: Path):
    old = with_dois(CITATION, version="1.1.0", doi=DOI, concept_doi=CONCEPT)
    root = repository(tmp_path)
    (root / "CITATION.cff").write_text(old)
    record, _problems = read_release(root)
    assert (record.doi, record.concept_doi) == ("", CONCEPT)
    new = with_dois(old, version="1.2.0", doi="10.5072/zenodo.99")
    assert DOI not in new
    assert CONCEPT in new


def test_other_identifiers_comments_and_fields_around_stay(tmp_path: Path):
    other = "identifiers:\n- type: url\n  value: https://example.org/a\n\n# About words\nkeywords:"
    root = repository(tmp_path, citation=("keywords:", other))
    text = (root / "CITATION.cff").read_text()
    edited = with_dois(text, version="1.2.0", doi=DOI)
    assert edited == text.replace(
        "- type: url\n  value: https://example.org/a\n",
        f'  - type: doi\n    value: {DOI}\n    description: "Version 1.2.0"\n'
        '  - type: url\n    value: "https://example.org/a"\n',
    )
    (root / "CITATION.cff").write_text(edited)
    assert read_release(root)[1] == []


def test_what_is_no_doi_is_not_written():
    with pytest.raises(ValueError, match=r"'https://doi\.org/x' is no DOI"):
        with_dois(CITATION, version="1.2.0", doi="https://doi.org/x")


# -- citations


def test_the_citation_in_words(record: ReleaseRecord):
    assert apa(record, doi=DOI).text == (
        "Carberry, J. S., van Gogh Jr., A.-M., & Example contributors. (2026). "
        "Compass of the example community (Version 1.2.0). Zenodo. "
        "https://doi.org/10.5072/zenodo.12"
    )
    assert apa(record).text.endswith("(Version 1.2.0). https://compass.example.org/")


@pytest.mark.parametrize(
    ("creators", "words"),
    [
        ([ADA], "Lovelace, A. K. (n.d.). T (Version 1.2.0) [Computer software]."),
        ([ADA, ADA._replace(name="Byron", given="")], "Lovelace, A. K., & Byron. (n.d.)."),
        ([ADA] * 21, f"{'Lovelace, A. K., ' * 19}… Lovelace, A. K. (n.d.)."),
    ],
)
def test_names_in_words(creators: list[Party], words: str, record: ReleaseRecord):
    changed = record._replace(
        creators=tuple(creators), title="T", date=None, upload_type="software", url=""
    )
    assert apa(changed._replace(repository="")).text.startswith(words)


def test_bibtex_is_read_back_by_another_program(record: ReleaseRecord):
    odd = record._replace(
        title=r"50 % of A & B_{x} #1 \ ~", creators=(*record.creators, Party("Rock and Sons"))
    )
    entry = Parser().parse_stream(io.StringIO(bibtex(odd, doi=DOI))).entries
    (key,) = entry
    assert key == "50-of-a-b-x-1-1-2-0"
    assert len(entry[key].persons["author"]) == 4
    assert entry[key].fields["doi"] == DOI
    assert entry[key].fields["url"] == f"https://doi.org/{DOI}"
    assert entry[key].fields["title"] == (
        r"{50 \% of A \& B\_\{x\} \#1 \textbackslash{} \textasciitilde{}}"
    )


# -- tags


def test_highwire_tags(record: ReleaseRecord):
    tags = list(highwire(record, doi=DOI))
    assert tags[:4] == [
        ("citation_title", "Compass of the example community"),
        ("citation_author", "Carberry, Josiah Stinkney"),
        ("citation_author_institution", "Brown University"),
        ("citation_author_orcid", "https://orcid.org/0000-0002-1825-0097"),
    ]
    assert ("citation_publication_date", "2026/11/30") in tags
    assert ("citation_doi", DOI) in tags
    assert not [name for name, _text in highwire(record) if name == "citation_doi"]


def test_json_ld(record: ReleaseRecord):
    found = json_ld(record, doi=DOI)
    assert found["@type"] == "Report"
    assert found["@id"] == f"https://doi.org/{DOI}"
    assert found["author"][2] == {"@type": "Organization", "name": "Example contributors"}
    assert found["isPartOf"] == ["https://doi.org/10.5281/zenodo.3233853"]
    assert found["license"] == ["https://spdx.org/licenses/CC-BY-4.0"]
    assert "@id" not in json_ld(record)
    assert "" not in found.values()


# -- the metadata of a deposit


def test_the_metadata_of_a_deposit(record: ReleaseRecord):
    assert metadata(record) == {
        "title": "Compass of the example community",
        "version": "1.2.0",
        "publication_date": "2026-11-30",
        "description": "<p>What the community is for.</p><p>And how it works, from A &amp; B.</p>",
        "upload_type": "publication",
        "publication_type": "report",
        "access_right": "open",
        "license": "cc-by-4.0",
        "creators": [
            {
                "name": "Carberry, Josiah Stinkney",
                "affiliation": "Brown University",
                "orcid": "0000-0002-1825-0097",
            },
            {"name": "van Gogh Jr., Ana-Maria"},
            {"name": "Example contributors"},
        ],
        "contributors": [
            {"name": "Roe, Robin", "orcid": "0000-0001-5109-3700", "type": "Editor"},
            {"name": "Roe, Robin", "orcid": "0000-0001-5109-3700", "type": "Researcher"},
            {"name": "Example Institute", "type": "HostingInstitution"},
        ],
        "keywords": ["community", "governance"],
        "language": "eng",
        "related_identifiers": [
            {
                "identifier": "https://example.org/team/compass/tree/1.2.0",
                "relation": "isSupplementTo",
                "resource_type": "software",
            },
            {"identifier": "https://compass.example.org/", "relation": "isIdenticalTo"},
            {
                "identifier": "10.5281/zenodo.3233853",
                "relation": "isPartOf",
                "resource_type": "publication-book",
            },
        ],
        "communities": [{"identifier": "example-community"}],
        "grants": [{"id": "10.13039/501100000780::283595"}],
        "notes": "<p>Made together.</p><p>Funded by: Example Fund, grant EF-1, A grant.</p>"
        "<p>Made from the commit c0ffee; SHA-256 of the manifest: abc.</p>",
    }


def test_a_deposit_never_names_its_own_doi(record: ReleaseRecord):
    assert DOI not in json.dumps(metadata(record._replace(doi=DOI, concept_doi=CONCEPT)))


def test_without_a_tag_the_commit_is_linked_and_without_a_date_nothing_is_made(
    record: ReleaseRecord,
):
    made = zenodo_metadata(record, commit="c0ffee", manifest_sha256="abc")
    assert made["related_identifiers"][0]["identifier"].endswith("/tree/c0ffee")
    with pytest.raises(ValueError, match="needs a date"):
        metadata(record._replace(date=None))


def test_what_a_server_writes_in_another_way_is_no_difference(record: ReleaseRecord):
    sent = metadata(record)
    got = copy.deepcopy(sent)
    got["license"] = {"id": "CC-BY-4.0"}
    got["language"] = "en"
    got["creators"][1]["affiliation"] = None
    got["description"] = "<p>What the community is for.</p>\n<p>And how it works, from A & B.</p>"
    got["related_identifiers"][0]["scheme"] = "url"
    got["grants"][0]["links"] = {"self": "https://zenodo.org/api/grants/x"}
    got["prereserve_doi"] = {"doi": "10.5281/zenodo.12"}
    assert differences(sent, got) == []


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("keywords", None, "'keywords' was dropped; sent was '['community', 'governance']'"),
        ("communities", [], "'communities' was dropped; sent was '[{'identifier': "),
        (
            "title",
            "Other",
            "'title' was changed from 'Compass of the example community' to 'Other'",
        ),
        ("license", "cc0-1.0", "'license' was changed from 'cc-by-4.0' to 'cc0-1.0'"),
        ("publication_date", "2026-12-01", "'publication_date' was changed from '2026-11-30' to "),
        ("notes", "<p>Made apart.</p>", "'notes' was changed from 'Made together. Funded by: "),
        ("language", "spa", "'language' was changed from 'eng' to 'spa'"),
    ],
)
def test_what_a_server_drops_or_changes_is_said(
    field: str, value: Any, message: str, record: ReleaseRecord
):
    sent = metadata(record)
    (found,) = differences(sent, {**sent, field: value})
    assert found.startswith(message)


@pytest.mark.parametrize("field", ["creators", "contributors", "related_identifiers", "keywords"])
def test_an_entry_that_is_lost_added_or_moved_is_a_difference(field: str, record: ReleaseRecord):
    sent = metadata(record)
    for entries in (sent[field][:-1], [*sent[field], sent[field][0]], sent[field][::-1]):
        (found,) = differences(sent, {**sent, field: entries})
        assert found.startswith(f"'{field}' was changed")


def test_a_part_of_an_entry_that_is_lost_is_a_difference(record: ReleaseRecord):
    got = copy.deepcopy(metadata(record))
    del got["creators"][0]["orcid"]
    (found,) = differences(metadata(record), got)
    assert found.startswith("'creators' was changed from ")
