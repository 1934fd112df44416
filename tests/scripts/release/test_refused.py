"""What is refused before any request: every reason at once, and each in full."""

import os
import subprocess
from pathlib import Path

import pytest
from tests.scripts.release.repository import (
    CHANGELOG,
    CITATION,
    ENVIRONMENT,
    RELEASE,
    commit,
    git,
    release,
    repository,
)
from tests.site import write

from compass_scripts.release.checks import check
from compass_scripts.release.context import Setting, Wish, version_tag
from compass_scripts.release.git import read_checkout
from compass_scripts.release.local_zenodo import LocalZenodo
from compass_scripts.release.public import is_private, list_reasons, sources
from compass_scripts.release.stop import Stop

SANDBOX, ZENODO = "COMPASS_ZENODO_SANDBOX_TOKEN", "COMPASS_ZENODO_TOKEN"
TOKENS = {SANDBOX: "s" * 20, ZENODO: "z" * 20}


def reasons(
    root: Path, *, environ: dict[str, str] = TOKENS, terminal: bool = False, **wish: object
) -> list[str]:
    """Return why a release is refused."""
    setting = Setting(environ=environ, home=root, ask=str if terminal else None)
    try:
        check(root, Wish(**wish), setting, read_checkout(root))  # type: ignore[arg-type]
    except Stop as stop:
        assert len(stop.reasons) == len(set(stop.reasons))
        return list(stop.reasons)
    return []


def test_a_clean_tagged_commit_is_fine(tmp_path: Path):
    assert reasons(repository(tmp_path)) == []
    git(tmp_path, "tag", "--delete", "1.0.0")
    git(tmp_path, "tag", "v1.0.0")
    git(tmp_path, "tag", "newest")
    assert reasons(tmp_path) == []


def test_a_dirty_tree(tmp_path: Path):
    repository(tmp_path)
    write(tmp_path, {"source/a b é.md": "# New\n", "LICENSE": "Changed.\n"})
    git(tmp_path, "mv", "source/other.md", "source/another.md")
    # git gives names in its own order; ours are sorted.
    assert reasons(tmp_path)[0] == (
        "4 files not as in the commit: LICENSE, source/a b é.md, source/another.md, "
        "source/other.md; commit or remove what was changed"
    )


def test_journals_may_differ(tmp_path: Path):
    repository(tmp_path)
    write(tmp_path, {".release/sandbox-0.9.json": "{}", ".release/lock": ""})
    assert reasons(tmp_path) == []


def test_a_tag_of_another_version(tmp_path: Path):
    repository(tmp_path, tag="1.0.1")
    assert reasons(tmp_path) == [
        "the tag of this commit is 1.0.1, and CITATION.cff has the version 1.0.0; "
        "make them the same"
    ]


def test_no_tag_is_fine_for_the_sandbox_only(tmp_path: Path):
    repository(tmp_path, target="zenodo")
    git(tmp_path, "tag", "--delete", "1.0.0")
    assert reasons(tmp_path, production=True) == [
        "this commit has no tag of its version; tag it: git tag 1.0.0 (the sandbox needs none: "
        "--sandbox)"
    ]
    assert reasons(tmp_path, sandbox=True) == []


def test_a_version_may_begin_with_a_v_as_its_tag_may(tmp_path: Path):
    citation = CITATION.replace("version: 1.0.0", "version: v1.0.0")
    files = {"CITATION.cff": citation, "CHANGELOG.md": CHANGELOG.replace("[1.0.0]", "[v1.0.0]")}
    repository(tmp_path, files, target="zenodo", tag="v1.0.0")
    assert reasons(tmp_path, production=True) == []
    git(tmp_path, "tag", "1.0.0")
    assert version_tag(("1.0.0", "v1.0.0"), "v1.0.0") == "v1.0.0"
    git(tmp_path, "tag", "--delete", "v1.0.0")
    assert reasons(tmp_path, production=True) == []


