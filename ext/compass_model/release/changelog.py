"""The versions in ``CHANGELOG.md``, and whether they agree with ``CITATION.cff``.

The form is that of https://keepachangelog.com: ``## [1.2.0] - 2026-11-30``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from compass_model.problems import Code, Problem
from compass_model.release.citation_file import read_citation
from compass_model.source_file import read_source

CHANGELOG_FILE = "CHANGELOG.md"
_HEADING = re.compile(r"## \[(?P<version>[^\]\s]+)\](?: - (?P<date>.*?))?\s*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


class ChangelogVersion(NamedTuple):
    """The heading of one version."""

    version: str
    date: dt.date | None
    """``None`` while it is not released."""
    line: int


def read_changelog(root: Path) -> tuple[list[ChangelogVersion], list[Problem]]:
    """Read the versions in the changelog of the repository *root*, in the order of the file."""
    if not (root / CHANGELOG_FILE).is_file():
        message = f"there is no {CHANGELOG_FILE}; write what changed in each version"
        return [], [Problem(CHANGELOG_FILE, 1, message, Code.MISSING_FILE)]
    text, problems = read_source(root, CHANGELOG_FILE)
    return list(_versions(text or "")), problems


def _versions(text: str) -> Iterator[ChangelogVersion]:
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        match = None if fence else _HEADING.fullmatch(line)
        if match is not None and match["version"].lower() != "unreleased":
            yield ChangelogVersion(match["version"], _day(match["date"] or ""), number)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def version_problems(root: Path) -> list[Problem]:
    """Return what keeps the version in ``CITATION.cff`` from being released as the newest one.

    These are no problems while a version is being made, so :func:`read_release` does not tell them.
    """
    citation, _problems = read_citation(root)
    versions, problems = read_changelog(root)
    if citation is None or "version" not in citation.value:
        return problems  # said by `read_release`
    version = str(citation.value["version"])
    if not versions:
        if not problems:
            message = f"no version stands here; add the heading '## [{version}] - DATE'"
            problems.append(Problem(CHANGELOG_FILE, 1, message, Code.VERSION_MISMATCH))
        return problems
    newest = versions[0]
    if newest.version != version:
        message = (
            f"the version is {version}, and the newest in {CHANGELOG_FILE} is {newest.version}; "
            "make them the same"
        )
        problems.append(Problem(*citation.place("version"), message, Code.VERSION_MISMATCH))
        return problems
    released = str(citation.value.get("date-released", ""))
    if newest.date is None:
        message = f"version {version} has no date; write '## [{version}] - {released or 'DATE'}'"
        place = CHANGELOG_FILE, newest.line
        problems.append(Problem(*place, message, Code.VERSION_MISMATCH))
    if not released:
        day = newest.date.isoformat() if newest.date else "2026-11-30"
        message = f"'date-released' is missing; add the day of the release: 'date-released: {day}'"
        problems.append(Problem(*citation.place("version"), message, Code.MISSING_FIELD))
    elif newest.date is not None and newest.date.isoformat() != released:
        message = f"'date-released' is {released}, and {CHANGELOG_FILE} has {newest.date}"
        message += "; make them the same"
        problems.append(Problem(*citation.place("date-released"), message, Code.VERSION_MISMATCH))
    return problems
