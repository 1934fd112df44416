"""A release that is run again after it was published, with another journal, tree or server."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.scripts.release.repository import (
    commit,
    git,
    journal,
    next_version,
    release,
    repository,
)
from tests.site import write

from compass_scripts.release.local_zenodo import LocalZenodo
from compass_scripts.release.local_zenodo_answer import Seen

JOURNAL = ".release/sandbox-1.0.0.json"


def publish_requests(server: LocalZenodo) -> int:
    return [seen.operation for seen in server.requests].count("publish")


@pytest.mark.parametrize("target", ["sandbox", "zenodo"])
def test_the_journal_of_an_earlier_job_is_enough_to_write_the_record_down(
    tmp_path: Path, target: str
):
    """As on GitHub, where a job that is run again starts with what the job before it left."""
    root = repository(tmp_path / "work", target=target)
    arguments = ["--publish", *["--production"] * (target == "zenodo")]
    with LocalZenodo(prefix="10.5281" if target == "zenodo" else "10.5072") as server:
        assert release(root, server, "pack", "--production", target=target).returncode == 0
        path = root / ".release" / f"{target}-1.0.0.json"
        packed = path.read_bytes()
        assert release(root, server, *arguments, target=target).returncode == 0
        cited = (root / "CITATION.cff").read_bytes()
        git(root, "checkout", "--", "CITATION.cff")
        path.write_bytes(packed)
        seen = len(server.requests)
        done = release(root, server, *arguments, target=target)
        assert (done.returncode, done.stderr) == (0, "")
        assert "  record    done   " in done.stdout
        assert {request.method for request in server.requests[seen:]} == {"GET"}
        assert publish_requests(server) == len(server.store.depositions) == 1
    told = journal(root, target)
    assert (told["step"], told["published_doi"]) == ("recorded", told["doi"])
    assert told["concept_doi"] != ""
    assert (root / "CITATION.cff").read_bytes() == cited


@pytest.mark.parametrize("change", ["doi", "files"])
def test_a_record_that_is_something_else_is_not_taken_over(tmp_path: Path, change: str):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        assert release(root, server, "pack").returncode == 0
        packed = (root / JOURNAL).read_bytes()
        assert release(root, server, "--publish").returncode == 0
        (root / JOURNAL).write_bytes(packed)
        record = server.store.depositions[2]
        if change == "doi":
            record.doi = "10.1234/other"
        else:
            del record.files["manifest.json"]
        done = release(root, server, "--publish")
    assert done.returncode == 1
    assert f"stopped: the draft 2 is published, and {JOURNAL} does not say so; " in done.stderr
    assert "the last artifact whose name begins with 'journal-of-attempt'" in done.stderr
    assert (root / JOURNAL).read_bytes() == packed
    assert publish_requests(server) == 1


def test_without_any_journal_it_says_where_there_is_one(tmp_path: Path):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        assert release(root, server, "--publish").returncode == 0
        (root / JOURNAL).unlink()
        done = release(root, server, "reserve")
    assert done.returncode == 1
    assert "from the artifact 'journal-of-attempt-1' (or a higher number)" in done.stderr


def test_another_commit_of_a_published_version_is_not_passed_over(tmp_path: Path):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        assert release(root, server, "--publish").returncode == 0
        old = git(root, "rev-parse", "--short=10", "HEAD")
        commit(root)  # the journal, as the guide asks
        assert release(root, server, "--publish").returncode == 0
        write(root, {"source/other.md": "# Other\n\nMended.\n"})
        commit(root, "1.0.0")
        new = git(root, "rev-parse", "--short=10", "HEAD")
        done = release(root, server, "--publish")
        assert (done.returncode, publish_requests(server)) == (1, 1)
    assert done.stderr == (
        f"stopped: version 1.0.0 was published from the commit {old}; this is {new}, and nothing "
        "of it was deposited\nA version is published once, on the sandbox too. To rehearse this "
        "commit there, give it another version, such as 1.0.0rc2. 'compass release rehearse' needs "
        "none.\n"
    )


def test_what_is_written_down_afterwards_is_no_other_tree(tmp_path: Path):
    root = repository(tmp_path / "work", target="zenodo")
    with LocalZenodo(prefix="10.5281") as server:
        arguments = ("--publish", "--production")
        assert release(root, server, *arguments, target="zenodo").returncode == 0
        commit(root)
        done = release(root, server, *arguments, target="zenodo")
        assert (done.returncode, done.stderr) == (0, "")
        write(root, {"source/other.md": "# Other\n\nMended.\n"})
        commit(root)
        done = release(root, server, *arguments, target="zenodo")
        assert (done.returncode, publish_requests(server)) == (1, 1)
    assert "A version is published once. To publish this commit, raise the version." in done.stderr


def test_a_sandbox_that_was_emptied(tmp_path: Path):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        assert release(root, server, "--publish").returncode == 0
    commit(root)
    next_version(root)
    with LocalZenodo() as server:
        done = release(root, server, "--publish")
        assert done.returncode == 1
        assert done.stderr == (
            "stopped: the sandbox of Zenodo has no record 2 that this token may change (HTTP 404); "
            f"the earlier version in {JOURNAL} is said to be there\nThe sandbox is emptied now and "
            f"then, and each account has its own records there. If the token is right, delete "
            f"{JOURNAL}, and run it again: it then makes a first version.\n"
        )
        (root / JOURNAL).unlink()
        done = release(root, server, "--publish")
        assert (done.returncode, done.stderr) == (0, "")


def test_an_earlier_version_that_production_does_not_have(tmp_path: Path):
    root = repository(tmp_path / "work", target="zenodo")
    with LocalZenodo(prefix="10.5281") as server:
        done = release(root, server, "--publish", "--production", target="zenodo")
        assert done.returncode == 0
    commit(root)
    next_version(root)
    (root / ".release/zenodo-1.0.0.json").unlink()
    with LocalZenodo(prefix="10.5281") as server:
        done = release(root, server, "--publish", "--production", target="zenodo")
        assert (done.returncode, server.store.depositions) == (1, {})
    assert "the earlier version in CITATION.cff is said to be there" in done.stderr
    assert "it must be of the account that published it, with the right scopes" in done.stderr


def test_another_doi_than_on_the_pages_is_never_written_down(tmp_path: Path):
    """The draft gets another one between the last look at it and its publication."""

    def change(moment: str, seen: Seen) -> None:
        if (moment, seen.operation) == ("before", "publish"):
            server.store.depositions[2].doi = "10.1234/other"

    root = repository(tmp_path / "work", target="zenodo")
    before = (root / "CITATION.cff").read_bytes()
    with LocalZenodo(prefix="10.5281", hook=change) as server:
        for _run in range(3):
            done = release(root, server, "--publish", "--production", target="zenodo")
            assert done.returncode == 1
            assert done.stderr.startswith(
                "stopped: the record was published with the DOI 10.1234/other, and its pages hold "
                "10.5281/zenodo.2\n"
            )
            assert "git add" not in done.stdout
        assert publish_requests(server) == 1
    assert (root / "CITATION.cff").read_bytes() == before
