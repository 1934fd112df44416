"""Whether a release is published already: the server says it, and the journal notes it."""

from __future__ import annotations

import datetime as dt

from compass_scripts.release.context import Run
from compass_scripts.release.depositions import Deposition, address_of, concept_id, sums_of
from compass_scripts.release.errors import ZenodoError
from compass_scripts.release.journal import FOLDER
from compass_scripts.release.stop import Stop

NO_DOI = "(none)"


def find_out(run: Run, error: ZenodoError | None = None) -> bool:
    """Ask the server whether the draft is published, and note it when it is.

    :param error: what went wrong when it was published, for the message
    :raises Stop: when nobody knows, or it has another DOI than its pages
    """
    try:
        body = run.client.draft(run.draft_id)
    except ZenodoError as second:
        raise Stop(
            *([str(error)] if error else []),
            f"whether the draft was published is not known: {second}",
            hint=f"Run it again later, or look at {run.journal.state.url}. It asks the server "
            "first, and publishes nothing that is published.",
        ) from None
    if not body.get("submitted"):
        return False
    _note(run, body)
    return True


def take_over(run: Run, body: Deposition) -> None:
    """Note a record that was published, though the journal does not say so.

    So it is when a job on GitHub is run again: it starts with the journal of the job before it. The
    record is this release when it has its DOI and the very files that were packed.

    :raises Stop: when it is something else; nothing is noted then
    """
    state = run.journal.state
    wanted = {file.name: file.md5 for file in state.files}
    if wanted and body.get("doi") == state.doi and sums_of(body) == wanted:
        _note(run, body)
        return
    raise published_elsewhere(run, body)


def published_elsewhere(run: Run, body: Deposition) -> Stop:
    """Return why a release stops whose draft is published, and not as its journal says."""
    return Stop(
        f"the draft {run.draft_id} is published, and {FOLDER}/{run.journal.path.name} does not say "
        "so; its DOI or its files are not those that were packed here",
        hint=f"Look at {address_of(body)}; nothing was changed. If another run of this release "
        f"published it, put the journal of that run into {FOLDER}/ (on GitHub, from the last "
        "artifact whose name begins with 'journal-of-attempt'), and run it again.",
    )


def check_doi(run: Run) -> None:
    """Compare the DOI that was published with the one on the pages.

    :raises Stop: when they differ; each run says so, and nothing is written down
    """
    state = run.journal.state
    if state.published_doi not in {"", state.doi}:
        raise Stop(
            f"the record was published with the DOI {state.published_doi}, and its pages hold "
            f"{state.doi}",
            hint="This cannot be mended here; write to the people who run the server.",
        )


def _note(run: Run, body: Deposition) -> None:
    state = run.journal.state
    run.journal.note(
        step="published",
        calling="",
        published_doi=str(body.get("doi") or NO_DOI),
        concept_doi=str(body.get("conceptdoi") or ""),
        concept_recid=concept_id(body) or state.concept_recid,
        url=address_of(body) or state.url,
        published_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    )
    check_doi(run)