def test_a_tag_that_is_no_version_is_as_good_as_none(tmp_path: Path):
    repository(tmp_path, tag="nightly")
    assert reasons(tmp_path) == []
    setting = Setting(environ=TOKENS, home=tmp_path)
    found = check(tmp_path, Wish(), setting, read_checkout(tmp_path))[1]
    assert found.endswith("; no tag; a rehearsal needs none")
    write(tmp_path, {"release.yml": RELEASE.format(target="zenodo")})
    commit(tmp_path, "nightly")
    (reason,) = reasons(tmp_path, production=True)
    assert reason.startswith("this commit has no tag of its version; tag it: git tag 1.0.0 ")


def test_links_that_lead_out_and_names_that_are_no_text(tmp_path: Path):
    root = repository(tmp_path / "work")
    (root / "source" / "in").symlink_to("../conf.py")
    (root / "circle").symlink_to("circle")
    commit(root, "1.0.0")
    assert reasons(root) == []
    (root / "absolute").symlink_to("/etc/hostname")
    (root / "source" / "up").symlink_to("../../else/../other.txt")
    Path(os.fsdecode(os.fsencode(root) + b"/caf\xe9.txt")).write_text("x", "utf-8")
    commit(root, "1.0.0")
    out = (
        "is a link that leads out of the repository; let it lead to a file of the repository, or "
        "take it out of git"
    )
    assert reasons(root) == [
        f"absolute {out}",
        r"the name 'caf\udce9.txt' is not written in UTF-8; rename the file",
        f"source/up {out}",
    ]


def test_a_link_that_leads_out_does_not_make_a_release_wait(tmp_path: Path):
    """Git waits for somebody to read its files, once there are more than a pipe holds."""
    root = repository(tmp_path / "work", {"zz.txt": "x" * 300_000})
    (root / "a-link").symlink_to("/etc/hostname")
    commit(root, "1.0.0")
    with LocalZenodo() as server:
        done = release(root, server, "--dry-run")
    assert done.returncode == 1
    assert "cannot be unpacked: 'a-link' is a link to an absolute path\n" in done.stderr
    assert "A link must lead to a file of the repository." in done.stderr


def test_the_changelog_has_another_version(tmp_path: Path):
    repository(tmp_path, {"CHANGELOG.md": "# Changelog\n\n## [0.9.0] - 2026-11-30\n"})
    assert reasons(tmp_path) == [
        "CITATION.cff:6: the version is 1.0.0, and the newest in CHANGELOG.md is 0.9.0; "
        "make them the same [compass.version-mismatch]"
    ]


def test_production_is_named_twice_where_nobody_can_be_asked(tmp_path: Path):
    repository(tmp_path, target="zenodo")
    assert reasons(tmp_path) == [
        "release.yml has 'target: zenodo', and nobody is at a terminal; add --production for the "
        "real Zenodo, or --sandbox for a rehearsal"
    ]
    assert reasons(tmp_path, production=True) == []
    assert reasons(tmp_path, sandbox=True) == []
    assert reasons(tmp_path, terminal=True) == []


def test_a_version_that_has_a_doi_already(tmp_path: Path):
    doi = "identifiers:\n  - type: doi\n    value: 10.5281/zenodo.7\n"
    citation = f'{CITATION}{doi}    description: "Version 1.0.0"\n'
    repository(tmp_path, {"CITATION.cff": citation}, target="zenodo")
    assert reasons(tmp_path, production=True) == [
        "CITATION.cff holds a DOI of version 1.0.0 already: 10.5281/zenodo.7; a version is "
        "published once: raise the version, or take the DOI out"
    ]


