"""All pages as plain MyST: Sphinx without our extension, and mystmd, read the same in them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests.export import engines
from tests.export.recorded import Recorded, export
from tests.export.stock import read_by_sphinx, same_as_stock
from tests.site import REPOSITORY, digests

SOURCE = REPOSITORY / "source"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    made = export("plain-myst", SOURCE, REPOSITORY, tmp_path_factory.mktemp("plain") / "export")
    assert made.warnings == []
    return made


def test_the_command_writes_the_same_bytes(plain: Recorded, tmp_path: Path) -> None:
    """In another process, with another order of Python's sets."""
    command = [sys.executable, "-m", "compass_scripts", "export", "plain"]
    done = subprocess.run(
        [*command, "--output", str(tmp_path / "again")],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert digests(tmp_path / "again") == digests(plain.folder)


def test_mystmd_builds_it(plain: Recorded, tmp_path: Path) -> None:
    """With its own ``myst.yml``, but for the template, which would come from the web."""
    engines.need_mystmd()
    book = tmp_path / "book"
    settings = yaml.safe_load((plain.folder / "myst.yml").read_text("utf-8"))
    assert settings["site"] == {"template": "book-theme"}
    shutil.copytree(plain.folder, book)
    engines.mystmd_project(book, settings["project"]["toc"], plugins=False)
    found = engines.mystmd(book)
    assert (found.said, found.code) == ([], 0), found.output
    assert len(engines.pages(book)) == len(plain.pages)


def test_sphinx_reads_the_same_words_and_links(plain: Recorded, tmp_path: Path) -> None:
    # Reading adds files of Sphinx to the export: so this works on a copy.
    shutil.copytree(plain.folder, tmp_path / "export")
    assert same_as_stock(plain, read_by_sphinx(tmp_path / "export", tmp_path)) == []
