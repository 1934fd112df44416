"""Whole releases against a local Zenodo: what arrives, what stops them, what is told."""

import json
import os
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from tests.scripts.release.repository import (
    CITATION,
    CONF,
    RELEASE,
    commit,
    driver,
    git,
    journal,
    next_version,
    release,
    repository,
    settle,
)
from tests.site import write

from compass_model.release.citation_file import read_citation
from compass_scripts.release import local_zenodo_faults as faults
from compass_scripts.release.local_zenodo import LocalZenodo

META = {
    "title": "A tiny compass",
    "upload_type": "publication",
    "publication_type": "report",
    "description": "Of somebody else.",
    "creators": [{"name": "Somebody"}],
}


def published(server: LocalZenodo) -> list[int]:
    return [each.id for each in server.store.depositions.values() if each.submitted]


def names(server: LocalZenodo, number: int) -> list[str]:
    return sorted(server.store.depositions[number].files)


def test_a_draft_first_then_a_record_then_only_reading(tmp_path: Path):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        done = release(root, server)
        assert (done.returncode, done.stderr) == (0, "")
        assert "  publish   -      asks you first\n  record    -\n" in done.stdout
        assert done.stdout.endswith("To publish it: compass release --publish\n")
        assert published(server) == []
        assert journal(root)["step"] == "verified"

        done = release(root, server, "--publish")
        assert (done.returncode, done.stderr) == (0, "")
        assert "continuing 1.0.0 at publish\n" in done.stdout
        (number,) = published(server)
        doi = server.store.depositions[number].doi
        assert doi == f"10.5072/zenodo.{number}"

        citation = server.content(number, "CITATION.cff").decode()
        assert f"value: {doi}\n" in citation
        write(tmp_path, {"CITATION.cff": citation})
        assert read_citation(tmp_path)[1] == []
        with zipfile.ZipFile(BytesIO(server.content(number, "a-tiny-compass-1.0.0-html.zip"))) as z:
            page = z.read("a-tiny-compass-1.0.0-html/index.html").decode()
        assert f'content="{doi}"' in page
        with zipfile.ZipFile(
            BytesIO(server.content(number, "a-tiny-compass-1.0.0-sources.zip"))
        ) as z:
            held = {name.partition("/")[2] for name in z.namelist()}
        assert held == {
            "CITATION.cff",
            "LICENSE",
            "source/_data/community.yml",
            "source/index.md",
            "source/other.md",
        }
        manifest = json.loads(server.content(number, "manifest.json"))
        assert (manifest["doi"], manifest["commit"]) == (doi, git(root, "rev-parse", "HEAD"))
        assert git(root, "status", "--porcelain") == "?? .release/"  # the sandbox: no more

        seen = len(server.requests)
        write(root, {"source/new.md": "# Dirty\n"})
        commit(root)
        before = (root / ".release" / "sandbox-1.0.0.json").read_bytes()
        done = release(root, server, "--publish")
        assert done.returncode == 1  # see test_again.py
        assert doi in done.stdout
        assert {request.method for request in server.requests[seen:]} == {"GET"}
        assert (root / ".release" / "sandbox-1.0.0.json").read_bytes() == before


def test_production_writes_both_dois_into_the_tree_and_prints_the_commit(tmp_path: Path):
    root = repository(tmp_path / "work", target="zenodo")
    with LocalZenodo(prefix="10.5281") as server:
        done = release(root, server, "--publish", "--production", target="zenodo")
        assert (done.returncode, done.stderr) == (0, "")
        assert "  git commit -m 'Record the DOI of 1.0.0'\n" in done.stdout
        text = (root / "CITATION.cff").read_text("utf-8")
        assert "# Who may use it:\n" in text
        assert [line for line in text.splitlines() if "10." in line] == [
            "    value: 10.5281/zenodo.2",
            "    value: 10.5281/zenodo.1",
        ]
        assert read_citation(root)[1] == []
        # Interrupted while it was writing: only what it writes differs.
        path = root / ".release" / "zenodo-1.0.0.json"
        path.write_text(path.read_text("utf-8").replace('"recorded"', '"published"'), "utf-8")
        assert release(root, server, target="zenodo").returncode == 0
        assert (root / "CITATION.cff").read_text("utf-8") == text
        assert journal(root, "zenodo")["step"] == "recorded"


