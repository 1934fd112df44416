"""The versions in the changelog, and whether they agree with the citation."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.release_site import CHANGELOG, CITATION, repository

from compass_model.release.changelog import read_changelog, version_problems

AT = CITATION.split("\n").index("version: 1.2.0") + 1


def said(root: Path) -> list[str]:
    return [f"{p.path}:{p.line}: {p.message} [{p.code}]" for p in version_problems(root)]


def test_the_versions_are_read_in_their_order(tmp_path: Path):
    root = repository(tmp_path)
    text = "## [Unreleased]\n\n```\n## [9.9.9] - 2026-01-01\n```\n\n## [2.0.0] - not released yet\n"
    (root / "CHANGELOG.md").write_text(CHANGELOG.replace("## [1.2.0]", f"{text}## [1.2.0]", 1))
    versions, problems = read_changelog(root)
    assert problems == []
    assert [tuple(version) for version in versions] == [
        ("2.0.0", None, 9),
        ("1.2.0", dt.date(2026, 11, 30), 10),
        ("1.1.0", dt.date(2026, 1, 2), 14),
    ]


def test_what_agrees_may_be_released(tmp_path: Path):
    assert said(repository(tmp_path)) == []


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        (
            {"changelog": ("1.2.0", "1.3.0")},
            [
                f"CITATION.cff:{AT}: the version is 1.2.0, and the newest in CHANGELOG.md is "
                "1.3.0; make them the same [version-mismatch]"
            ],
        ),
        (
            {"changelog": ("2026-11-30", "2026-11-29")},
            [
                f"CITATION.cff:{AT + 1}: 'date-released' is 2026-11-30, and CHANGELOG.md has "
                "2026-11-29; make them the same [version-mismatch]"
            ],
        ),
        (
            {"changelog": ("2026-11-30", "not released yet")},
            [
                "CHANGELOG.md:3: version 1.2.0 has no date; write '## [1.2.0] - 2026-11-30' "
                "[version-mismatch]"
            ],
        ),
        (
            {"citation": ("date-released: 2026-11-30\n", "")},
            [
                f"CITATION.cff:{AT}: 'date-released' is missing; add the day of the release: "
                "'date-released: 2026-11-30' [missing-field]"
            ],
        ),
        (
            {"changelog": (CHANGELOG, "# Changelog\n")},
            [
                "CHANGELOG.md:1: no version stands here; add the heading '## [1.2.0] - DATE' "
                "[version-mismatch]"
            ],
        ),
    ],
)
def test_what_differs_is_said(
    changes: dict[str, tuple[str, str]], messages: list[str], tmp_path: Path
):
    assert said(repository(tmp_path, **changes)) == messages


def test_a_repository_without_a_changelog(tmp_path: Path):
    root = repository(tmp_path)
    (root / "CHANGELOG.md").unlink()
    assert said(root) == [
        "CHANGELOG.md:1: there is no CHANGELOG.md; write what changed in each version "
        "[missing-file]"
    ]
