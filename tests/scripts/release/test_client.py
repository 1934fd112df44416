"""The requests of a release, against the local Zenodo; and what is built on in zenodo-client."""

import hashlib
import inspect
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
from tests.site import REPOSITORY
from tests.zenodo import METADATA, Asked, client_of

from compass_scripts.release import local_zenodo_faults as faults
from compass_scripts.release.client import ReleaseClient
from compass_scripts.release.errors import ZenodoError
from compass_scripts.release.local_zenodo import LocalZenodo
from compass_scripts.release.session_zenodo import SessionZenodo
from compass_scripts.release.upload import FileBody
from compass_scripts.release.zenodo_base import Zenodo

BIG = """
import re, sys
from pathlib import Path
from compass_scripts.release.client import ReleaseClient
from compass_scripts.release.session import TokenSession

def peak():  # in kB; ru_maxrss would count the program that started this one, too
    return int(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])

url, token, path, id = sys.argv[1:]
with TokenSession(token, url, log=lambda line: None) as session:
    client = ReleaseClient(session, sandbox=True)
    client.draft(id)
    idle = peak()
    stored = client.upload(id, Path(path), "big.zip", lambda sent, size: None)
    print(peak() - idle, stored.size)
"""


def release(asked: Asked, files: dict[str, Path]) -> dict[str, Any]:
    """Make, fill and publish a first version."""
    client = asked.client
    id = client.create_draft(METADATA)["id"]
    client.reserve_doi(id)
    for name, path in files.items():
        client.upload(id, path, name)
    return client.publish_draft(id)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "site.zip"
    path.write_bytes(200_000 * b"page")
    return path


@pytest.mark.parametrize("prefix", ["10.5072", "10.5281"])
def test_a_release_and_the_next_one(prefix: str, file: Path) -> None:
    with LocalZenodo(prefix) as server:
        asked = client_of(server)
        with asked.client.session:
            first = release(asked, {"old.zip": file})
            draft = asked.client.new_version_draft(first["id"])
            assert asked.client.list_files(draft["id"]) == []
            doi = asked.client.reserve_doi(draft["id"])
            assert doi == f"{prefix}/zenodo.{draft['id']}"
            assert doi not in {first["doi"], first["conceptdoi"]}
            shown = asked.client.put_metadata(draft["id"], METADATA | {"version": "2027.1.0"})
            assert shown["doi"] == doi
            stored = asked.client.upload(draft["id"], file, "new.zip")
            (listed,) = asked.client.list_files(draft["id"])
            assert listed[1:] == stored[1:]
            second = asked.client.publish_draft(draft["id"])
            assert second["doi"] == doi
            assert second["conceptdoi"] == first["conceptdoi"]
            assert asked.client.latest(first["id"]) == str(second["id"])
            assert asked.client.record(second["id"])["metadata"]["version"] == "2027.1.0"
        assert {seen.auth for seen in server.requests} == {"header"}
        assert {seen.query for seen in server.requests} == {""}
        assert asked.waits == []


