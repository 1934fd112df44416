"""Whether a review still belongs to what its text was made from.

The transcript, ``corrections.yml`` and ``speakers.yml`` count. Somebody may have taken words out of
them that still stand in the pseudonymised text, and in what was signed.
"""

from __future__ import annotations

from pathlib import Path

from compass_model.problems import Code, Problem
from compass_model.study.review import REVIEW, Review, text_sha256
from compass_scripts.study.corrected import read_corrected

AGAIN = "run 'compass study pseudonymise' again"


def source_problems(folder: Path) -> list[Problem]:
    """Return what is wrong with the files of a recording that its text is made from."""
    return read_corrected(folder)[1]


def outdated(folder: Path, found: Review) -> str:
    """Say why the text of a review is not that of today; empty when it is.

    :param folder: the folder of the recording
    :param found: its review
    """
    transcript, problems = read_corrected(folder)
    if transcript is None or problems:
        return f"what the text is made from has problems; mend them, then {AGAIN}"
    if found.source_sha256 is None:
        return (
            "an older version of this program wrote the review, and did not note which transcript "
            f"it belongs to; {AGAIN}: decisions stay, and signatures if the text is the same"
        )
    if found.source_sha256 != text_sha256(transcript):
        return f"the transcript, its corrections or its speakers changed since; {AGAIN}"
    return ""


def not_fresh(folder: Path, found: Review) -> list[Problem]:
    """Return the problems that keep words of an old text from being signed or quoted."""
    if problems := source_problems(folder):
        return problems
    if message := outdated(folder, found):
        return [Problem((folder / REVIEW).as_posix(), 1, message, Code.CHANGED_SINCE)]
    return []
