"""``compass study review``: what is open, deciding it, and signing what was read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from compass_model.problems import Code, Problem
from compass_model.study.review import (
    REVIEW,
    Entry,
    Review,
    Signature,
    read_review,
    text_sha256,
)
from compass_model.study.transcript import recordings_of
from compass_scripts.study.clock import today
from compass_scripts.study.freshness import AGAIN, not_fresh, outdated, source_problems
from compass_scripts.study.place import refuse_unsafe_place
from compass_scripts.study.private_files import write_private
from compass_scripts.study.pseudonymise import (
    edited_by_hand,
    read_pseudonymised,
    show_problems,
)
from compass_scripts.study.review_file import review_text

_MOST_CONTEXT = 3


@click.command()
@click.argument("study", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--sign",
    "signer",
    metavar="NAME",
    help="Say that you read the text and that it may be quoted; best not who decided.",
)
@click.option(
    "--allow-unsafe-place",
    "allowed",
    is_flag=True,
    help="Write into a git work tree or a synchronised folder all the same.",
)
def review(study: Path, signer: str | None, allowed: bool) -> int:
    """Show what is open in the reviews of STUDY, decide it, or sign what is complete.

    STUDY may be the folder of one recording. On a terminal, the open entries are shown one after
    the other; each answer is saved at once.

    Exit code 0: all is well; 1: there are problems, which are listed.
    """
    refuse_unsafe_place(study, allowed=allowed, what="the study")
    if signer is not None and not signer.strip():
        raise click.BadParameter("is empty; write who signs", param_hint="'--sign'")
    wrong = False
    folders = list(recordings_of(study))
    for folder in folders:
        found, _document, problems = read_review(folder)
        if found is None and not problems:
            message = f"there is no {REVIEW}; run 'compass study pseudonymise' first"
            problems = [Problem((folder / REVIEW).as_posix(), 1, message, Code.MISSING_FILE)]
        if found is not None and signer is not None:
            found, problems = _signed(folder, found, signer.strip())
        elif found is not None:
            problems = source_problems(folder)
        show_problems(problems)
        wrong = wrong or bool(problems)
        if found is not None:
            name = folder.relative_to(study.parent).as_posix()
            click.echo(f"{name}: {status(folder, found)}")
            walks = signer is None and found.open_entries and sys.stdin.isatty()
            if walks and not _walk(folder, found):
                break
    if not folders:
        click.echo("There is no transcript here yet; 'compass transcribe' makes them.")
    return 1 if wrong else 0


def status(folder: Path, found: Review) -> str:
    """Return in words how far the review of a recording is."""
    transcript, _problems = read_pseudonymised(folder)
    if transcript is None or text_sha256(transcript) != found.text_sha256:
        return f"the text is another than the review's; {AGAIN}"
    if reason := outdated(folder, found):
        return reason
    count = len(found.open_entries)
    if count:
        return f"{count} of {len(found.entries)} entries to decide"
    if found.applied != found.decided:
        return f"all decided, not yet in the text; {AGAIN}"
    signers = [signature.by for signature in found.signers(found.text_sha256)]
    if signers:
        return f"complete, signed by {' and '.join(signers)}"
    if found.signatures:
        return "complete; the text changed after it was signed: read it again, then sign"
    return "complete, not signed"


def _signed(folder: Path, found: Review, name: str) -> tuple[Review, list[Problem]]:
    """Add a signature to a review that is complete, and save it."""
    problems = list(_unfit(folder, found))
    if problems:
        return found, problems
    if name not in {signature.by for signature in found.signers(found.text_sha256)}:
        signature = Signature.model_validate(
            {"by": name, "on": today(), "text-sha256": found.text_sha256}
        )
        found = found.model_copy(update={"signatures": [*found.signatures, signature]})
        _save(folder, found)
    return found, []


def _unfit(folder: Path, found: Review) -> Iterator[Problem]:
    """Yield why a review cannot be signed."""
    path = (folder / REVIEW).as_posix()
    transcript, problems = read_pseudonymised(folder)
    yield from problems
    if transcript is not None and text_sha256(transcript) != found.text_sha256:
        message = f"the text changed since this review was written; {AGAIN}, then read it"
        yield Problem(path, 1, message, Code.CHANGED_SINCE)
    yield from not_fresh(folder, found)
    if count := len(found.open_entries):
        entries = "1 entry is" if count == 1 else f"{count} entries are"
        message = f"{entries} still to decide; decide them, {AGAIN}, read the text, then sign"
        yield Problem(path, 1, message, Code.UNDECIDED)
    elif found.applied != found.decided:
        message = f"the decisions are not yet in the text; {AGAIN}, read it, then sign"
        yield Problem(path, 1, message, Code.UNDECIDED)
    yield from edited_by_hand(folder)


def _save(folder: Path, found: Review) -> None:
    """Write a review.

    :raises click.UsageError: when it cannot be written
    """
    try:
        write_private(folder / REVIEW, review_text(found).encode())
    except OSError as error:
        name = (folder / REVIEW).as_posix()
        raise click.UsageError(f"{name} cannot be written ({error.strerror})") from None


def _walk(folder: Path, found: Review) -> bool:
    """Ask for each open entry, and save each answer.

    :returns: whether to go on with the next recording
    """
    total = len(found.open_entries)
    for number, entry in enumerate(found.open_entries, start=1):
        _show(entry, number, total)
        answer = _ask_for(entry)
        if answer is None:
            return False
        if answer:
            decided = entry.model_copy(update={"new_lines": None, **answer})
            entries = [decided if one.id == entry.id else one for one in found.entries]
            found = found.model_copy(update={"entries": entries})
            _save(folder, found)
    click.echo(f"{status(folder, found)}\n")
    return True


def _show(entry: Entry, number: int, total: int) -> None:
    lines = ", ".join(str(line) for line in entry.lines[:20])
    more = f" and {len(entry.lines) - 20} more" if len(entry.lines) > 20 else ""
    click.echo(f"\n{number} of {total}: {entry.found}")
    click.echo(f"  {entry.reason}")
    if lines:
        click.echo(f"  lines {lines}{more}")
    if entry.new_lines:
        click.echo(f"  new since it was decided ({entry.decision}): lines {entry.new_lines}")
    for context in entry.contexts[:_MOST_CONTEXT]:
        click.echo(f"    {context}")


def _ask_for(entry: Entry) -> dict[str, Any] | None:
    """Return the answer to one entry: nothing when it is skipped, ``None`` to stop."""
    key = click.prompt(
        "  k keep, r replace, s skip, q quit", type=click.Choice(["k", "r", "s", "q"]), default="s"
    )
    if key == "q":
        return None
    if key == "s":
        return {}
    if key == "k":
        return {"decision": "keep", "with_": None, "in_lines": None}
    text = click.prompt("  with", default=entry.suggestion or None, type=str).strip()
    lines = None
    while lines is None and len(entry.lines) > 1:
        typed = click.prompt("  only in lines (empty: all)", default="", show_default=False)
        lines = _lines_in(typed, entry)
    return {"decision": "replace", "with_": text or None, "in_lines": lines or None}


def _lines_in(typed: str, entry: Entry) -> list[int] | None:
    """Return the lines that were typed; ``None``, with a message, when one is not of the entry."""
    words = typed.replace(",", " ").split()
    lines = [int(word) for word in words if word.isdecimal()]
    if len(lines) == len(words) and set(lines) <= set(entry.lines):
        return sorted(set(lines))
    click.echo("  write numbers of lines that are listed above, such as: 3, 17")
    return None
