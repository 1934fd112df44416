"""A release of a site with quotes: what is deposited, what is written down, what stops it."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

from tests.quotes import made_up_study
from tests.scripts.release.repository import CONF, RELEASE, commit, git, release, repository
from tests.site import write

from compass_scripts.release.local_zenodo import LocalZenodo


def with_quotes(root: Path, *, waiting: bool = False) -> Path:
    """Make a repository whose pages show quotes."""
    extensions = '["myst_parser", "sphinx_compass"]'
    repository(root, {"conf.py": CONF.replace('["myst_parser"]', extensions)})
    made_up_study(root / "study")
    source = root / "source"
    (root / "study/_data/research").rename(source / "_data/research")
    (root / "study/_data/instruments").rename(source / "_data/instruments")
    for name in ("quotes", "interview", "consent", *(["states"] if waiting else [])):
        (root / f"study/study/{name}.md").rename(source / f"{name}.md")
    for path in sorted((root / "study").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (root / "study").rmdir()
    pages = "other\nquotes\ninterview\nconsent" + "\nstates" * waiting
    (source / "index.md").write_text(f"# Home\n\n```{{toctree}}\n{pages}\n```\n", encoding="utf-8")
    commit(root, "1.0.0")
    return root


def test_a_release_writes_down_its_excerpts_and_keeps_their_files(tmp_path: Path):
    root = with_quotes(tmp_path / "work")
    with LocalZenodo() as server:
        done = release(root, server)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        [deposition] = server.store.depositions.values()
        archive = next(name for name in deposition.files if name.endswith("-sources.zip"))
        names = zipfile.ZipFile(BytesIO(server.content(deposition.id, archive))).namelist()
    assert any(name.endswith("source/quotes.md") for name in names)
    assert not [name for name in names if "_data/research/" in name]
    lock = json.loads((root / ".release/excerpts.lock.json").read_text(encoding="utf-8"))
    [version] = lock["versions"]
    assert (version["version"], version["target"]) == ("1.0.0", "sandbox")
    assert list(version["excerpts"]) == ["x-0123456789", "x-approved", "x-retold", "x-spoken"]


def test_the_commit_that_is_printed_holds_all_that_was_written_down(tmp_path: Path):
    """A later withdrawal asks the list of excerpts, in any clone."""
    root = with_quotes(tmp_path / "work")
    write(root, {"release.yml": RELEASE.format(target="zenodo")})
    commit(root, "1.0.0")
    with LocalZenodo(prefix="10.5281") as server:
        done = release(root, server, "--publish", "--production", target="zenodo")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    (line,) = (line for line in done.stdout.splitlines() if " && git add " in line)
    git(root, "add", *line.partition(" && git add ")[2].split())
    assert git(root, "status", "--porcelain", "--untracked-files=all").splitlines() == [
        "A  .release/excerpts.lock.json",
        "A  .release/zenodo-1.0.0.json",
        "M  CITATION.cff",
    ]


def test_quotes_that_have_to_wait_are_reasons(tmp_path: Path):
    root = with_quotes(tmp_path / "work", waiting=True)
    with LocalZenodo() as server:
        done = release(root, server)
    assert done.returncode == 1
    assert (
        "source/states.md:5: the excerpt 'x-later' is under embargo; a version is published for "
        "ever, so take it out of the page, or wait [compass.may-not-be-shown]"
    ) in done.stdout + done.stderr
    assert "the excerpt 'x-asked' is not approved by the participant" in done.stdout + done.stderr
