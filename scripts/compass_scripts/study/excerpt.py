"""``compass study excerpt``: reviewed words of one person, as a candidate for the site."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path

import click

from compass_model.study.excerpt import CUT, Excerpt, redactions_in, sha256_of
from compass_model.study.review import Review, text_sha256
from compass_model.study.transcript import Line, recordings_of
from compass_scripts.study.candidate import write_candidate
from compass_scripts.study.pseudonymise import PSEUDONYMISED, show_problems
from compass_scripts.study.quotable import reviewed, unfit_lines, unfit_paraphrase

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
    found, transcript, problems = reviewed(recording)
    said: list[Line] = []
    if transcript is not None:
        said = [line for line in transcript.lines if line.number in numbers]
        problems += unfit_lines(transcript, numbers, participant, recording)
        if paraphrase:
            problems += unfit_paraphrase(paraphrase, said, recording)
    if found is None or transcript is None or problems:
        show_problems(problems)
        click.echo("No excerpt was written.", err=True)
        return 1
    whole = hashlib.sha256((recording / PSEUDONYMISED).read_bytes()).hexdigest()
    made = _excerpt(said, found, whole, text_sha256(transcript))
    made |= {"participant": participant, "item": item, "codes": list(codes)}
    if paraphrase:
        made |= {"text": None, "paraphrase": paraphrase.strip(), "redactions": []}
        made["redactions"] = _redactions(paraphrase)
    key = json.dumps([made["text-sha256"], whole, sorted(numbers), participant, item, paraphrase])
    made["id"] = f"x-{sha256_of(key)[:10]}"
    path, written = write_candidate(Excerpt.model_validate(made), output)
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
