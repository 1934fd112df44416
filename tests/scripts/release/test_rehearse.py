"""A rehearsal: the whole release, on this computer, without a trace in the repository."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.scripts.release.repository import CITATION, ENVIRONMENT, git, repository
from tests.site import write


def rehearse(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "compass_scripts", "release", "rehearse", *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=ENVIRONMENT | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


CONCEPT = """\
identifiers:
  - type: doi
    value: 10.5281/zenodo.7
    description: All versions
"""


@pytest.mark.parametrize("target", ["sandbox", "zenodo"])
@pytest.mark.parametrize("citation", [CITATION, CITATION + CONCEPT], ids=["first", "later"])
def test_it_publishes_a_record_and_changes_nothing(tmp_path: Path, target: str, citation: str):
    root = repository(tmp_path, {"CITATION.cff": citation}, target=target)
    git(root, "tag", "--delete", "1.0.0")
    write(root, {"new.txt": "not committed\n"})
    done = rehearse(root)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "warning: what is not committed is not part of the rehearsal\n"
    assert "  publish   done   http://127.0.0.1:" in done.stdout
    assert "\n  DOI           10.5072/zenodo." in done.stdout
    assert "\nThis was a rehearsal: the server ran on this computer, and is gone." in done.stdout
    assert git(root, "status", "--porcelain") == "?? new.txt"
    assert git(root, "tag") == ""


def test_a_version_without_a_date_can_be_rehearsed(tmp_path: Path):
    """A maintainer writes the date last, and rehearses before that."""
    undated = {
        "CHANGELOG.md": "# Changelog\n\n## [1.0.0] - not released yet\n\n- The first.\n",
        "CITATION.cff": CITATION.replace("date-released: 2026-11-30\n", ""),
    }
    assert "date-released" not in undated["CITATION.cff"]
    root = repository(tmp_path, undated)
    done = rehearse(root)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "warning: this version has no date yet; the rehearsal gives it one\n"
    assert "\n  DOI           10.5072/zenodo." in done.stdout
    assert git(root, "status", "--porcelain") == ""
    assert "not released yet" in (root / "CHANGELOG.md").read_text("utf-8")


def test_it_says_what_would_stop_the_release(tmp_path: Path):
    root = repository(tmp_path, {"CHANGELOG.md": "# Changelog\n\n## [0.9.0] - 2026-11-30\n"})
    done = rehearse(root)
    assert done.returncode == 1
    assert "the newest in CHANGELOG.md is 0.9.0" in done.stderr
    assert "Traceback" not in done.stderr
