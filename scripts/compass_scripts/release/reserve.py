"""The draft and its DOI: found again after an interruption, and never made twice."""

from __future__ import annotations

from typing import Any

from compass_scripts.release.concept import NOT_OURS, concept_of, not_there
from compass_scripts.release.context import LOCAL, Concept, Run
from compass_scripts.release.depositions import (
    Deposition,
    address_of,
    concept_id,
    is_blank,
    is_ours,
    line_of,
)
from compass_scripts.release.errors import ZenodoError
from compass_scripts.release.published import take_over
from compass_scripts.release.stop import Stop


def reserve(run: Run) -> str:
    """Make sure that there is a draft and that it has a DOI; return the DOI.

    A draft that is published by now is noted as published.
    """
    journal = run.journal
    if run.wish.goal in LOCAL and journal.state.doi:
        return journal.state.doi
    if journal.state.deposition_id is None:
        _note_draft(run, _find_or_make(run))
    draft = _there(run)
    if draft.get("submitted"):
        take_over(run, draft)
        return journal.state.doi
    if not journal.state.doi:
        if not draft.get("doi"):
            with journal.call("reserve the DOI"):
                draft["doi"] = run.client.reserve_doi(run.draft_id)
        _check_doi(run, str(draft["doi"]))
        journal.note(step="reserved", doi=str(draft["doi"]), calling="")
    elif draft.get("doi") != journal.state.doi:
        raise Stop(
            f"the draft {run.draft_id} has the DOI {draft.get('doi') or '(none)'}, and the journal "
            f"has {journal.state.doi}",
            hint=f"Somebody changed the draft; delete it ('{run.command('abandon')}'), and begin "
            "again.",
        )
    return journal.state.doi


def read_draft(run: Run) -> Deposition:
    """Return the draft of the journal.

    :raises Stop: when it is gone, or published
    """
    draft = _there(run)
    if draft.get("submitted"):
        raise Stop(
            f"the draft {run.draft_id} was published while this ran",
            hint="Run it again: it looks first at what was published.",
        )
    return draft


def _there(run: Run) -> Deposition:
    """Return what the server has for the journal: the draft, or the record it became."""
    try:
        return run.client.draft(run.draft_id)
    except ZenodoError as error:
        if error.status != 404:
            raise
        raise Stop(
            f"the draft {run.draft_id} is not on the server any more",
            hint=f"If you deleted it, forget it with '{run.command('abandon')}', and begin again.",
        ) from None


def _check_doi(run: Run, doi: str) -> None:
    if doi != f"{run.target.prefix}/zenodo.{run.draft_id}":
        raise Stop(
            f"the server registered the DOI {doi} for the draft {run.draft_id}, which should be "
            f"{run.target.prefix}/zenodo.{run.draft_id}",
            hint="A DOI that was written into the draft by hand cannot be taken out again. "
            f"Delete the draft on the website, then '{run.command('abandon')}', and begin again.",
        )


def _find_or_make(run: Run) -> Deposition:
    concept = concept_of(run)
    resumed = run.journal.state.step == "creating"
    there = run.client.own_depositions()
    _refuse_second_record(run, there)
    mine = [each for each in there if not each.get("submitted") and is_ours(run, each)]
    if concept is not None:
        drafts = [d for d in there if not d.get("submitted") and concept_id(d) == concept.recid]
        blank = [d for d in drafts if resumed and is_blank(d)]
        _refuse_foreign([d for d in drafts if d not in mine and d not in blank])
        mine = mine or blank
    if len(mine) > 1:
        raise Stop(
            f"{len(mine)} drafts have the title and the version of this release:",
            *map(line_of, mine),
            hint="Delete all but one on the website, then run it again.",
        )
    if mine:
        if concept is not None and concept_id(mine[0]) != concept.recid:
            raise Stop(
                "a draft with the title and the version of this release is not a new version of "
                f"the record {concept.recid}:",
                line_of(mine[0]),
                hint="Delete it on the website, then run it again.",
            )
        return mine[0]
    run.journal.note(step="creating", title=run.record.title)
    return _make_version(run, concept) if concept else _make_first(run)


def _make_first(run: Run) -> Deposition:
    with run.journal.call("make a draft"):
        try:
            return run.client.create_draft(_first_metadata(run))
        except ZenodoError as error:
            if not error.maybe_done:
                raise
            made = [d for d in run.client.own_drafts() if is_ours(run, d)]
            if len(made) != 1:
                raise
            return made[0]


def _make_version(run: Run, concept: Concept) -> Deposition:
    with run.journal.call("make a new version"):
        try:
            draft = _next_draft(run, concept)
        except ZenodoError as error:
            if error.status not in NOT_OURS:
                raise
            raise not_there(run, concept, error) from None
    if not (is_blank(draft) or is_ours(run, draft)):
        _refuse_foreign([draft])
    _note_draft(run, draft)
    with run.journal.call("write the metadata"):
        return run.client.put_metadata(run.draft_id, _first_metadata(run))


def _next_draft(run: Run, concept: Concept) -> Deposition:
    record_id = concept.record_id
    if record_id == concept.recid:
        record_id = run.client.latest(record_id)
    return run.client.new_version_draft(record_id)


def _first_metadata(run: Run) -> dict[str, Any]:
    """Return the metadata before there is a manifest, whose sum stands in the notes."""
    return {name: value for name, value in run.metadata().items() if name != "notes"}


def _note_draft(run: Run, draft: Deposition) -> None:
    run.journal.note(
        step="creating",
        title=run.record.title,
        deposition_id=int(draft["id"]),
        concept_recid=concept_id(draft),
        url=address_of(draft),
        tag=run.tag,
    )


def _refuse_foreign(drafts: list[Deposition]) -> None:
    if drafts:
        raise Stop(
            "a draft of a new version is there that this release did not make; it was not touched:",
            *map(line_of, drafts),
            hint="Publish or delete it on the website, then run it again.",
        )


def _refuse_second_record(run: Run, there: list[Deposition]) -> None:
    published = [each for each in there if each.get("submitted") and is_ours(run, each)]
    if published:
        raise Stop(
            f"version {run.record.version} is published already:",
            *map(line_of, published),
            hint="To see the record, put its journal back: from git, or, when a workflow on GitHub "
            "published it, from the artifact 'journal-of-attempt-1' (or a higher number). To "
            "publish something else, raise the version.",
        )
