"""``compass release status`` and ``abandon``: where releases stand, and giving one up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from compass_model.release.record import read_release
from compass_scripts.release.context import Run, Setting, Wish, target_of
from compass_scripts.release.depositions import is_ours, line_of
from compass_scripts.release.errors import ZenodoError
from compass_scripts.release.git import read_checkout
from compass_scripts.release.journal import Journal, locked, states
from compass_scripts.release.show import Show, describe_state
from compass_scripts.release.stop import Stop


def status(root: Path, show: Show) -> int:
    """Print where each release stands; nothing is asked of a server."""
    there = states(root)
    for state in there:
        show.say("\n".join(describe_state(state)))
    if not there:
        show.say("No release was begun here. Next: compass release check")
    return 0


def abandon(root: Path, wish: Wish, setting: Setting, show: Show, *, yes: bool) -> int:
    """Delete the own draft of a release that was not published, and forget the release.

    :param yes: whether it is to be deleted; otherwise it is shown only
    """
    record, problems = read_release(root)
    if record is None:
        raise Stop(*(f"{p.place}: {p.shown}" for p in problems))
    target = target_of(record, wish, setting)
    with locked(root):
        run = Run(
            root=root,
            wish=wish,
            setting=setting,
            record=record,
            checkout=read_checkout(root),
            journal=Journal.open(root, target.name, record.version),
            show=show,
            target=target,
        )
        return _abandon(run, yes=yes)


def _abandon(run: Run, *, yes: bool) -> int:
    state = run.journal.state
    if state.reached("published"):
        raise Stop(
            f"version {state.version} is published, and a record stays: {state.url}",
            hint="The guide to releases says how a published record is withdrawn.",
        )
    draft = _draft(run)
    if draft is None:
        if not run.journal.path.exists():
            run.show.say("There is no release to give up.")
            return 0
        run.show.say("The server has no draft of this release.")
    else:
        run.show.say("This draft will be deleted, and its DOI never be used:")
        run.show.say(line_of(draft))
        for file in run.client.list_files(draft["id"]):
            run.show.say(f"    {file.size:,} bytes  {file.name}")
    if not yes:
        run.show.say(f"Nothing was deleted. To do it: {run.command('abandon', '--yes')}")
        return 1
    if draft is not None:
        run.client.delete_draft(draft["id"])
    run.journal.remove()
    run.show.say(f"Given up: {state.version} to {state.target}.")
    return 0


def _draft(run: Run) -> dict[str, Any] | None:
    """Return the own draft of this release; none when there is none."""
    number = run.journal.state.deposition_id
    if number is None:
        found = [each for each in run.client.own_drafts() if is_ours(run, each)]
        if len(found) > 1:
            raise Stop(
                "more than one draft has the title and the version of this release:",
                *map(line_of, found),
                hint="Delete them on the website.",
            )
        return found[0] if found else None
    try:
        draft = run.client.draft(number)
    except ZenodoError as error:
        if error.status == 404:
            return None
        raise
    if draft.get("submitted"):
        raise Stop(
            f"the draft {number} is published, and a record stays",
            hint=f"Run '{run.command()}': it notes what was published.",
        )
    return draft
