"""What keeps words of a recording from leaving a study: an incomplete review, other people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from compass_model.problems import Code, Problem
from compass_model.study.review import REVIEW, Review, read_review, text_sha256
from compass_model.study.roster import Roster
from compass_model.study.transcript import Line, Transcript
from compass_scripts.study.freshness import not_fresh
from compass_scripts.study.lexicon import Lexicon
from compass_scripts.study.patterns import find_patterns
from compass_scripts.study.pseudonymise import PSEUDONYMISED, read_pseudonymised
from compass_scripts.study.tokens import Said, Token, tokens_of

_MOST_WORDS = 5
"""A paraphrase may have as many words in a row in common with the text, by chance."""
_MOST_LETTERS = 11
"""The same in letters, for scripts in which each letter is a word here."""


def reviewed(folder: Path) -> tuple[Review | None, Transcript | None, list[Problem]]:
    """Return the review and the text that it belongs to, and why they may not be quoted yet.

    :param folder: the folder of the recording
    """
    path = (folder / REVIEW).as_posix()
    transcript, problems = read_pseudonymised(folder)
    found, _document, wrong = read_review(folder)
    problems += wrong
    if transcript is None or wrong:
        return None, None, problems
    if found is None:
        message = f"there is no {REVIEW}; run 'compass study pseudonymise' first"
        return None, None, [*problems, Problem(path, 1, message, Code.MISSING_FILE)]
    problems += not_fresh(folder, found)
    problems += (Problem(path, 1, *wrong) for wrong in _incomplete(found, text_sha256(transcript)))
    return found, transcript, problems


def _incomplete(found: Review, now: str) -> Iterator[tuple[str, Code]]:
    """Yield what is still to do in a review of the text with the hash *now*."""
    if count := len(found.open_entries):
        entries = "1 entry is" if count == 1 else f"{count} entries are"
        message = f"{entries} still to decide; an excerpt needs a complete review"
        yield message, Code.UNDECIDED
    elif found.text_sha256 == now and found.applied != found.decided:
        message = "the decisions are not yet in the text; run 'compass study pseudonymise' again"
        yield message, Code.UNDECIDED
    if not found.signatures:
        message = "nobody has signed; read the text, then 'compass study review --sign NAME'"
        yield message, Code.NOT_SIGNED
    elif not found.signers(now):
        message = "the text changed after it was signed; read it again, then sign it again"
        yield message, Code.CHANGED_SINCE


def unfit_lines(
    transcript: Transcript, numbers: set[int], participant: str, folder: Path
) -> Iterator[Problem]:
    """Yield why lines with these *numbers* are no excerpt of one *participant*."""
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
        if find_patterns(line.text, Lexicon(Roster())):
            message = (
                f"line {number} holds an address or a number that leads to a person; mend it in "
                "corrections.yml, and run 'compass study pseudonymise' again"
            )
            yield Problem(path, 1, message, Code.PRIVATE_FILE)


def unfit_paraphrase(paraphrase: str, lines: Sequence[Line], folder: Path) -> Iterator[Problem]:
    """Yield why a *paraphrase* of *lines* may not leave: an address, or what was said itself."""
    path = folder.as_posix()
    if find_patterns(paraphrase, Lexicon(Roster())):
        message = "the paraphrase holds an address or a number that leads to a person; take it out"
        yield Problem(path, 1, message, Code.PRIVATE_FILE)
    if _repeats(paraphrase, lines):
        message = (
            f"the paraphrase repeats what was said (all of it, or {_MOST_WORDS + 1} words in a "
            "row); say it in your own words"
        )
        yield Problem(path, 1, message, Code.MAY_NOT_BE_SHOWN)


def _repeats(paraphrase: str, lines: Sequence[Line]) -> bool:
    said = tokens_of([Said(line.number, "", line.text) for line in lines])
    told = tokens_of([Said(1, "", paraphrase)])
    whole = [token.key for token in told]
    return _long_run(said, whole) or (bool(whole) and whole == [token.key for token in said])


def _long_run(said: Sequence[Token], told: Sequence[str]) -> bool:
    """Return whether too many words in a row of what was *said* stand in what is *told*."""
    before: list[tuple[int, int]] = [(0, 0)] * (len(told) + 1)
    for token in said:
        runs = [(0, 0)]
        for i, key in enumerate(told):
            words, letters = before[i]
            runs.append((words + 1, letters + len(key)) if key == token.key else (0, 0))
        if any(words > _MOST_WORDS and letters > _MOST_LETTERS for words, letters in runs):
            return True
        before = runs
    return False
