"""``compass study excerpt``: reviewed words of one person, as a candidate for the site."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from compass_model.problems import Code, Problem
from compass_model.study.excerpt import CUT, Excerpt, redactions_in, sha256_of
from compass_model.study.review import REVIEW, Review, read_review, text_sha256
from compass_model.study.roster import Roster
from compass_model.study.transcript import Line, Transcript, recordings_of
from compass_scripts.study.lexicon import Lexicon
from compass_scripts.study.patterns import find_patterns
from compass_scripts.study.pseudonymise import PSEUDONYMISED, read_pseudonymised, show_problems
from compass_scripts.writing import NewFile, write_files

_HEADER = """\
# A candidate: reviewed words from a study. Whether they may be shown depends on the consent of
# the participant, which is checked when the excerpt enters the site.
"""
_MOST_LINES = 200


@click.command()
@click.argument("recording", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--lines", required=True, help="The lines, such as 12-14 or 12,15.")
@click.option("--participant", required=True, help="The pseudonym of who said it, such as P07.")
@click.option("--item", required=True, help="What it answers, such as my-interview:question-1.")
@click.option("--code", "codes", multiple=True, help="A code of your analysis; may be repeated.")
@click.option("--paraphrase", help="What was meant; the words themselves are then left out.")
@click.option(
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for candidates, which may be in the repository of the site.",
)
def excerpt(
    recording: Path,
    lines: str,
    participant: str,
    item: str,
    codes: tuple[str, ...],
    paraphrase: str | None,
    output: Path,
) -> int:
    """Take an excerpt from the RECORDING, the folder of a transcript whose review is signed.

    It is written as a candidate file, and never over another file.

    Exit code 0: it is there; 1: something is in its way, which is listed.
    """
    _refuse_whole_study(recording)
    numbers = line_numbers(lines)
    _refuse_wrong_words(item, codes, paraphrase)
    found, transcript, problems = _reviewed(recording)
    if transcript is not None:
        problems += _unfit(transcript, numbers, participant, recording)
        problems += _patterns_in(paraphrase, recording)
    if found is None or transcript is None or problems:
        show_problems(problems)
        click.echo("No excerpt was written.", err=True)
        return 1
    said = [line for line in transcript.lines if line.number in numbers]
    whole = hashlib.sha256((recording / PSEUDONYMISED).read_bytes()).hexdigest()
    made = _excerpt(said, found, whole, text_sha256(transcript))
    made |= {"participant": participant, "item": item, "codes": list(codes)}
    if paraphrase:
        made |= {"text": None, "paraphrase": paraphrase.strip(), "redactions": []}
        made["redactions"] = _redactions(paraphrase)
    key = json.dumps([made["text-sha256"], whole, sorted(numbers), participant, item, paraphrase])
    made["id"] = f"x-{sha256_of(key)[:10]}"
    ready = Excerpt.model_validate(made)
    path = output / f"{ready.id}.yml"
    [written] = write_files([NewFile(path, excerpt_text(ready).encode())], force=False)
    click.echo(f"{'Wrote' if written else 'Unchanged:'} {path.as_posix()}")
    return 0


def line_numbers(text: str) -> set[int]:
    """Read ``12-14,17``.

    :raises click.BadParameter: when it is something else
    """
    hint = "'--lines'"
    numbers: set[int] = set()
    for part in text.replace(" ", "").split(","):
        match = re.fullmatch(r"(\d{1,6})(?:[-–](\d{1,6}))?", part)
        if match is None:
            raise click.BadParameter(f"'{text}' is not like 12-14 or 12,15", param_hint=hint)
        first, last = int(match[1]), int(match[2] or match[1])
        if not 0 < first <= last or last - first >= _MOST_LINES:
            message = f"'{part}' must go from a lower to a higher line, at most {_MOST_LINES} lines"
            raise click.BadParameter(message, param_hint=hint)
        numbers.update(range(first, last + 1))
    return numbers


def _refuse_whole_study(folder: Path) -> None:
    found = list(recordings_of(folder))
    if found and folder not in found:
        message = (
            f"{folder.as_posix()} is a study, not one recording; name the folder of one, such as "
            f"{found[0].as_posix()}"
        )
        raise click.BadParameter(message, param_hint="RECORDING")


def _refuse_wrong_words(item: str, codes: Sequence[str], paraphrase: str | None) -> None:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*:[a-z0-9]+(-[a-z0-9]+)*", item):
        message = f"'{item}' is not an instrument and an item of it, like my-interview:question-1"
        raise click.BadParameter(message, param_hint="'--item'")
    if not all(code.strip() for code in codes):
        raise click.BadParameter("is empty; write a code, or leave it out", param_hint="'--code'")
    if paraphrase is not None and not paraphrase.strip():
        raise click.BadParameter("is empty; write it, or leave it out", param_hint="'--paraphrase'")


def _reviewed(folder: Path) -> tuple[Review | None, Transcript | None, list[Problem]]:
    """Return the review and the text that it belongs to, if they are fit to be quoted."""
    path = (folder / REVIEW).as_posix()
    transcript, problems = read_pseudonymised(folder)
    found, _document, wrong = read_review(folder)
    problems += wrong
    if transcript is None or wrong:
        return None, None, problems
    if found is None:
        message = f"there is no {REVIEW}; run 'compass study pseudonymise' first"
        return None, None, [*problems, Problem(path, 1, message, Code.MISSING_FILE)]
    now = text_sha256(transcript)
    if count := len(found.open_entries):
        entries = "1 entry is" if count == 1 else f"{count} entries are"
        message = f"{entries} still to decide; an excerpt needs a complete review"
        problems.append(Problem(path, 1, message, Code.UNDECIDED))
    elif found.text_sha256 == now and found.applied != found.decided:
        message = "the decisions are not yet in the text; run 'compass study pseudonymise' again"
        problems.append(Problem(path, 1, message, Code.UNDECIDED))
    if not found.signatures:
        message = "nobody has signed; read the text, then 'compass study review --sign NAME'"
        problems.append(Problem(path, 1, message, Code.NOT_SIGNED))
    elif not found.signers(now):
        message = "the text changed after it was signed; read it again, then sign it again"
        problems.append(Problem(path, 1, message, Code.CHANGED_SINCE))
    return found, transcript, problems


def _unfit(
    transcript: Transcript, numbers: set[int], participant: str, folder: Path
) -> Iterator[Problem]:
    """Yield why these lines are no excerpt of this person."""
    path = (folder / PSEUDONYMISED).as_posix()
    lines = {line.number: line for line in transcript.lines}
    for number in sorted(numbers - lines.keys()):
        yield Problem(path, 1, f"there is no line {number}; correct '--lines'", Code.UNKNOWN_LINE)
    for number in sorted(numbers & lines.keys()):
        line = lines[number]
        if {line.speaker, *(word.speaker or line.speaker for word in line.words)} != {participant}:
            message = (
                f"line {number} was not said by {participant} alone; choose other lines, or mend "
                "who speaks in corrections.yml"
            )
            yield Problem(path, 1, message, Code.UNKNOWN_SPEAKER)
        if find_patterns(line.text, _no_names()):
            message = (
                f"line {number} holds an address or a number that leads to a person; mend it in "
                "corrections.yml, and run 'compass study pseudonymise' again"
            )
            yield Problem(path, 1, message, Code.PRIVATE_FILE)


def _patterns_in(paraphrase: str | None, folder: Path) -> Iterator[Problem]:
    if paraphrase and find_patterns(paraphrase, _no_names()):
        message = "the paraphrase holds an address or a number that leads to a person; take it out"
        yield Problem(folder.as_posix(), 1, message, Code.PRIVATE_FILE)


def _no_names() -> Lexicon:
    return Lexicon(Roster())


def _excerpt(lines: Sequence[Line], found: Review, whole: str, now: str) -> dict[str, object]:
    """Return what an excerpt says of its words and of their review."""
    text = _joined(lines)
    signers = found.signers(now)
    on: dt.date = max(signature.on for signature in signers)
    return {
        "state": "candidate",
        "text": text,
        "redactions": _redactions(text),
        "review": {"by": [signature.by for signature in signers], "on": on},
        "lines": [line.number for line in lines],
        "text-sha256": sha256_of(text),
        "transcript-sha256": whole,
    }


def _joined(lines: Sequence[Line]) -> str:
    pieces: list[str] = []
    for i, line in enumerate(lines):
        if i and line.number != lines[i - 1].number + 1:
            pieces.append(CUT)
        pieces.append(line.text.strip())
    return " ".join(piece for piece in pieces if piece)


def _redactions(text: str) -> list[dict[str, str]]:
    return [{"kind": kind, "as": marker} for kind, marker in redactions_in(text)]


def excerpt_text(made: Excerpt) -> str:
    """Return the text of a candidate file."""
    lines = [_HEADER + f"id: {made.id}", f"state: {made.state}"]
    lines.append(f"participant: {_text(made.participant)}")
    lines.append(f"item: {_text(made.item)}")
    lines.append(f"codes: {json.dumps(made.codes, ensure_ascii=False)}")
    for name, value in (("text", made.text), ("paraphrase", made.paraphrase)):
        if value:
            lines.append(f"{name}: {_text(value)}")
    lines.append("redactions:" if made.redactions else "redactions: []")
    lines += [f"  - {{kind: {one.kind}, as: {_text(one.as_)}}}" for one in made.redactions]
    lines.append("review:")
    lines.append(f"  by: {json.dumps(made.review.by, ensure_ascii=False)}")
    lines.append(f"  on: {made.review.on.isoformat()}")
    lines.append(f"lines: {json.dumps(made.lines)}")
    lines.append(f"text-sha256: {_text(made.text_sha256)}")
    lines.append(f"transcript-sha256: {_text(made.transcript_sha256)}")
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
