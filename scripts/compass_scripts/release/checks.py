"""The first stage: everything that can be found without a request, all of it at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from compass_model.consent.quotes import waiting_quotes
from compass_model.evidence.gaps import gap_problems
from compass_model.problems import Problem
from compass_model.release.changelog import version_problems
from compass_model.release.record import ReleaseRecord, read_release
from compass_model.tree import read_compass
from compass_scripts.release.context import LOCAL, Setting, Wish, target_of, version_tag
from compass_scripts.release.git import Checkout
from compass_scripts.release.journal import FOLDER, journal_path, read_state
from compass_scripts.release.public import source_reasons, tracked_reasons
from compass_scripts.release.stop import Stop, counted, shortened
from compass_scripts.release.tokens import TokenRefused, read_token, token_file_warnings

SOURCE = "source"
_LIKE_A_VERSION = re.compile(r"v?\d")


def check(
    root: Path, wish: Wish, setting: Setting, checkout: Checkout
) -> tuple[ReleaseRecord, str, list[str]]:
    """Return the release, what was found in one line, and warnings.

    :raises Stop: with every reason why the release cannot begin
    """
    record, problems = read_release(root)
    compass = read_compass(root / SOURCE, release_day(checkout))
    reasons = [*tree_reasons(checkout), *_tag_reasons(record, wish, setting, checkout)]
    reasons += [_line(problem) for problem in (*problems, *version_problems(root))]
    found_in_pages = [*compass.problems, *gap_problems(compass.records)]
    reasons += [_line(problem, f"{SOURCE}/") for problem in found_in_pages]
    reasons += [_line(problem, f"{SOURCE}/") for problem in waiting_quotes(compass.quotes)]
    if record is not None:
        reasons += source_reasons(root, checkout, record.files)
        reasons += tracked_reasons(root, checkout.tracked)
        reasons += _own_doi_reasons(record, target_of(record, wish, setting).name)
    reasons += _production_reasons(record, wish, setting)
    token = list(_token_reasons(root, record, wish, setting))
    reasons = list(dict.fromkeys([*reasons, *token]))
    if reasons or record is None:
        raise Stop(*reasons, hint=_count(reasons), code=2 if token else 1)
    tagged = version_tag(checkout.tags, record.version)
    agree = "tag, version and changelog agree" if tagged else "no tag; a rehearsal needs none"
    found = f"{counted(len(compass.files), 'file')}, 0 problems; {agree}"
    return record, found, token_file_warnings(setting.environ, setting.home)


def release_day(checkout: Checkout) -> dt.date:
    """Return the day on which the words of a release must be fit to be shown.

    Its pages are built with the date of the commit; the earlier day is the stricter one.
    """
    built = dt.datetime.fromtimestamp(checkout.time, dt.UTC).date()
    return min(built, dt.datetime.now().astimezone().date())


def _count(reasons: list[str]) -> str:
    these = "This is" if len(reasons) == 1 else f"These are {len(reasons)} reasons"
    return f"{these} why nothing was sent. Mend it, then run it again." if reasons else ""


def _line(problem: Problem, folder: str = "") -> str:
    return f"{folder}{problem.place}: {problem.shown} [compass.{problem.code}]"


def tree_reasons(checkout: Checkout) -> Iterator[str]:
    """Yield why the tree is not that of the commit; journals may differ."""
    changed = [name for name in checkout.changed if not name.startswith(f"{FOLDER}/")]
    if changed:
        yield (
            f"{counted(len(changed), 'file')} not as in the commit: {shortened(changed)}; "
            "commit or remove what was changed"
        )


def _tag_reasons(
    record: ReleaseRecord | None, wish: Wish, setting: Setting, checkout: Checkout
) -> Iterator[str]:
    if record is None or version_tag(checkout.tags, record.version):
        return
    # Other tags, such as "nightly", name no version, and are nobody's business here.
    if versions := [tag for tag in checkout.tags if _LIKE_A_VERSION.match(tag)]:
        yield (
            f"the tag of this commit is {shortened(versions)}, and CITATION.cff has the "
            f"version {record.version}; make them the same"
        )
    elif target_of(record, wish, setting).name != "sandbox":
        yield (
            f"this commit has no tag of its version; tag it: git tag {record.version} "
            "(the sandbox needs none: --sandbox)"
        )


def _own_doi_reasons(record: ReleaseRecord, target: str) -> Iterator[str]:
    if record.doi and target == "zenodo":
        yield (
            f"CITATION.cff holds a DOI of version {record.version} already: {record.doi}; a "
            "version is published once: raise the version, or take the DOI out"
        )


def _production_reasons(
    record: ReleaseRecord | None, wish: Wish, setting: Setting
) -> Iterator[str]:
    """Without a person who is asked, the real Zenodo is named twice."""
    if setting.ask is not None or wish.production or wish.goal in {"check", *LOCAL}:
        return
    if target_of(record, wish, setting).name == "zenodo":
        yield (
            "release.yml has 'target: zenodo', and nobody is at a terminal; add --production "
            "for the real Zenodo, or --sandbox for a rehearsal"
        )


def _token_reasons(
    root: Path, record: ReleaseRecord | None, wish: Wish, setting: Setting
) -> Iterator[str]:
    target = target_of(record, wish, setting)
    if wish.goal in LOCAL and record is not None:
        path = journal_path(root, target.name, record.version)
        if path.exists() and read_state(path).doi:
            return
    try:
        read_token(target.name, setting.environ)
    except TokenRefused as error:
        yield str(error)