@pytest.mark.parametrize(
    ("answers", "count", "part"),
    [
        (["1.0.0"], 1, "  publish   done"),
        ([""], 0, "The draft is ready, and not published"),
        (["1.0"], 0, "stopped: '1.0' is not the version 1.0.0; nothing was published"),
    ],
)
def test_on_a_terminal_the_version_is_typed(
    tmp_path: Path, answers: list[str], count: int, part: str
):
    root = repository(tmp_path / "work", target="zenodo")
    with LocalZenodo(prefix="10.5281") as server:
        done = release(root, server, "--publish", target="zenodo", answers=answers)
        assert part in done.stdout + done.stderr
        assert len(published(server)) == count


def test_a_second_version_has_its_own_files_and_the_same_concept(tmp_path: Path):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        assert release(root, server, "--publish").returncode == 0
        git(root, "add", ".release")
        next_version(root)
        done = release(root, server, "--publish")
        assert (done.returncode, done.stderr) == (0, "")
        first, second = published(server)
        assert "a-tiny-compass-1.1.0-html.zip" in names(server, second)
        assert not [name for name in names(server, second) if "1.0.0" in name]
        concept = journal(root)["concept_doi"]
        assert concept == journal(root, version="1.1.0")["concept_doi"] != ""
        assert concept in server.content(second, "CITATION.cff").decode()
        assert len(server.store.depositions) == 2
        assert first != second


def test_a_foreign_draft_in_the_same_concept_is_named_and_not_touched(tmp_path: Path):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        assert release(root, server, "--publish").returncode == 0
        next_version(root)
        (first,) = published(server)
        foreign = server.have_draft({**META, "version": "2.0"}, of=first, files={"a.pdf": b"a"})
        revision = foreign.revision
        seen = len(server.requests)
        done = release(root, server, "--publish")
        assert done.returncode == 1
        assert f"  {foreign.id}: 'A tiny compass', 2.0 " in done.stderr
        assert "that this release did not make; it was not touched" in done.stderr
        assert {request.method for request in server.requests[seen:]} == {"GET"}
        assert (foreign.revision, names(server, foreign.id)) == (revision, ["a.pdf"])


def test_a_draft_that_appears_at_the_last_moment_is_not_taken_over(tmp_path: Path):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        assert release(root, server, "--publish").returncode == 0
        next_version(root)
        server.faults.add(faults.left_over_draft())
        done = release(root, server, "--publish")
        assert done.returncode == 1
        assert "it was not touched" in done.stderr
        assert [each.files.keys() for each in server.store.depositions.values()][-1] == {
            "left-over.pdf"
        }


def test_one_left_over_draft_is_adopted_and_two_are_listed(tmp_path: Path):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        one = server.have_draft({**META, "version": "1.0.0"}, files={"old.pdf": b"old"})
        two = server.have_draft({**META, "version": "1.0.0"})
        done = release(root, server, "--publish")
        assert done.returncode == 1
        assert "2 drafts have the title and the version of this release:\n" in done.stderr
        assert f"  {one.id}: " in done.stderr
        assert f"  {two.id}: " in done.stderr
        del server.store.depositions[two.id]
        assert release(root, server, "--publish").returncode == 0
        assert published(server) == [one.id]
        assert "old.pdf" not in names(server, one.id)


def test_a_version_that_is_published_is_not_published_again_without_its_journal(tmp_path: Path):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        assert release(root, server, "--publish").returncode == 0
        (root / ".release" / "sandbox-1.0.0.json").unlink()
        done = release(root, server, "--publish")
        assert done.returncode == 1
        assert "stopped: version 1.0.0 is published already:\n" in done.stderr
        assert len(server.store.depositions) == 1


