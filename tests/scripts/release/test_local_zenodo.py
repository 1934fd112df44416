"""The local Zenodo does what the contract says, row by row (reference/zenodo.md, section 2).

It proves nothing about the real servers: only a release on the sandbox does.
"""

import datetime as dt
import hashlib
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from tests.zenodo import METADATA, ask

from compass_model.release.vocabularies import FUNDERS
from compass_model.release.zenodo_metadata import differences
from compass_scripts.release import local_zenodo_faults as faults
from compass_scripts.release.local_zenodo import LocalZenodo

DEPOSITIONS = "/api/deposit/depositions"


@pytest.fixture
def server() -> Iterator[LocalZenodo]:
    with LocalZenodo(communities=["known"], today=dt.date(2026, 12, 24)) as server:
        yield server


def create(server: LocalZenodo, **metadata: Any) -> Any:
    said = ask(server, "POST", DEPOSITIONS, {"metadata": METADATA | metadata})
    assert said.status == 201, said.body
    return said.body


def published(server: LocalZenodo, of: int | None = None) -> int:
    return server.have_record(METADATA, {"old.pdf": b"old"}, of).id


def draft(server: LocalZenodo, id: int) -> Any:
    return ask(server, "GET", f"{DEPOSITIONS}/{id}").body


def refused(said: Any, field: str = "", message: str = "") -> None:
    """Check a refusal of a field (row 5), or one with a message only (row 6)."""
    assert said.status == 400
    if field:
        assert {"field": field, "messages": [message]} in said.body["errors"]
        assert said.body["message"] == "A validation error occurred."
    else:
        assert said.body == {"status": 400, "message": message}


def test_1_and_2_an_empty_draft_and_the_doi_that_is_wrong_on_the_sandbox(
    server: LocalZenodo,
) -> None:
    said = ask(server, "POST", DEPOSITIONS, {})
    assert (said.status, said.headers["ETag"]) == (201, '"1"')
    body = said.body
    assert (body["id"], body["record_id"], body["conceptrecid"]) == (2, 2, "1")
    assert (body["state"], body["submitted"], body["title"]) == ("unsubmitted", False, "")
    assert body["files"] == []
    assert body["metadata"]["prereserve_doi"] == {"doi": "10.5281/zenodo.2", "recid": 2}
    assert "doi" not in body
    assert "conceptdoi" not in body
    assert "doi" not in create(server, prereserve_doi=True)


def test_3_and_4_unknown_keys(server: LocalZenodo) -> None:
    refused(ask(server, "POST", DEPOSITIONS, {"foo": 1}), "foo", "Unknown field.")
    assert "titel" not in create(server, titel="A typing mistake")["metadata"]


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("publication_type", "publication-reportt", "publication-reportt"),
        ("language", "English", "English"),
        ("language", "en-GB", "en-GB"),
        (
            "related_identifiers",
            [{"identifier": "10.5281/zenodo.1", "relation": "isPartof"}],
            "isPartof",
        ),
        ("contributors", [{"name": "A", "type": "writer"}], "writer"),
        ("grants", [{"id": "10.13039/100014989::1"}], "10.13039/100014989"),
    ],
)
def test_6_words_that_are_not_in_a_vocabulary(
    server: LocalZenodo, key: str, value: Any, shown: str
) -> None:
    said = ask(server, "POST", DEPOSITIONS, {"metadata": METADATA | {key: value}})
    refused(said, message=f"Invalid value {shown}.")


def test_7_mistakes_are_taken_and_only_publishing_tells(server: LocalZenodo) -> None:
    wrong = {
        "title": "",
        "publication_date": "soon",
        "creators": [{"name": "Lovelace, Ada", "orcid": "0000-0002-1825-0098"}],
        "contributors": [{"name": "Babbage, Charles"}],
    }
    body = create(server, **wrong)
    assert body["metadata"]["creators"][0]["orcid"] == "0000-0002-1825-0098"
    assert "publication_date" not in body["metadata"]
    said = ask(server, "POST", f"{DEPOSITIONS}/{body['id']}/actions/publish")
    missing = "Missing data for required field."
    refused(said, "metadata.title", missing)
    refused(said, "metadata.publication_date", missing)
    refused(said, "metadata.creators.0.orcid", "Invalid ORCID identifier.")
    refused(said, "metadata.contributors.0.role", missing)
    refused(said, "files.enabled", "Missing uploaded files.")  # row 18
    assert draft(server, body["id"])["submitted"] is False


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ({"license": "CC-BY-4.0"}, "cc-by-4.0"),
        ({"license": {"id": "MIT"}}, "mit"),
        ({"license": None}, "cc-by-4.0"),
        ({"license": None, "upload_type": "dataset"}, "cc-zero"),
    ],
)
def test_8_licences(server: LocalZenodo, sent: dict[str, Any], shown: str) -> None:
    assert create(server, **sent)["metadata"]["license"] == shown


