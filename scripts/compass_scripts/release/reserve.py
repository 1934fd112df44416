"""The draft and its DOI: found again after an interruption, and never made twice."""

from __future__ import annotations

from typing import Any

from compass_scripts.release.context import LOCAL, Concept, Run
from compass_scripts.release.errors import ZenodoError
from compass_scripts.release.journal import states
from compass_scripts.release.stop import Stop

Deposition = dict[str, Any]


def concept_of(run: Run) -> Concept | None:
    """Return the concept that earlier versions made; none before the first is published."""
    if run.setting.concept is not None:
        return run.setting.concept
    for state in reversed(states(run.root)):
        same = state.target == run.target.name and state.version != run.record.version
        if same and state.reached("published") and state.concept_recid:
            return Concept(state.concept_recid, state.concept_doi, str(state.deposition_id))
    doi = run.record.concept_doi
    if run.target.name == "zenodo" and doi:
        recid = doi.rpartition("zenodo.")[2]
        return Concept(recid, doi, recid)
    return None


def reserve(run: Run) -> str:
    """Make sure that there is a draft and that it has a DOI; return the DOI."""
    journal = run.journal
    if run.wish.goal in LOCAL and journal.state.doi:
        return journal.state.doi
    if journal.state.deposition_id is None:
        _note_draft(run, _find_or_make(run))
    draft = read_draft(run)
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
            hint="Somebody changed the draft; delete it ('compass release abandon'), and begin "
            "again.",
        )
    return journal.state.doi


def read_draft(run: Run) -> Deposition:
    """Return the draft of the journal.

    :raises Stop: when it is gone, or was published in another way
    """
    try:
        draft = run.client.draft(run.draft_id)
    except ZenodoError as error:
        if error.status != 404:
            raise
        raise Stop(
            f"the draft {run.draft_id} is not on the server any more",
            hint="If you deleted it, forget it with 'compass release abandon', and begin again.",
        ) from None
    if draft.get("submitted") and not run.journal.state.reached("publishing"):
        raise Stop(
            f"the draft {run.draft_id} was published, and not by this program",
            hint=f"Look at {address_of(draft)} and decide what to do; nothing was changed.",
        )
    return draft


def _check_doi(run: Run, doi: str) -> None:
    if doi != f"{run.target.prefix}/zenodo.{run.draft_id}":
        raise Stop(
            f"the server registered the DOI {doi} for the draft {run.draft_id}, which should be "
            f"{run.target.prefix}/zenodo.{run.draft_id}",
            hint="A DOI that was written into the draft by hand cannot be taken out again. "
            "Delete the draft on the website, then 'compass release abandon', and begin again.",
        )


def _find_or_make(run: Run) -> Deposition:
    concept = concept_of(run)
    resumed = run.journal.state.step == "creating"
    there = run.client.own_depositions()
    _refuse_second_record(run, there)
    mine = [each for each in there if not each.get("submitted") and is_ours(run, each)]
    if concept is not None:
        drafts = [d for d in there if not d.get("submitted") and _concept(d) == concept.recid]
        blank = [d for d in drafts if resumed and _is_blank(d)]
        _refuse_foreign([d for d in drafts if d not in mine and d not in blank])
        mine = mine or blank
    if len(mine) > 1:
        raise Stop(
            f"{len(mine)} drafts have the title and the version of this release:",
            *map(line_of, mine),
            hint="Delete all but one on the website, then run it again.",
        )
    if mine:
        if concept is not None and _concept(mine[0]) != concept.recid:
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
        record_id = concept.record_id
        if record_id == concept.recid:
            record_id = run.client.latest(record_id)
        draft = run.client.new_version_draft(record_id)
    if not (_is_blank(draft) or is_ours(run, draft)):
        _refuse_foreign([draft])
    _note_draft(run, draft)
    with run.journal.call("write the metadata"):
        return run.client.put_metadata(run.draft_id, _first_metadata(run))


def _first_metadata(run: Run) -> dict[str, Any]:
    """Return the metadata before there is a manifest, whose sum stands in the notes."""
    return {name: value for name, value in run.metadata().items() if name != "notes"}


def _note_draft(run: Run, draft: Deposition) -> None:
    run.journal.note(
        step="creating",
        title=run.record.title,
        deposition_id=int(draft["id"]),
        concept_recid=_concept(draft),
        url=address_of(draft),
        tag=run.tag,
    )


def address_of(deposition: Deposition) -> str:
    """Return the page of a draft or record."""
    links = deposition.get("links")
    return str(links.get("html", "")) if isinstance(links, dict) else ""


def _concept(deposition: Deposition) -> str:
    return str(deposition.get("conceptrecid") or "")


def _said(deposition: Deposition, name: str) -> str:
    metadata = deposition.get("metadata")
    return str(metadata.get(name) or "") if isinstance(metadata, dict) else ""


def is_ours(run: Run, deposition: Deposition) -> bool:
    """Return whether a draft or record has the title and the version of this release."""
    wanted = (run.record.title, run.record.version)
    return (_said(deposition, "title"), _said(deposition, "version")) == wanted


def _is_blank(deposition: Deposition) -> bool:
    """Return whether a draft is as the server makes it: no version, no files."""
    return not _said(deposition, "version") and not deposition.get("files")


def line_of(deposition: Deposition) -> str:
    """Return a draft or record in one line, for a list."""
    version = _said(deposition, "version") or "no version"
    return (
        f"  {deposition['id']}: '{_said(deposition, 'title')}', {version} {address_of(deposition)}"
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
            hint="Take its journal from git again to see the record, or raise the version.",
        )