def test_own_drafts_are_listed_over_pages(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setattr("compass_scripts.release.client.PAGE", 2)
    with LocalZenodo() as server:
        asked = client_of(server)
        with asked.client.session:
            ids = [asked.client.create_draft(METADATA)["id"] for _ in range(4)]
            record = release(asked, {"a": file})
            assert sorted(each["id"] for each in asked.client.own_drafts()) == ids
            assert record["id"] in {each["id"] for each in asked.client.own_depositions()}


@pytest.mark.parametrize("name", ["My Compass é v1.pdf", "a#b?.pdf", "100%25.pdf", "a&b=c;.pdf"])
def test_names_arrive_exactly(name: str, file: Path) -> None:
    with LocalZenodo() as server:
        asked = client_of(server)
        with asked.client.session:
            id = asked.client.create_draft(METADATA)["id"]
            assert asked.client.upload(id, file, name).name == name
            assert [each.name for each in asked.client.list_files(id)] == [name]
        assert server.content(id, name) == file.read_bytes()


def test_progress_and_an_empty_file(file: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    seen: list[tuple[int, int]] = []
    with LocalZenodo() as server:
        asked = client_of(server)
        with asked.client.session:
            id = asked.client.create_draft(METADATA)["id"]
            asked.client.upload(id, file, "a", lambda sent, size: seen.append((sent, size)))
            assert asked.client.upload(id, empty, "b").size == 0
    assert seen == sorted(seen)
    assert len(seen) > 5
    assert seen[-1] == (800_000, 800_000)


@pytest.mark.parametrize(
    "fault",
    [
        faults.cut_upload(300_000),
        faults.cut_upload(0),
        faults.time_out("upload", committed=False),
        faults.no_answer("upload", committed=True),
        faults.too_many("upload"),
        faults.html_page("upload", status=502),
    ],
    ids=lambda fault: fault.kind.name,
)
def test_an_upload_is_sent_again_from_the_start(fault: faults.Fault, file: Path) -> None:
    with LocalZenodo(faults=[fault]) as server:
        asked = client_of(server)
        with asked.client.session:
            id = asked.client.create_draft(METADATA)["id"]
            stored = asked.client.upload(id, file, "site.zip")
            assert asked.client.list_files(id)[0].md5 == stored.md5
        assert server.content(id, "site.zip") == file.read_bytes()
    assert stored.md5 == hashlib.md5(file.read_bytes()).hexdigest()
    assert len(asked.waits) == 1


def failed_upload(fault: faults.Fault, file: Path) -> tuple[ZenodoError, LocalZenodo]:
    with LocalZenodo(faults=[fault]) as server, client_of(server).client.session as session:
        client = ReleaseClient(session, sandbox=True)
        id = client.create_draft(METADATA)["id"]
        with pytest.raises(ZenodoError) as caught:
            client.upload(id, file, "site.zip")
    return caught.value, server


def test_other_bytes_than_were_sent_stop_it(file: Path) -> None:
    error, _ = failed_upload(faults.wrong_checksum(), file)
    assert str(error).startswith(
        "could not upload site.zip to draft 2: the server has other bytes (md5:"
    )


def test_a_place_for_files_on_another_host_gets_nothing(file: Path) -> None:
    with LocalZenodo() as elsewhere:
        error, server = failed_upload(faults.bucket_elsewhere(elsewhere.url), file)
        assert elsewhere.requests == []
    assert "another host" in str(error)
    assert "upload" not in [seen.operation for seen in server.requests]


def test_a_file_that_changes_or_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(10 * b"x")
    body = FileBody(file, "upload a", None)
    file.write_bytes(b"")
    with pytest.raises(ZenodoError, match="a cannot be read: it became shorter while it was sent"):
        body.read()
    body.close()
    with pytest.raises(ZenodoError, match="No such file"):
        FileBody(tmp_path / "none", "upload it", None)


@pytest.mark.parametrize("name", ["", ".", "..", "a/b"])
def test_names_that_the_server_does_not_take(name: str, file: Path) -> None:
    with LocalZenodo() as server, client_of(server).client.session as session:
        with pytest.raises(ValueError, match="takes no file of the name"):
            ReleaseClient(session, sandbox=True).upload(1, file, name)
        assert server.requests == []


@pytest.mark.parametrize("key", ["doi", "prereserve_doi"])
def test_no_doi_is_ever_sent(key: str) -> None:
    with LocalZenodo() as server, client_of(server).client.session as session:
        client = ReleaseClient(session, sandbox=True)
        for send in (client.create_draft, lambda data: client.put_metadata(1, data)):
            with pytest.raises(ValueError, match=f"{key} is never sent"):
                send(METADATA | {key: "10.5281/zenodo.1"})
        assert server.requests == []


@pytest.mark.parametrize(
    ("fault", "posts"),
    [
        (faults.time_out("reserve", committed=True), 1),
        (faults.no_answer("reserve", committed=True), 1),
    ],
)
def test_a_reservation_whose_answer_is_lost_is_found(fault: faults.Fault, posts: int) -> None:
    with LocalZenodo(faults=[fault]) as server:
        asked = client_of(server)
        with asked.client.session:
            id = asked.client.create_draft(METADATA)["id"]
            assert asked.client.reserve_doi(id) == f"10.5072/zenodo.{id}"
            assert asked.client.reserve_doi(id) == f"10.5072/zenodo.{id}"
        assert [seen.operation for seen in server.requests].count("reserve") == posts


def test_a_reservation_that_was_not_made_is_not_repeated() -> None:
    with LocalZenodo(faults=[faults.time_out("reserve", committed=False)]) as server:
        asked = client_of(server)
        with asked.client.session:
            id = asked.client.create_draft(METADATA)["id"]
            with pytest.raises(ZenodoError) as caught:
                asked.client.reserve_doi(id)
        assert [seen.operation for seen in server.requests].count("reserve") == 1
    assert caught.value.maybe_done


@pytest.mark.parametrize("committed", [True, False])
@pytest.mark.parametrize("sort", [faults.time_out, faults.no_answer])
def test_publishing_is_asked_for_once(sort: Any, committed: bool, file: Path) -> None:
    with LocalZenodo(faults=[sort("publish", committed=committed)]) as server:
        asked = client_of(server)
        with asked.client.session, pytest.raises(ZenodoError) as caught:
            release(asked, {"a": file})
        assert caught.value.maybe_done
        assert [seen.operation for seen in server.requests].count("publish") == 1
        (it,) = server.store.depositions.values()
        with client_of(server).client.session as session:
            shown = ReleaseClient(session, sandbox=True).draft(it.id)
    assert shown["submitted"] is committed


def test_what_publishing_refuses_is_told_field_by_field() -> None:
    with LocalZenodo() as server:
        asked = client_of(server)
        with asked.client.session:
            id = asked.client.create_draft(METADATA | {"title": ""})["id"]
            with pytest.raises(ZenodoError) as caught:
                asked.client.publish_draft(id)
    assert (caught.value.status, caught.value.maybe_done) == (400, False)
    assert caught.value.details == [
        "metadata.title: Missing data for required field.",
        "files.enabled: Missing uploaded files.",
    ]


def test_a_draft_that_was_left_over_is_shown_with_its_files(file: Path) -> None:
    with LocalZenodo(faults=[faults.left_over_draft()]) as server:
        asked = client_of(server)
        with asked.client.session:
            first = release(asked, {"a": file})
            draft = asked.client.new_version_draft(first["id"])
            assert asked.client.new_version_draft(first["id"])["id"] == draft["id"]
            (left,) = asked.client.list_files(draft["id"])
            asked.client.delete_file(draft["id"], left.id)
            asked.client.delete_file(draft["id"], left.id)  # gone is gone
            assert asked.client.list_files(draft["id"]) == []


def test_metadata_that_the_server_drops_are_seen_in_its_answer() -> None:
    with LocalZenodo(faults=[faults.dropped_metadata("notes")]) as server:
        asked = client_of(server)
        with asked.client.session:
            id = asked.client.create_draft(METADATA)["id"]
            assert (
                "notes"
                not in asked.client.put_metadata(id, METADATA | {"notes": "A note"})["metadata"]
            )
            assert "notes" not in asked.client.draft(id)["metadata"]


def test_only_a_draft_that_was_never_published_is_deleted(file: Path) -> None:
    with LocalZenodo(faults=[faults.no_answer("delete draft", committed=True)]) as server:
        asked = client_of(server)
        with asked.client.session:
            record = release(asked, {"a": file})
            with pytest.raises(ZenodoError, match="it is published, and stays"):
                asked.client.delete_draft(record["id"])
            id = asked.client.create_draft(METADATA)["id"]
            asked.client.delete_draft(id)  # the answer is lost, and it is asked for again
            assert asked.client.own_drafts() == []


@pytest.mark.parametrize("answer", [b"[]", b"5", b"{}", b'{"id": {}}', b'"x"'])
def test_an_answer_of_another_form_is_no_traceback(
    answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = requests.Response()
    said.status_code, said._content = 201, answer
    with LocalZenodo() as server, client_of(server).client.session as session:
        monkeypatch.setattr(session, "send", lambda ask: said)
        with pytest.raises(ZenodoError):
            ReleaseClient(session, sandbox=True).new_version_draft(1)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="counts memory as Linux does")
def test_a_file_of_1_gib_takes_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    path = tmp_path / "big.zip"
    with path.open("wb") as big:
        big.truncate(1 << 30)
    with LocalZenodo() as server:
        id = server.have_draft(METADATA).id
        line = [sys.executable, "-c", BIG, server.url, server.token, str(path), str(id)]
        run = subprocess.run(line, capture_output=True, text=True, timeout=120, check=True)
        held = server.store.get(id).files["big.zip"]
    more, size = map(int, run.stdout.split())
    assert size == held.size == 1 << 30
    assert more <= 64 << 10


# zenodo-client


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("_action", ["self", "deposition_id", "action", "sleep"]),
        ("_get_deposition", ["self", "deposition_id"]),
        ("_upload_files", ["self", "bucket", "paths", "timeout"]),
        ("_update_submitted_deposition_metadata", ["self", "deposition_id"]),
        ("create", ["self", "data", "paths", "publish", "timeout"]),
        ("get_record", ["self", "record_id", "authenticate"]),
    ],
)
def test_zenodo_client_is_as_we_know_it(name: str, parameters: list[str]) -> None:
    method = getattr(Zenodo, name)
    assert list(inspect.signature(method).parameters) == parameters