def test_an_unknown_community_is_told_after_publishing(tmp_path: Path):
    text = f"{RELEASE.format(target='sandbox')}communities: [turing-way, nobody]\n"
    root = repository(tmp_path / "work", {"release.yml": text})
    with LocalZenodo(communities=["turing-way"]) as server:
        done = release(root, server, "--publish")
        assert done.returncode == 0
        assert "warning: the community 'nobody' is not among those of the record" in done.stderr
        assert "turing-way" not in done.stderr


def test_another_commit_after_the_upload_stops_until_it_is_packed_again(tmp_path: Path):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        assert release(root, server).returncode == 0
        old = git(root, "rev-parse", "--short=10", "HEAD")
        write(root, {"source/other.md": "# Other\n\nChanged.\n"})
        commit(root, "1.0.0")
        new = git(root, "rev-parse", "--short=10", "HEAD")
        done = release(root, server, "--publish")
        assert (done.returncode, published(server)) == (1, [])
        assert f"the draft holds the build of the commit {old}, and this is {new}\n" in done.stderr
        assert release(root, server, "pack").returncode == 0
        assert release(root, server, "--publish").returncode == 0
        assert journal(root)["commit"].startswith(new)
        assert len(published(server)) == len(server.store.depositions) == 1


def test_building_and_packing_need_no_token_once_the_doi_is_reserved(tmp_path: Path):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        told = {**settle(server), "token": ""}
        with driver(root, told, "pack") as process:
            assert "is empty; set it to your token" in process.communicate(timeout=60)[1]
        assert process.returncode == 2
        assert release(root, server, "reserve").returncode == 0
        seen = len(server.requests)
        with driver(root, told, "pack") as process:
            out, err = process.communicate(timeout=60)
        assert (process.returncode, err, len(server.requests)) == (0, "", seen)
        assert "  pack      done   4 files" in out


def test_a_site_that_does_not_hold_the_doi_is_not_uploaded(tmp_path: Path):
    conf = 'extensions = ["myst_parser"]\nexclude_patterns = ["_*"]\n\n\ndef setup(app):\n'
    conf += '    app.add_config_value("compass_doi", "", "env", [str])\n'
    root = repository(tmp_path / "work", {"conf.py": conf})
    with LocalZenodo() as server:
        done = release(root, server)
        assert done.returncode == 1
        assert "the start page of the site does not hold the DOI 10.5072/zenodo.2" in done.stderr
        assert not [seen for seen in server.requests if seen.operation == "upload"]


def test_a_site_with_warnings_is_not_uploaded(tmp_path: Path):
    root = repository(tmp_path / "work", {"source/lost.md": "# Lost\n"})
    with LocalZenodo() as server:
        done = release(root, server)
        assert done.returncode == 1
        assert "stopped: the site cannot be built:\nsource/lost.md: WARNING:" in done.stderr


def test_the_files_are_the_same_bytes_each_time(tmp_path: Path):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        assert release(root, server, "pack").returncode == 0
        before = journal(root)["files"]
        subprocess.run(["rm", "-rf", str(root / "_build")], check=True)
        os.utime(root / "source" / "index.md", (1, 1))
        assert release(root, server, "pack").returncode == 0
        assert journal(root)["files"] == before


def test_the_citation_may_be_named_among_the_sources(tmp_path: Path):
    text = RELEASE.format(target="sandbox").replace("[source]", "[source, CITATION.cff]")
    root = repository(tmp_path / "work", {"release.yml": text})
    with LocalZenodo() as server:
        done = release(root, server, "pack")
        assert (done.returncode, done.stderr) == (0, "")
    (archive,) = root.glob("_build/release/*/files/*-sources.zip")
    with zipfile.ZipFile(archive) as z:
        (name,) = (name for name in z.namelist() if name.endswith("/CITATION.cff"))
        assert "value: 10.5072/zenodo.2\n" in z.read(name).decode()


