"""A release that is killed, at any moment, and run again: one right record, and nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.scripts.release.repository import (
    ENVIRONMENT,
    git,
    journal,
    next_version,
    repository,
    settle,
)

from compass_scripts.release.local_zenodo import LocalZenodo
from compass_scripts.release.local_zenodo_answer import Seen

FIRST, SECOND = 21, 24
"""How many requests a first and a second version take."""
UPLOADS = 4


class Nursery:
    """Makes processes that run ``compass release``, at once."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.scripts.release.drive", "--nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self.child = 0
        self.output = ""

    def run(self, root: Path, server: LocalZenodo, *arguments: str) -> int:
        assert self.process.stdin and self.process.stdout
        output = root.parent / "output.txt"
        output.unlink(missing_ok=True)
        told: dict[str, Any] = settle(
            server, arguments=arguments, root=str(root), output=str(output)
        )
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        self.child = int(self.process.stdout.readline())
        code = int(self.process.stdout.readline())
        self.output = output.read_text("utf-8")
        return code


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    with made.process:
        yield made
        assert made.process.stdin
        made.process.stdin.close()


class Killer:
    """Kills the program when its server is at a moment of one of its requests."""

    def __init__(self, nursery: Nursery, moment: str, number: int) -> None:
        self.nursery = nursery
        self.moment = moment
        self.left = number
        self.armed = False
        self.fired = False
        self._guard = threading.Lock()

    def __call__(self, moment: str, _seen: Seen) -> None:
        with self._guard:
            if not self.armed or self.fired or moment != self.moment:
                return
            self.left -= 1
            if self.left >= 0:
                return
            self.fired = True
        while not self.nursery.child:
            pass
        os.kill(self.nursery.child, signal.SIGKILL)
        if moment == "before":
            raise ConnectionResetError  # it never arrived


def published(server: LocalZenodo) -> list[Any]:
    return [each for each in server.store.depositions.values() if each.submitted]


def assert_right(server: LocalZenodo, root: Path, version: str, total: int) -> None:
    """The version is published once, with its own files and its own DOI, and nothing else is."""
    assert len(server.store.depositions) == total
    assert len(published(server)) == total
    (record,) = (r for r in published(server) if r.metadata["version"] == version)
    told = journal(root, version=version)
    assert told["step"] == "recorded"
    assert told["deposition_id"] == record.id
    assert told["doi"] == record.doi == f"10.5072/zenodo.{record.id}"
    assert told["commit"] == git(root, "rev-parse", "HEAD")
    sums = {name: held.md5 for name, held in record.files.items()}
    assert sums == {file[0]: file[3] for file in told["files"]}
    assert sorted(sums) == [
        "CITATION.cff",
        f"a-tiny-compass-{version}-html.zip",
        f"a-tiny-compass-{version}-sources.zip",
        "manifest.json",
    ]
    assert record.doi in server.content(record.id, "CITATION.cff").decode()
    assert git(root, "status", "--porcelain", "--", ".", ":!.release") == ""
    assert (
        sorted(path.name for path in (root / ".release").iterdir() if path.suffix == ".part") == []
    )


def points(requests: int) -> list[tuple[str, int]]:
    around = [(moment, number) for moment in ("before", "after") for number in range(requests)]
    return [*around, *(("middle", number) for number in range(UPLOADS))]


@pytest.mark.slow
@pytest.mark.parametrize(("moment", "number"), points(FIRST))
def test_a_first_version_that_is_killed_is_finished_by_the_next_run(
    tmp_path: Path, nursery: Nursery, moment: str, number: int
):
    root = repository(tmp_path / "work")
    killer = Killer(nursery, moment, number)
    with LocalZenodo(hook=killer) as server:
        killer.armed = True
        nursery.child = 0
        assert nursery.run(root, server, "--publish") == -signal.SIGKILL, nursery.output
        assert nursery.run(root, server, "--publish") == 0, nursery.output
        assert_right(server, root, "1.0.0", 1)


@pytest.mark.slow
@pytest.mark.parametrize(("moment", "number"), points(SECOND))
def test_a_second_version_that_is_killed_is_finished_by_the_next_run(
    tmp_path: Path, nursery: Nursery, moment: str, number: int
):
    root = repository(tmp_path / "work")
    killer = Killer(nursery, moment, number)
    with LocalZenodo(hook=killer) as server:
        assert nursery.run(root, server, "--publish") == 0, nursery.output
        next_version(root)
        killer.armed = True
        nursery.child = 0
        assert nursery.run(root, server, "--publish") == -signal.SIGKILL, nursery.output
        assert nursery.run(root, server, "--publish") == 0, nursery.output
        assert_right(server, root, "1.1.0", 2)
        concepts = {each.concept for each in published(server)}
        assert len(concepts) == 1


def test_the_number_of_requests_is_the_one_that_is_killed_at(tmp_path: Path, nursery: Nursery):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        assert nursery.run(root, server, "--publish") == 0, nursery.output
        assert len(server.requests) == FIRST
        assert sum(seen.operation == "upload" for seen in server.requests) == UPLOADS
        next_version(root)
        assert nursery.run(root, server, "--publish") == 0, nursery.output
        assert len(server.requests) == FIRST + SECOND
