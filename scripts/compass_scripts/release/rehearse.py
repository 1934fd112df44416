"""``compass release rehearse``: the whole release, publish included, against a server of our own.

Nothing leaves this computer, and nothing in the repository changes.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from pathlib import Path
from typing import Any

from compass_model.release.changelog import CHANGELOG_FILE, read_changelog
from compass_model.release.citation_file import CITATION_FILE, read_citation
from compass_model.release.record import ReleaseRecord, read_release
from compass_scripts.release.context import Concept, Setting, Wish
from compass_scripts.release.errors import ZenodoError
from compass_scripts.release.git import read_checkout, run_git
from compass_scripts.release.journal import FOLDER, states
from compass_scripts.release.local_zenodo import LocalZenodo
from compass_scripts.release.show import Show
from compass_scripts.release.stages import release
from compass_scripts.release.stop import Stop
from compass_scripts.release.tokens import TARGETS

PREFIX = "10.5072"
"""A prefix for tests: a DOI of a rehearsal is nobody's."""
NOT_PROVED = """
This was a rehearsal: the server ran on this computer, and is gone. It does not prove
  - that your token is right, and that the real server can be reached;
  - that the real server takes these communities, funders and words of its vocabularies;
  - that it behaves today as it did when ours was written from its behaviour;
  - that the DOI is registered with DataCite, and how long the real server takes.
Rehearse on the sandbox as well: compass release --sandbox"""


def rehearse(root: Path, show: Show, *, verbose: bool = False) -> int:
    """Release the last commit to a local server, from a copy in a temporary folder."""
    record, problems = read_release(root)
    if record is None:
        raise Stop(*(f"{p.place}: {p.shown}" for p in problems))
    checkout = read_checkout(root)
    if checkout.changed:
        show.warn("what is not committed is not part of the rehearsal")
    is_first = not (record.concept_doi or any(state.concept_doi for state in states(root)))
    with tempfile.TemporaryDirectory(prefix="compass-rehearsal-") as folder:
        copy = Path(folder) / "copy"
        _copy(root, copy, checkout.commit)
        if _date(copy, record.version, day_of(checkout.time)):
            show.warn("this version has no date yet; the rehearsal gives it one")
        run_git(copy, "-c", "tag.gpgSign=false", "tag", record.version)
        with LocalZenodo(prefix=PREFIX, communities=record.communities) as server:
            earlier = None if is_first else _earlier(server, record)
            setting = _setting(server, Path(folder), record.target, earlier)
            wish = Wish(publish=True, production=True, verbose=verbose)
            try:
                code = release(copy, wish, setting, show)
            except ZenodoError as error:
                raise Stop(str(error), hint="The rehearsal ended here.") from None
    show.say(NOT_PROVED)
    return code


def _copy(root: Path, to: Path, commit: str) -> None:
    """Clone the repository, without the journals of real releases."""
    run_git(root, "clone", "--quiet", "--no-tags", "--no-checkout", str(root.resolve()), str(to))
    run_git(to, "checkout", "--quiet", "--detach", commit)
    shutil.rmtree(to / FOLDER, ignore_errors=True)


def day_of(time: int) -> str:
    """Return the day of a time in seconds since 1970, as it is written in a changelog."""
    return dt.datetime.fromtimestamp(time, dt.UTC).date().isoformat()


def _date(copy: Path, version: str, day: str) -> bool:
    """Give the newest version the date that a maintainer writes last, and commit it in the copy.

    :returns: whether a date was missing; anything else that is wrong is left for the check to say
    """
    versions, _problems = read_changelog(copy)
    citation, _problems = read_citation(copy)
    newest = versions[0] if versions else None
    if citation is None or newest is None or newest.version != version:
        return False
    changed = []
    if newest.date is None:
        changelog = copy / CHANGELOG_FILE
        lines = changelog.read_text("utf-8").splitlines()
        lines[newest.line - 1] = f"## [{version}] - {day}"
        changelog.write_text("\n".join(lines) + "\n", "utf-8")
        changed.append(CHANGELOG_FILE)
    if "date-released" not in citation.value:
        released = newest.date.isoformat() if newest.date else day
        with (copy / CITATION_FILE).open("a", encoding="utf-8") as file:
            file.write(f"\ndate-released: {released}\n")
        changed.append(CITATION_FILE)
    if changed:
        who = ("-c", "user.name=rehearsal", "-c", "user.email=rehearsal@example.org")
        plain = ("-c", "commit.gpgSign=false", "-c", "core.hooksPath=/dev/null")
        run_git(copy, *who, *plain, "commit", "--quiet", "-m", "Date the version", *changed)
    return bool(changed)


def _earlier(server: LocalZenodo, record: ReleaseRecord) -> Concept:
    """Let the server have an earlier version, as the real one has."""
    metadata: dict[str, Any] = {
        "title": record.title,
        "version": "an earlier version",
        "creators": [{"name": "Somebody"}],
        "publication_date": "2020-01-01",
        "description": "An earlier version.",
        "upload_type": "publication",
        "publication_type": "report",
    }
    published = server.have_record(metadata, {"earlier.txt": b"of an earlier version"})
    recid = str(published.concept)
    return Concept(recid, f"{PREFIX}/zenodo.{recid}", str(published.id))


def _setting(server: LocalZenodo, home: Path, name: str, concept: Concept | None) -> Setting:
    target = TARGETS[name]._replace(base_url=server.url, prefix=PREFIX)
    return Setting(
        environ={target.variable: server.token},
        home=home,
        targets={name: target},
        concept=concept,
    )
