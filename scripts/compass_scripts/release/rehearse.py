"""``compass release rehearse``: the whole release, publish included, against a server of our own.

Nothing leaves this computer, and nothing in the repository changes.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

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
        raise Stop(*(f"{p.path}:{p.line}: {p.shown}" for p in problems))
    checkout = read_checkout(root)
    if checkout.changed:
        show.warn("what is not committed is not part of the rehearsal")
    is_first = not (record.concept_doi or any(state.concept_doi for state in states(root)))
    with tempfile.TemporaryDirectory(prefix="compass-rehearsal-") as folder:
        copy = Path(folder) / "copy"
        _copy(root, copy, checkout.commit, record.version)
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


def _copy(root: Path, to: Path, commit: str, version: str) -> None:
    """Clone the repository, without the journals of real releases, and tag the commit."""
    run_git(root, "clone", "--quiet", "--no-tags", "--no-checkout", str(root.resolve()), str(to))
    run_git(to, "checkout", "--quiet", "--detach", commit)
    run_git(to, "-c", "tag.gpgSign=false", "tag", version)
    shutil.rmtree(to / FOLDER, ignore_errors=True)


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