def test_8_to_12_what_is_made_of_values(server: LocalZenodo) -> None:
    said = ask(server, "POST", DEPOSITIONS, {"metadata": {"license": "mine"}})
    refused(said, "metadata.license", "Invalid license provided: mine")
    assert create(server, language="en")["metadata"]["language"] == "eng"
    assert create(server, language="xx")["metadata"]["language"] is None
    person = create(server, creators=[{"name": "A team, of us, all"}])["metadata"]["creators"][0]
    assert person == {"name": "A team, of us, all", "affiliation": None}
    for key, value in (("grants", [{}]), ("related_identifiers", [{"identifier": "10.1/x"}])):
        assert ask(server, "POST", DEPOSITIONS, {"metadata": {key: value}}).status == 500
    swh = [{"identifier": "swh:1:rev:0", "relation": "isPartOf"}]
    said = ask(server, "POST", DEPOSITIONS, {"metadata": {"related_identifiers": swh}})
    assert said.status == 400


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("language", "jpn"),
        ("license", "mpl-2.0"),
        ("upload_type", "physicalobject"),
        *(("grants", [{"id": f"{funder}::1"}]) for funder in sorted(FUNDERS)),
    ],
)
def test_it_takes_what_our_files_may_hold(server: LocalZenodo, field: str, sent: Any) -> None:
    assert create(server, **{field: sent})["metadata"][field] == sent


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("https://doi.org/10.5281/zenodo.1", "10.5281/zenodo.1"),
        ("http://dx.doi.org/10.5281/ZENODO.1", "10.5281/ZENODO.1"),
        ("https://hdl.handle.net/1234/5", "1234/5"),
        ("https://pubmed.ncbi.nlm.nih.gov/1234/", "1234"),
        ("https://doi.org/", "https://doi.org/"),
        ("https://example.org/10.5281/zenodo.1", "https://example.org/10.5281/zenodo.1"),
    ],
)
def test_of_the_address_of_a_resolver_the_identifier_is_kept(
    server: LocalZenodo, sent: str, kept: str
) -> None:
    """As idutils does it, which Zenodo asks."""
    works = [{"identifier": sent, "relation": "isPartOf"}]
    shown = create(server, related_identifiers=works)["metadata"]["related_identifiers"]
    assert [each["identifier"] for each in shown] == [kept]
    assert differences({"related_identifiers": works}, {"related_identifiers": shown}) == []
    other = [{"identifier": f"{kept}0", "relation": "isPartOf"}]
    assert differences({"related_identifiers": works}, {"related_identifiers": other}) != []


def test_13_unknown_communities_vanish_when_it_is_published(server: LocalZenodo) -> None:
    both = [{"identifier": "known"}, {"identifier": "unknown"}]
    assert create(server, communities=both)["metadata"]["communities"] == both
    record = server.have_record(METADATA | {"communities": both}, {"a": b"a"})
    shown = ask(server, "GET", f"/api/records/{record.id}", token=None).body
    assert shown["metadata"]["communities"] == both[:1]


def test_14_put_replaces_all_metadata_but_the_doi(server: LocalZenodo) -> None:
    id = create(server, notes="A note")["id"]
    path = f"{DEPOSITIONS}/{id}"
    ask(server, "POST", f"/api/records/{id}/draft/pids/doi")
    said = ask(server, "PUT", path, {"metadata": {"title": "Another"}})
    assert (said.status, said.body["doi"]) == (200, f"10.5072/zenodo.{id}")
    assert "notes" not in said.body["metadata"]
    assert ask(server, "PUT", path, {"metadata": {"doi": ""}}).body["doi"]
    assert ask(server, "PUT", path, {}, If_Match='"1"').status == 412
    assert ask(server, "PUT", path, {}, If_Match='"3"').status == 200


def test_a_doi_that_is_sent_back_makes_publishing_fail(server: LocalZenodo) -> None:
    body = create(server)
    ask(server, "PUT", f"/api/files/{body['links']['bucket'].split('/')[-1]}/a", b"a")
    wrong = METADATA | {"doi": body["metadata"]["prereserve_doi"]["doi"]}
    said = ask(server, "PUT", f"{DEPOSITIONS}/{body['id']}", {"metadata": wrong})
    assert said.body["doi"] == f"10.5281/zenodo.{body['id']}"
    said = ask(server, "POST", f"{DEPOSITIONS}/{body['id']}/actions/publish")
    text = "Wrong DOI 10.5281 prefix provided, it should be 10.5072 as defined in the rest client"
    refused(said, "pids.doi", text)


