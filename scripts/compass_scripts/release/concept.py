"""What all versions have in common: the earlier version that the repository knows."""

from __future__ import annotations

from compass_scripts.release.context import Concept, Run
from compass_scripts.release.errors import ZenodoError
from compass_scripts.release.journal import FOLDER, State, journal_path, states
from compass_scripts.release.pack import CITATION
from compass_scripts.release.stop import Stop

NOT_OURS = (403, 404, 410)
"""How a server answers for a record that is gone, or that another account owns."""


def concept_of(run: Run) -> Concept | None:
    """Return the concept that earlier versions made; none before the first is published."""
    if run.setting.concept is not None:
        return run.setting.concept
    earlier = [state for state in states(run.root) if _is_earlier(run, state)]
    if earlier:
        last = earlier[-1]
        same = [state for state in earlier if state.concept_recid == last.concept_recid]
        paths = (journal_path(run.root, state.target, state.version) for state in same)
        told_by = tuple(f"{FOLDER}/{path.name}" for path in paths)
        return Concept(last.concept_recid, last.concept_doi, str(last.deposition_id), told_by)
    doi = run.record.concept_doi
    if run.target.name == "zenodo" and doi:
        recid = doi.rpartition("zenodo.")[2]
        return Concept(recid, doi, recid, (CITATION,))
    return None


def _is_earlier(run: Run, state: State) -> bool:
    same_place = state.target == run.target.name and state.version != run.record.version
    return same_place and state.reached("published") and bool(state.concept_recid)


def not_there(run: Run, concept: Concept, error: ZenodoError) -> Stop:
    """Return why there can be no new version of a record that this token does not reach."""
    files = ", ".join(concept.told_by)
    hint = "Check the token: it must be of the account that published it, with the right scopes."
    if run.target.name == "sandbox":
        hint = (
            "The sandbox is emptied now and then, and each account has its own records there. "
            f"If the token is right, delete {files}, and run it again: it then makes a first "
            "version."
        )
    return Stop(
        f"{run.target.title} has no record {concept.record_id} that this token may change "
        f"(HTTP {error.status}); the earlier version in {files} is said to be there",
        hint=hint,
    )
