"""A release that is published: it is written down, or only read, whatever the tree is by now."""

from __future__ import annotations

from compass_scripts.release import publish
from compass_scripts.release.context import Run
from compass_scripts.release.git import changed_between
from compass_scripts.release.journal import FOLDER
from compass_scripts.release.pack import CITATION
from compass_scripts.release.stop import Stop
from compass_scripts.release.tokens import TokenRefused, read_token


def finish(run: Run) -> int:
    """Write the record down, or, when it is, read it; return the exit code.

    :raises Stop: also when the tree is another than the one that was published
    """
    recorded = run.journal.state.reached("recorded")
    if recorded:
        _read_again(run)
    elif run.wish.goal in {"publish", "record"}:
        run.show.done("record", publish.record(run))
    lines = [*publish.record_lines(run), *publish.commit_lines(run)]
    run.show.say("\n".join(lines))
    if recorded:
        _refuse_another_tree(run)
    return 0


def _read_again(run: Run) -> None:
    """Compare the record on the server with the journal; without a token, read the journal."""
    try:
        read_token(run.target.name, run.setting.environ)
    except TokenRefused:
        run.show.say("  record    known  from the journal; without a token the server is not asked")
        return
    doi = run.client.draft(run.draft_id).get("doi")
    if doi != run.journal.state.doi:
        raise Stop(f"the record has the DOI {doi}, and the journal {run.journal.state.doi}")
    run.show.done("record", "as written down, and read from the server again", word="known")


def _refuse_another_tree(run: Run) -> None:
    """Stop where somebody may believe that this commit was deposited; only another one was."""
    state, now = run.journal.state, run.checkout.commit
    changed = [
        name
        for name in changed_between(run.root, state.commit, now)
        if not name.startswith(f"{FOLDER}/") and (state.target, name) != ("zenodo", CITATION)
    ]
    if not changed:
        return
    hint = "A version is published once. To publish this commit, raise the version."
    if state.target == "sandbox":
        hint = (
            "A version is published once, on the sandbox too. To rehearse this commit there, give "
            f"it another version, such as {state.version}rc2. 'compass release rehearse' needs "
            "none."
        )
    raise Stop(
        f"version {state.version} was published from the commit {state.commit[:10]}; this is "
        f"{now[:10]}, and nothing of it was deposited",
        hint=hint,
    )