@pytest.mark.parametrize("name", ["a b.pdf", "é.pdf", "a%23.pdf", "a#.pdf", "a?b&c.pdf"])
def test_15_files_keep_their_names(server: LocalZenodo, name: str) -> None:
    body = create(server)
    path = body["links"]["bucket"].removeprefix(server.url)
    for content in (b"first", b""):  # a second one replaces, an empty one is fine
        said = ask(server, "PUT", f"{path}/{quote(name, safe='')}", content)
        assert (said.status, said.body["key"], said.body["size"]) == (201, name, len(content))
        assert said.body["checksum"] == f"md5:{hashlib.md5(content).hexdigest()}"
    assert {"mimetype", "version_id", "is_head", "links"} <= set(said.body)
    assert len(draft(server, body["id"])["files"]) == 1
    assert server.content(body["id"], name) == b""


def test_15_16_and_17_other_ways_with_files(server: LocalZenodo) -> None:
    body = create(server)
    path = body["links"]["bucket"].removeprefix(server.url)
    assert ask(server, "PUT", f"{path}/a%2Fb", b"").status == 404
    said = ask(server, "PUT", "/api/files/00-00/a", b"")
    assert (said.status, said.body["message"]) == (404, "Not found.")

    form = (
        '--x\r\nContent-Disposition: form-data; name="file"; filename="My Compass é v1.pdf"\r\n'
        "\r\nhello\r\n--x--\r\n"
    ).encode()
    files = f"{DEPOSITIONS}/{body['id']}/files"
    kind = "multipart/form-data; boundary=x"
    said = ask(server, "POST", files, form, Content_Type=kind)
    assert (said.status, said.body["filename"]) == (201, "My_Compass_e_v1.pdf")
    again = ask(server, "POST", files, form, Content_Type=kind)
    refused(again, message="File with key My_Compass_e_v1.pdf already exists.")
    (held,) = ask(server, "GET", files).body
    assert held == said.body | {"checksum": hashlib.md5(b"hello").hexdigest(), "filesize": 5}
    assert ask(server, "DELETE", f"{files}/{held['id']}").status == 204
    assert ask(server, "DELETE", f"{files}/{held['id']}").status == 404
    assert ask(server, "GET", files).body == []


@pytest.mark.parametrize("prefix", ["10.5072", "10.5281"])
def test_19_and_22_publishing(prefix: str) -> None:
    with LocalZenodo(prefix) as server:
        it = server.have_draft(METADATA, files={"a": b"a"})
        said = ask(server, "POST", f"{DEPOSITIONS}/{it.id}/actions/publish")
        assert said.status == 202
        assert (said.body["state"], said.body["submitted"]) == ("done", True)
        assert said.body["doi"] == f"{prefix}/zenodo.{it.id}"
        assert said.body["conceptdoi"] == f"{prefix}/zenodo.{it.concept}"
        links = said.body["links"]
        assert {"self", "html", "badge", "conceptbadge", "parent_doi", "latest"} <= set(links)
        shown = draft(server, it.id)
        assert shown["state"] == "done"
        assert shown["links"]["latest_draft"].endswith(f"/{it.id}")


def test_20_and_21_nothing_can_be_changed_afterwards(server: LocalZenodo) -> None:
    id = published(server)
    path = f"{DEPOSITIONS}/{id}"
    for method, part, body in (
        ("POST", "/actions/publish", None),
        ("POST", "/actions/discard", None),
        ("PUT", "", {"metadata": {}}),
        ("DELETE", "", None),
    ):
        said = ask(server, method, path + part, body)
        assert (said.status, said.body["message"]) == (404, "Not found.")
    bucket = draft(server, id)["links"]["bucket"].removeprefix(server.url)
    assert ask(server, "PUT", f"{bucket}/new", b"").status == 404


def test_21_23_and_24_an_edit(server: LocalZenodo) -> None:
    id = published(server)
    path = f"{DEPOSITIONS}/{id}"
    for _ in range(2):
        said = ask(server, "POST", f"{path}/actions/edit")
        assert (said.status, said.body["state"]) == (201, "inprogress")
    bucket = said.body["links"]["bucket"].removeprefix(server.url)
    said = ask(server, "PUT", f"{bucket}/new", b"")
    assert (said.status, said.body["message"]) == (403, "Bucket is locked for modifications.")
    said = ask(server, "PUT", path, {"metadata": METADATA | {"title": "Another"}})
    assert said.body["title"] == "Another"
    assert ask(server, "GET", f"/api/records/{id}").body["title"] == "A compass"
    assert ask(server, "POST", f"{path}/actions/discard").status == 204
    assert draft(server, id)["title"] == "A compass"