def test_sources_that_are_empty_unknown_or_private(tmp_path: Path):
    release = (
        "target: sandbox\nupload-type: other\nlanguage: eng\nfiles: [source, empty.txt, nothing]\n"
    )
    names = {"empty.txt": "", "source/transcripts/INT-14.txt": "**P07** Hello.\n"}
    repository(tmp_path, {"release.yml": release, **names})
    (tmp_path / "nothing").mkdir()
    assert reasons(tmp_path) == [
        "empty.txt, in 'files' of release.yml, is empty; fill it or leave it out",
        "nothing, in 'files' of release.yml, holds nothing that git tracks; mend the name, or "
        "commit the files",
        "source/transcripts/INT-14.txt looks like a transcript, a roster, a recording, a key or a "
        "file about participants, which are never deposited; take it out of git, or rename it",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "source/transcripts/a.md",
        "study/a.csv",
        "source/INT-14.transcript.md",
        "source/roster.yml",
        "participants.csv",
        "source/our_participants.xlsx",
        "a.m4a",
        "talk.vtt",
        "source/.env",
        "key.pem",
        "consent-forms/ada.txt",
    ],
)
def test_names_that_promise_something_private(name: str):
    assert is_private(name)


@pytest.mark.parametrize(
    "name",
    [
        "source/research/instruments/consent-form.md",
        "source/research/instruments/information-sheet.md",
        "source/onboarding/participation.md",
        "source/case-study.md",
        "keyboard.md",
    ],
)
def test_names_that_do_not(name: str):
    assert not is_private(name)


def test_a_list_of_files_with_names_twice_or_too_many():
    assert list_reasons(["a/poster.pdf", "b/poster.pdf"]) == [
        "2 files of the deposit would be named poster.pdf; rename all but one, because a deposit "
        "has no folders"
    ]
    assert list_reasons([f"{number}.pdf" for number in range(101)]) == [
        "the deposit would hold 101 files, and 100 are allowed (0.pdf, 1.pdf, 2.pdf, and 98 more); "
        "put some of them into a zip"
    ]


def test_sources_are_those_that_were_named_and_the_licences():
    tracked = ["LICENSE", "LICENSE-docs", "conf.py", "source/a.md", "sources.md", "x/LICENSE"]
    assert sources(tracked, ["source"]) == ["LICENSE", "LICENSE-docs", "source/a.md"]


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({SANDBOX: ""}, f"{SANDBOX} is empty; set it to your token"),
        ({SANDBOX: "  \t"}, f"{SANDBOX} is empty; set it to your token"),
        ({SANDBOX: f"{'s' * 20}\n"}, f"{SANDBOX} has white space in it; "),
        ({ZENODO: "z" * 20}, f"{SANDBOX} is not set; make a token at "),
        ({SANDBOX: "t" * 20, ZENODO: "t" * 20}, f"{SANDBOX} and {ZENODO} hold the same token; "),
    ],
)
def test_a_token_that_is_none(tmp_path: Path, environ: dict[str, str], message: str):
    (found,) = reasons(repository(tmp_path), environ=environ)
    assert found.startswith(message)
    assert not any(value.strip() in found for value in environ.values() if value.strip())


def test_a_token_file_that_others_can_read_is_a_warning(tmp_path: Path):
    repository(tmp_path / "work")
    config = write(tmp_path, {".config/zenodo.ini": "[zenodo]\n"}) / ".config" / "zenodo.ini"
    config.chmod(0o644)
    setting = Setting(environ=TOKENS, home=tmp_path)
    _record, found, warnings = check(
        tmp_path / "work", Wish(), setting, read_checkout(tmp_path / "work")
    )
    assert found == "3 files, 0 problems; tag, version and changelog agree"
    assert warnings == [f"others on this computer can read {config}; run: chmod 600 '{config}'"]


FOUND = """\
---
options:
  compass:
    kind: findings
    id: found
    status: draft
    owner: maintainers
    study: A made-up study
    findings:
      - {id: slow, finding: It is slow, kind: challenge, evidence: [{title: A letter}]}
---
# What was found

One thing.
"""


