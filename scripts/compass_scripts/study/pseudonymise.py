"""``compass study pseudonymise``: names out, pseudonyms in, and the rest for a person to decide."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import click

from compass_model.problems import Code, Problem
from compass_model.study.review import REVIEW, Entry, Review, read_review
from compass_model.study.roster import read_roster
from compass_model.study.transcript import (
    Transcript,
    read_transcript,
    recordings_of,
    to_json,
)
from compass_model.yaml_source import MAX_CHARACTERS, YamlDocument
from compass_scripts.study.analysis import Reader
from compass_scripts.study.corrected import read_corrected
from compass_scripts.study.markdown import markdown
from compass_scripts.study.place import refuse_unsafe_place, refuse_work_tree
from compass_scripts.study.private_files import write_private
from compass_scripts.study.review_file import merged, new_review, review_text

PSEUDONYMISED = "pseudonymised.json"
PSEUDONYMISED_MD = "pseudonymised.md"


class Done(NamedTuple):
    """What came of one recording."""

    problems: list[Problem]
    replaced: int = 0
    undecided: int = 0
    signed: bool = False
    lost: bool = False
    """Whether nothing could be written for it."""


@click.command()
@click.argument("study", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--roster",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The names that must not be seen; kept outside every repository.",
)
@click.option(
    "--allow-unsafe-place",
    "allowed",
    is_flag=True,
    help="Write into a git work tree or a synchronised folder all the same.",
)
def pseudonymise(study: Path, roster: Path, allowed: bool) -> int:
    """Replace the names in all transcripts in STUDY.

    It writes pseudonymised.json, pseudonymised.md and review.yml beside each transcript. Run it
    again after every change of the roster, of corrections.yml or of a decision in review.yml.

    Exit code 0: all is well; 1: there are problems, which are listed.
    """
    refuse_work_tree(roster, what="the roster")
    refuse_unsafe_place(study, allowed=allowed, what="the study")
    names, problems = read_roster(roster)
    problems += readable_by_others(roster)
    if names is None or problems:
        show_problems(problems)
        click.echo("Nothing was written; mend the roster first.", err=True)
        return 1
    reader = Reader(names)
    wrong = False
    folders = list(recordings_of(study))
    for folder in folders:
        done = _one(folder, reader)
        show_problems(done.problems)
        wrong = wrong or bool(done.problems)
        click.echo(f"{folder.relative_to(study.parent).as_posix()}: {_summary(done)}")
    if not folders:
        click.echo("There is no transcript here yet; 'compass transcribe' makes them.")
    return 1 if wrong else 0


def _one(folder: Path, reader: Reader) -> Done:
    try:
        return pseudonymise_one(folder, reader)
    except OSError as error:
        name = Path(error.filename or folder).as_posix()
        message = (
            f"{os.strerror(error.errno or 0)}; make room or mend the permissions, then run it again"
        )
        return Done([Problem(name, 1, message, Code.UNREADABLE_FILE)], lost=True)


def pseudonymise_one(folder: Path, reader: Reader) -> Done:
    """Write the pseudonymised transcript of one recording, and its review.

    :raises OSError: when a file cannot be written
    """
    transcript, problems = read_corrected(folder)
    old, document, wrong = read_review(folder)
    problems += wrong
    if transcript is None or wrong:
        return Done(problems, lost=True)
    analysis = reader.analyse(transcript)
    entries = merged(analysis, old)
    problems += _names_in_replacements(folder, entries, old, document, reader)
    hand_edited = edited_by_hand(folder)
    problems += hand_edited
    if problems and (hand_edited or any(p.path.endswith(REVIEW) for p in problems)):
        return Done(problems, lost=True)
    applied = analysis.apply({entry.id: entry for entry in entries}, reader)
    review = new_review(analysis, applied, entries, old)
    content = review_text(review)
    if len(content) > MAX_CHARACTERS:
        message = (
            "more words are to be decided than one file can hold; add those that may stay to "
            "'keep', and ordinary words to 'words', in the roster"
        )
        problems.append(Problem((folder / REVIEW).as_posix(), 1, message, Code.TOO_LARGE))
        return Done(problems, lost=True)
    _write(folder / PSEUDONYMISED, to_json(applied.transcript))
    _write(folder / PSEUDONYMISED_MD, markdown(applied.transcript).encode())
    _write(folder / REVIEW, content.encode())
    signed = bool(review.signers(review.text_sha256))
    return Done(problems, applied.replaced, len(review.open_entries), signed)


def _write(path: Path, content: bytes) -> None:
    """Write a file if it is another than the one that is there."""
    if not path.is_file() or path.read_bytes() != content:
        write_private(path, content)


def edited_by_hand(folder: Path) -> list[Problem]:
    """Return a problem when somebody changed the Markdown file, which is made from the other."""
    path = folder / PSEUDONYMISED_MD
    if not path.exists() or not (folder / PSEUDONYMISED).exists():
        return []
    before, problems = read_transcript(folder / PSEUDONYMISED)
    if before is None:
        return problems
    if path.read_bytes() == markdown(before).encode():
        return []
    message = (
        f"{PSEUDONYMISED_MD} was changed by hand; write the change into corrections.yml, the "
        "roster or review.yml, delete the file, and run 'compass study pseudonymise' again"
    )
    return [Problem(path.as_posix(), 1, message, Code.HAND_EDITED)]


def _names_in_replacements(
    folder: Path,
    entries: Iterable[Entry],
    old: Review | None,
    document: YamlDocument | None,
    reader: Reader,
) -> list[Problem]:
    """Return a problem for each replacement that would bring a name back into the text."""
    if old is None or document is None:
        return []
    used = {entry.id for entry in entries}
    problems = []
    for i, entry in enumerate(old.entries):
        if entry.id in used and entry.with_ and reader.leads_to_somebody(entry.with_):
            line = document.line(("entries", i, "with"))
            message = (
                "'with' holds a name of the roster or an address; write something that names nobody"
            )
            problems.append(Problem((folder / REVIEW).as_posix(), line, message, Code.WRONG_VALUE))
    return problems


def read_pseudonymised(folder: Path) -> tuple[Transcript | None, list[Problem]]:
    """Read the pseudonymised transcript of a recording."""
    path = folder / PSEUDONYMISED
    if not path.exists():
        message = f"there is no {PSEUDONYMISED}; run 'compass study pseudonymise' first"
        return None, [Problem(path.as_posix(), 1, message, Code.MISSING_FILE)]
    transcript, problems = read_transcript(path)
    if transcript is None:
        message = (
            f"{PSEUDONYMISED} is not a transcript of ours; delete it, and run "
            "'compass study pseudonymise' again"
        )
        problems = [Problem(path.as_posix(), 1, message, Code.BROKEN_TRANSCRIPT)]
    return transcript, problems


def readable_by_others(roster: Path) -> list[Problem]:
    """Return a problem when other people of this computer may read a roster."""
    if os.name != "posix" or not roster.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return []
    name = roster.as_posix()
    message = f"other people on this computer may read the roster; run: chmod 600 '{name}'"
    return [Problem(name, 1, message, Code.PRIVATE_FILE)]


def show_problems(problems: Iterable[Problem]) -> None:
    """Print problems like `compass check` does."""
    for problem in sorted(problems):
        click.echo(f"{problem.place}: {problem.shown} [compass.{problem.code}]")


def _summary(done: Done) -> str:
    if done.lost:
        return "nothing was written"
    replaced = f"{done.replaced} replaced"
    if done.undecided:
        return f"{replaced}, {done.undecided} to decide in {REVIEW}"
    if done.problems:
        # Signed or not, nothing can be quoted yet.
        return f"{replaced}, all decided; mend what is listed above, then run it again"
    return f"{replaced}, all decided, {'signed' if done.signed else 'not signed'}"