@pytest.mark.parametrize("way", [("DELETE", ""), ("POST", "/actions/discard")])
def test_24_and_25_both_delete_a_draft(server: LocalZenodo, way: tuple[str, str]) -> None:
    path = f"{DEPOSITIONS}/{create(server)['id']}"
    said = ask(server, way[0], path + way[1])
    assert (said.status, said.body) == (204, "")
    said = ask(server, "DELETE", path)
    assert (said.status, said.body["message"]) == (
        404,
        "The persistent identifier does not exist.",
    )


def test_26_and_27_newversion_takes_the_files_over_and_fails_the_second_time(
    server: LocalZenodo,
) -> None:
    old = published(server)
    published(server, of=old)
    said = ask(server, "POST", f"{DEPOSITIONS}/{old}/actions/newversion")  # not the latest: fine
    assert said.status == 201
    assert said.body["submitted"] is False
    assert [each["filename"] for each in said.body["files"]] == ["old.pdf"]
    assert "version" not in said.body["metadata"]
    assert said.body["metadata"]["publication_date"] == "2026-12-24"
    assert "doi" not in said.body
    again = ask(server, "POST", f"{DEPOSITIONS}/{old}/actions/newversion")
    refused(again, "files.enabled", "Please remove all files first.")


def test_28_versions_gives_one_draft_without_files_each_time(server: LocalZenodo) -> None:
    old = published(server)
    path = f"/api/records/{old}/versions"
    first, second = ask(server, "POST", path), ask(server, "POST", path)
    assert (first.status, second.status) == (201, 201)
    assert first.body["id"] == second.body["id"]
    shown = draft(server, int(first.body["id"]))
    assert shown["files"] == []
    assert shown["conceptrecid"] == draft(server, old)["conceptrecid"]
    assert ask(server, "POST", f"/api/records/{first.body['id']}/versions").status == 404


def test_29_reserving_a_doi(server: LocalZenodo) -> None:
    id = create(server)["id"]
    path = f"/api/records/{id}/draft/pids/doi"
    said = ask(server, "POST", path)
    assert (said.status, said.body["doi"]) == (201, f"10.5072/zenodo.{id}")
    assert draft(server, id)["doi"] == f"10.5072/zenodo.{id}"
    refused(ask(server, "POST", path), "pids.doi", "A PID already exists for type doi")


def test_30_a_concept_leads_to_its_latest_version(server: LocalZenodo) -> None:
    old = published(server)
    new = published(server, of=old)
    concept = draft(server, old)["conceptrecid"]
    for path, status in ((concept, 302), (f"{old}/versions/latest", 301)):
        said = ask(server, "GET", f"/api/records/{path}", token=None)
        assert (said.status, said.headers["Location"]) == (
            status,
            f"{server.url}/api/records/{new}",
        )


def test_31_and_33_who_may_ask(server: LocalZenodo) -> None:
    for token in (None, "another-token-than-that"):
        said = ask(server, "GET", DEPOSITIONS, token=token)
        assert (said.status, said.body["message"]) == (403, "Permission denied.")
    said = ask(server, "GET", f"{DEPOSITIONS}?access_token={server.token}", token=None)
    assert said.status == 200
    assert [seen.auth for seen in server.requests] == ["none", "header", "query"]
    assert server.token not in repr(server.requests)


def test_32_and_35_forms_and_rates(server: LocalZenodo) -> None:
    assert ask(server, "POST", DEPOSITIONS, b"{}", Content_Type="text/xml").status == 415
    assert ask(server, "GET", DEPOSITIONS, Accept="text/html").status == 406
    said = ask(server, "POST", DEPOSITIONS, b"{")
    refused(said, message="Unable to decode JSON data in request body.")
    assert {"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"} <= set(said.headers)


def test_it_listens_on_this_computer_only_and_closes_with_open_connections() -> None:
    with LocalZenodo() as server:
        assert server.url.startswith("http://127.0.0.1:")
        port = int(server.url.rpartition(":")[2])
        idle = socket.create_connection(("127.0.0.1", port), timeout=5)
        folder = server.folder
    idle.close()
    assert not folder.exists()


def test_a_fault_happens_as_often_as_it_should_and_after_what_it_should() -> None:
    fault = faults.time_out("list drafts", committed=False, times=2, skip=1)
    with LocalZenodo(faults=[fault]) as server:
        assert [ask(server, "GET", DEPOSITIONS).status for _ in range(4)] == [200, 504, 504, 200]


def test_the_hook_hears_of_every_boundary() -> None:
    heard: list[tuple[str, str]] = []
    with LocalZenodo(hook=lambda moment, seen: heard.append((moment, seen.operation))) as server:
        path = create(server)["links"]["bucket"].removeprefix(server.url)
        ask(server, "PUT", f"{path}/a", b"1234")
    moments = [("before", "create"), ("after", "create"), ("before", "upload")]
    assert heard == [*moments, ("middle", "upload"), ("after", "upload")]
