"""Faults of the server, the network and of people: each stops a release, or is overcome."""

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.scripts.release.repository import CONF, driver, journal, release, repository, settle

from compass_scripts.release import local_zenodo_faults as faults
from compass_scripts.release.local_zenodo import LocalZenodo


def wait_for(process: subprocess.Popen[str], happened: Callable[[], bool]) -> None:
    """Wait, but not for a process that has ended."""
    while not happened():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)


def published(server: LocalZenodo) -> list[int]:
    return [each.id for each in server.store.depositions.values() if each.submitted]


@pytest.mark.parametrize(
    ("fault", "part"),
    [
        (faults.dropped_metadata("keywords", "language"), "the server: 'language' was dropped"),
        (faults.wrong_checksum(times=99), "could not upload CITATION.cff to draft"),
        (faults.bucket_elsewhere(), "the server gave an address on another host: files.example"),
        (faults.redirect("create", "https://example.org/"), "the server redirects to example.org"),
        (faults.redirect("publish", "https://example.org/"), "the server redirects to example.org"),
        (faults.html_page("list drafts", status=503, text="Down"), ""),
        (faults.too_many("upload", retry_after="1"), ""),
        (faults.too_many("put metadata", retry_after=None, reset=2), ""),
        (faults.cut_upload(100), ""),
        (faults.time_out("create", committed=True), ""),
        (faults.time_out("reserve", committed=True), ""),
        (faults.no_answer("publish", committed=True), ""),
        (faults.time_out("publish", committed=True), ""),
    ],
)
def test_a_fault_stops_the_release_or_is_overcome(tmp_path: Path, fault: faults.Fault, part: str):
    """An empty *part*: the release is finished all the same."""
    root = repository(tmp_path / "work")
    with LocalZenodo(faults=[fault]) as server:
        done = release(root, server, "--publish", "--verbose")
        assert "Traceback" not in done.stderr
        assert server.token not in done.stdout + done.stderr
        if not part:
            assert done.returncode == 0, done.stderr
            assert len(published(server)) == len(server.store.depositions) == 1
            return
        assert (done.returncode, published(server)) == (1, [])
        assert part in done.stderr
        assert len(server.store.depositions) <= 1


@pytest.mark.parametrize("make", [faults.time_out, faults.no_answer])
def test_publishing_without_an_answer_is_not_repeated_blindly(tmp_path: Path, make: object):
    root = repository(tmp_path / "work")
    with LocalZenodo(faults=[make("publish", committed=False)]) as server:  # type: ignore[operator]
        done = release(root, server, "--publish")
        assert (done.returncode, published(server)) == (1, [])
        assert "the server has not published the draft so far, and nothing was tried again" in (
            done.stderr
        )
        assert [seen.operation for seen in server.requests].count("publish") == 1
        # The next run needs the confirmation again.
        assert release(root, server).returncode == 0
        assert published(server) == []
        assert release(root, server, "--publish").returncode == 0
        assert len(published(server)) == 1


def test_publishing_that_nobody_knows_about_is_found_out_by_the_next_run(tmp_path: Path):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        assert release(root, server).returncode == 0
        seen = len(server.requests)
        assert release(root, server).returncode == 0
        reads = [each.operation for each in server.requests[seen:]].count("read draft")
        server.faults.add(faults.time_out("publish", committed=True))
        server.faults.add(faults.time_out("read draft", committed=False, times=5, skip=reads))
        done = release(root, server, "--publish")
        assert (done.returncode, journal(root)["step"]) == (1, "publishing")
        assert "whether the draft was published is not known: could not read draft 2" in done.stderr
        seen = len(server.requests)
        assert release(root, server).returncode == 0  # no confirmation: there is nothing to confirm
        assert {request.method for request in server.requests[seen:]} == {"GET"}
        assert (published(server), journal(root)["step"]) == ([2], "recorded")


def test_without_a_network_it_says_what_was_done_and_what_to_do(tmp_path: Path):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        told = settle(server)
        assert release(root, server, "pack").returncode == 0
    with driver(root, told) as process:
        out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "there is no connection to the server" in err
    assert "Done so far: packed 10.5072/zenodo.2; noted in .release/." in err
    assert "Run it again: it goes on at upload." in err
    assert "Traceback" not in out + err


def test_a_doi_with_another_prefix_is_never_built_into_pages(tmp_path: Path):
    """As the sandbox would, were it set up like production: the pages would lead to a stranger."""
    root = repository(tmp_path / "work")
    with LocalZenodo(prefix="10.5281") as server:
        done = release(root, server, "--publish", prefix="10.5072")
        assert (done.returncode, published(server)) == (1, [])
    assert "stopped: the server registered the DOI 10.5281/zenodo.2 for the draft 2" in done.stderr
    assert "which should be 10.5072/zenodo.2" in done.stderr
    assert not list((root / "_build").glob("**/index.html"))


def test_two_runs_at_once(tmp_path: Path):
    root = repository(tmp_path / "work")
    with LocalZenodo(faults=[faults.slow("create", 3)]) as server:
        with driver(root, settle(server), "--publish") as first:
            wait_for(first, lambda: bool(server.requests))
            second = release(root, server, "--publish")
            assert first.wait(timeout=60) == 0
        assert second.returncode == 1
        assert f"stopped: another release is running here: process {first.pid} on" in second.stderr
        assert len(published(server)) == len(server.store.depositions) == 1


def test_no_token_is_in_any_output_of_a_failing_run(tmp_path: Path):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        server.token = "abc+/=&?#%secret" * 2
        for fault in (
            faults.html_page("list drafts", status=500, text=f"no {server.token}"),
            faults.redirect("create", f"http://x.example/?access_token={quote(server.token)}"),
            faults.html_page("create", status=400, text=quote(server.token, safe="")),
        ):
            server.faults.add(fault)
            done = release(root, server, "--publish", "-v")
            assert done.returncode == 1
            text = done.stdout + done.stderr
            for form in (server.token, quote(server.token), quote(server.token, safe="")):
                assert form not in text
        held = [path for path in root.rglob("*") if path.is_file()]
        assert not [path for path in held if server.token.encode() in path.read_bytes()]


def test_ctrl_c_says_so_and_nothing_else(tmp_path: Path):
    root = repository(tmp_path / "work")
    with LocalZenodo(faults=[faults.slow("create", 30)]) as server:
        with driver(root, settle(server), "--publish") as process:
            wait_for(process, lambda: any(each.operation == "create" for each in server.requests))
            process.send_signal(signal.SIGINT)
            _out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (130, "interrupted\n")


SLOW = """
import pathlib, time
marker = pathlib.Path({marker!r})
if not marker.exists():
    marker.touch()
    time.sleep(5)
"""


def test_a_build_that_was_killed_is_never_taken_for_a_finished_one(tmp_path: Path):
    marker = tmp_path / "marker"
    conf = CONF + SLOW.format(marker=str(marker))
    root = repository(tmp_path / "work", {"conf.py": conf})
    with LocalZenodo() as server:
        with driver(root, settle(server), "--publish") as process:
            wait_for(process, marker.exists)
            process.kill()
        assert journal(root)["step"] == "reserved"
        assert release(root, server, "--publish").returncode == 0
        assert published(server) == [2]