def test_the_address_of_a_doi_is_sent_and_its_doi_comes_back(tmp_path: Path):
    related = "related:\n  - {relation: isPartOf, identifier: 'https://doi.org/10.5281/zenodo.7'}\n"
    files = {
        "release.yml": RELEASE.format(target="sandbox") + related,
        "CITATION.cff": CITATION + "url: https://dx.doi.org/10.5281/zenodo.8\n",
    }
    root = repository(tmp_path / "work", files)
    with LocalZenodo() as server:
        done = release(root, server)
        assert (done.returncode, done.stderr) == (0, "")
        held = server.store.depositions[2].metadata["related_identifiers"]
    assert [each["identifier"] for each in held] == ["10.5281/zenodo.8", "10.5281/zenodo.7"]


def test_names_with_spaces_and_signs_arrive_exactly(tmp_path: Path):
    name = "A poster é #1 & 2.pdf"
    conf = CONF.replace("html_theme", 'html_extra_path = ["extra"]\nhtml_theme', 1)
    root = repository(tmp_path / "work", {"conf.py": conf, f"extra/{name}": "%PDF-1.4\n"})
    with LocalZenodo() as server:
        assert release(root, server).returncode == 0
        assert server.content(2, name) == b"%PDF-1.4\n"


def test_what_git_does_not_track_is_not_deposited(tmp_path: Path):
    ignore = "/_build/\n/.release/lock\n/.release/.*.part\n*.secret.md\n"
    root = repository(tmp_path / "work", {".gitignore": ignore})
    write(root, {"source/a.secret.md": "---\norphan: true\n---\n# Private\n"})
    with LocalZenodo() as server:
        assert release(root, server).returncode == 0
        for name in names(server, 2):
            assert b"a.secret" not in server.content(2, name)


def test_a_dry_run_needs_no_token_and_makes_no_request(tmp_path: Path):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        told = {**settle(server), "token": ""}
        with driver(root, told, "--dry-run") as process:
            out, err = process.communicate(timeout=60)
        assert (process.returncode, err, server.requests) == (0, "", [])
    assert '"title": "A tiny compass"' in out
    assert len(re.findall(r"(?m)^ +[\d,]+ bytes  [0-9a-f]{64}  \S+$", out)) == 4
    assert git(root, "status", "--porcelain") == ""


def test_status_and_abandon(tmp_path: Path):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        assert release(root, server, "status").stdout == (
            "No release was begun here. Next: compass release check\n"
        )
        assert release(root, server).returncode == 0
        assert "  next          publish\n" in release(root, server, "status").stdout
        done = release(root, server, "abandon")
        assert done.returncode == 1
        assert "  2: 'A tiny compass', 1.0.0 " in done.stdout
        assert done.stdout.endswith("To do it: compass release abandon --yes\n")
        assert list(server.store.depositions) == [2]
        done = release(root, server, "--dry-run", "abandon", "--yes")
        assert done.stdout.endswith("To do it: compass release abandon --yes\n")
        assert (done.returncode, list(server.store.depositions)) == (1, [2])
        done = release(root, server, "--sandbox", "abandon")
        assert done.stdout.endswith("To do it: compass release --sandbox abandon --yes\n")
        done = release(root, server, "abandon", "--yes")
        assert (done.returncode, list(server.store.depositions)) == (0, [])
        assert list((root / ".release").glob("*.json")) == []
        assert release(root, server, "--publish").returncode == 0
        done = release(root, server, "abandon", "--yes")
        assert done.returncode == 1
        assert "is published, and a record stays" in done.stderr
        assert len(published(server)) == 1


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["relase"], "There is: check, reserve, build, pack, upload, verify, publish, record, "),
        (["--publsh"], "No such option"),
        (["check", "--yes"], "No such option"),
    ],
)
def test_a_wrong_word_is_answered_with_help(tmp_path: Path, arguments: list[str], part: str):
    root = repository(tmp_path / "work")
    with LocalZenodo() as server:
        done = release(root, server, *arguments)
    assert done.returncode == 2
    assert part in done.stderr


def test_importing_the_command_line_loads_nothing_that_a_release_needs():
    code = "import sys, compass_scripts.cli; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert not loaded & {"requests", "zenodo_client", "jsonschema", "http.server"}