def test_every_method_of_zenodo_client_is_ours_or_goes_through_ours() -> None:
    theirs = {name for name, _ in inspect.getmembers(Zenodo, inspect.isfunction)}
    left = theirs - set(vars(SessionZenodo))
    assert left == {"edit", "publish", "_download_helper"}  # the first two call _action


def test_what_zenodo_client_does_unsafely_is_closed() -> None:
    with LocalZenodo() as server:
        asked = client_of(server)
        with asked.client.session:
            for name in ("create", "update", "ensure", "discard", "new_version", "download"):
                with pytest.raises(NotImplementedError, match="unsafely"):
                    getattr(asked.client, name)(1)
            with pytest.raises(NotImplementedError, match="without a token"):
                asked.client.get_record(1, authenticate=False)
        assert server.requests == []
        assert server.token not in repr(vars(asked.client))


def test_its_own_actions_go_through_the_session(file: Path) -> None:
    with LocalZenodo() as server:
        asked = client_of(server)
        with asked.client.session:
            id = asked.client.create_draft(METADATA)["id"]
            asked.client.upload(id, file, "a")
            assert asked.client.publish(str(id), sleep=False).json()["submitted"]
            assert asked.client.get_record(id).json()["id"] == id
        assert {(seen.auth, seen.query) for seen in server.requests} == {("header", "")}


def test_importing_it_leaves_the_home_folder_alone(tmp_path: Path) -> None:
    path = os.pathsep.join([str(REPOSITORY / "ext"), str(REPOSITORY / "scripts")])
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYSTOW")}
    env |= {"HOME": str(tmp_path), "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    text = (
        "import os; from compass_scripts.release.client import ReleaseClient as R\n"
        "from compass_scripts.release.session import TokenSession as S\n"
        "R(S('not-a-real-token', 'https://zenodo.org', log=print), sandbox=True)\n"
        "assert 'PYSTOW_HOME' not in os.environ"
    )
    subprocess.run([sys.executable, "-c", text], env=env, cwd=tmp_path, check=True, timeout=60)
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_starts_without_it() -> None:
    text = (
        "import sys, compass_scripts.cli\n"
        "print({'requests', 'zenodo_client', 'pystow', 'http.server'} & set(sys.modules))"
    )
    line = [sys.executable, "-c", text]
    run = subprocess.run(line, capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout == "set()\n"
