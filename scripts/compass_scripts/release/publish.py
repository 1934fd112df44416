"""Publishing, which happens once, and writing down what came of it."""

from __future__ import annotations

from compass_model.release.citation_edit import with_dois
from compass_scripts.release.context import Run
from compass_scripts.release.deposit import commit_reasons
from compass_scripts.release.errors import ZenodoError
from compass_scripts.release.journal import EXCERPT_LOCK, FOLDER
from compass_scripts.release.pack import CITATION
from compass_scripts.release.published import check_doi, find_out
from compass_scripts.release.show import file_table
from compass_scripts.release.stop import Stop
from compass_scripts.writing import write_whole


def confirmed(run: Run) -> bool:
    """Return whether the draft may be published: somebody typed its version, or said so before."""
    setting, wish = run.setting, run.wish
    if setting.ask is None:
        return wish.publish and (wish.production or run.target.name == "sandbox")
    run.show.say(f"The draft is ready: {run.journal.state.url}")
    ever = "This cannot be undone. " if run.target.name == "zenodo" else ""
    typed = setting.ask(f"{ever}Type {run.record.version} to publish it")
    if typed and typed != run.record.version:
        raise Stop(
            f"'{typed}' is not the version {run.record.version}; nothing was published",
            hint="The draft stays. Run it again to publish it.",
        )
    return bool(typed)


def publish(run: Run) -> None:
    """Publish the draft, once.

    :raises Stop: when it was not published, or nobody knows
    """
    if reasons := commit_reasons(run):
        raise Stop(*reasons, hint="Nothing was published.")
    run.journal.note(step="publishing", calling="publish")
    try:
        run.client.publish_draft(run.draft_id)
    except ZenodoError as error:
        if not find_out(run, error):
            raise _not_published(run, error) from None
        return
    if not find_out(run):
        raise Stop(
            "the server said that it published the draft, but it is still a draft",
            hint=f"Look at {run.journal.state.url}, then run it again.",
        )


def _not_published(run: Run, error: ZenodoError) -> Stop:
    if not error.maybe_done:
        run.journal.note(step="verified", calling="")
    return Stop(
        str(error),
        "the server has not published the draft so far, and nothing was tried again",
        hint="Run it again: it asks the server first, and asks you again before it publishes.",
    )


def record(run: Run) -> str:
    """Write down what was published; for the sandbox, only in the journal.

    :returns: the files that it is written in
    :raises Stop: when it was published with another DOI
    """
    check_doi(run)
    _report_communities(run)
    state = run.journal.state
    path = run.root / CITATION
    if state.target == "zenodo":
        text = path.read_text(encoding="utf-8")
        changed = with_dois(
            text, version=state.version, doi=state.doi, concept_doi=state.concept_doi
        )
        if changed != text:
            write_whole(path, changed.encode())
    run.journal.note(step="recorded")
    return ", ".join(written(run))


def written(run: Run) -> list[str]:
    """Return the files that hold what is known of this release; they belong into git."""
    names = [f"{FOLDER}/{run.journal.path.name}"]
    if (run.root / FOLDER / EXCERPT_LOCK).exists():
        names.append(f"{FOLDER}/{EXCERPT_LOCK}")
    if run.journal.state.target == "zenodo":
        names.append(CITATION)
    return names


def _report_communities(run: Run) -> None:
    """Say which communities are not there: the server drops unknown ones when it publishes."""
    if not run.record.communities:
        return
    metadata = run.client.draft(run.draft_id).get("metadata") or {}
    there = {each.get("identifier") for each in metadata.get("communities") or []}
    for name in run.record.communities:
        if name not in there:
            run.show.warn(
                f"the community '{name}' is not among those of the record: it is unknown, or has "
                f"not agreed yet; look at {run.journal.state.url}"
            )


def record_lines(run: Run) -> list[str]:
    """Return the record, for a person."""
    state = run.journal.state
    return [
        "",
        f"{state.title} {state.version}",
        f"  DOI           {state.doi}",
        f"  all versions  {state.concept_doi or '(the server named no DOI)'}",
        f"  page          {state.url}",
        f"  commit        {state.commit[:10]} {state.tag}".rstrip(),
        f"  published     {state.published_at}",
        *file_table(state.files),
    ]


def commit_lines(run: Run) -> list[str]:
    """Return the commit to make, where the record belongs into the tree."""
    if run.journal.state.target != "zenodo":
        return []
    return [
        "",
        "Commit what was written down:",
        f"  git switch main && git add {' '.join(written(run))}",
        f"  git commit -m 'Record the DOI of {run.journal.state.version}'",
    ]