def test_a_gap_in_the_chain_of_evidence_is_explained(tmp_path: Path):
    repository(tmp_path, {"source/other.md": FOUND})
    assert reasons(tmp_path) == [
        "source/other.md:10: no recommendation rests on the finding 'slow'; name it under "
        "'rests-on' of one, or say why not under 'gap' [compass.coverage-gap]"
    ]
    write(tmp_path, {"source/other.md": FOUND.replace("evidence:", "gap: Too early, evidence:")})
    commit(tmp_path, "1.0.0")
    assert reasons(tmp_path) == []


def test_all_reasons_at_once_and_no_request(tmp_path: Path):
    root = repository(
        tmp_path / "work",
        {
            "CITATION.cff": CITATION.replace("It points north.", "TODO"),
            "CHANGELOG.md": "# Changelog\n\n## [0.9.0] - 2026-11-30\n",
            "source/other.md": "---\noptions: {compass: {kind: nonsense}}\n---\n# Other\n",
            "source/roster.md": "# Who\n",
        },
        target="zenodo",
        tag="2.0.0",
    )
    write(root, {"new.txt": "not committed\n"})
    with LocalZenodo() as server:
        done = release(root, server, "--publish", target="sandbox")
        assert server.requests == []
    lines = done.stderr.splitlines()
    assert done.returncode == 2  # there is no token for zenodo
    assert lines[0] == (
        "stopped: 1 file not as in the commit: new.txt; commit or remove what was changed"
    )
    text = done.stderr
    for part in (
        "the tag of this commit is 2.0.0, and CITATION.cff has the version 1.0.0",
        "CITATION.cff:4: 'TODO' looks like a placeholder; write what belongs there",
        "the newest in CHANGELOG.md is 0.9.0",
        "source/other.md:2: ",
        "[compass.unknown-kind]",
        "source/roster.md looks like a transcript",
        "release.yml has 'target: zenodo', and nobody is at a terminal",
        f"{ZENODO} is not set; make a token at https://zenodo.org/account/",
    ):
        assert part in text, part
    assert "reasons why nothing was sent. Mend it, then run it again." in lines[-1]


def test_outside_of_a_repository_and_without_a_commit(tmp_path: Path):
    write(tmp_path, {"CITATION.cff": CITATION})
    with pytest.raises(Stop, match="this folder is not the top of a git repository"):
        read_checkout(tmp_path)
    git(tmp_path, "init", "--quiet")
    with pytest.raises(Stop, match="the repository has no commit yet"):
        read_checkout(tmp_path)
    commit(tmp_path)
    assert read_checkout(tmp_path).tags == ()


def test_a_repository_of_another_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    repository(tmp_path)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):  # which may trust every folder
        monkeypatch.setenv(name, os.devnull)
    with pytest.raises(Stop, match="git rev-parse failed: fatal: detected dubious ownership"):
        read_checkout(tmp_path)


def test_signatures_are_not_taken_for_the_time_of_a_commit(tmp_path: Path):
    repository(tmp_path)
    before = read_checkout(tmp_path)
    unsigned = git(tmp_path, "cat-file", "commit", "HEAD")
    head, empty, rest = unsigned.partition("\n\n")
    kind = "SSH SIGNATURE-----"
    signed = f"{head}\ngpgsig -----BEGIN {kind}\n eA==\n -----END {kind}{empty}{rest}\n"
    made = subprocess.run(
        ["git", "-C", str(tmp_path), "hash-object", "-t", "commit", "-w", "--stdin"],
        input=signed,
        capture_output=True,
        text=True,
        check=True,
        env=ENVIRONMENT,
    )
    git(tmp_path, "reset", "--quiet", "--hard", made.stdout.strip())
    git(tmp_path, "config", "log.showSignature", "true")
    assert not git(tmp_path, "log", "-1", "--format=%ct").isdecimal()
    assert read_checkout(tmp_path).time == before.time
