"""``compass study review``: what is open, the walk through it, and signatures."""

import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.scripts.study.studies import put, put_roster, transcript
from tests.scripts.study.test_pseudonymise import LINES, ROSTER, decide, go, run, texts

from compass_scripts.study import review as review_module
from compass_scripts.study.command import study


@pytest.fixture(name="place")
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772000000")  # 25 February 2026
    put(tmp_path / "study/INT-14.m4a", transcript(LINES))
    put_roster(tmp_path / "roster.yml", ROSTER)
    return Path("study/INT-14.m4a")


@pytest.fixture(name="decided")
def _decided(place: Path) -> Path:
    go()
    decide(place, "Elice", "replace")
    decide(place, "Bristol", "replace", "[a city]")
    decide(place, "Will", "keep")
    go()
    return place


def sign(name: str = "Rea Reviewer") -> tuple[int, str, str]:
    return run("review", "study", "--sign", name)


def walk(monkeypatch: pytest.MonkeyPatch, keys: str) -> tuple[int, str]:
    """Answer the questions of the walk, as on a terminal."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    class Sys:
        stdin = Terminal()

    with monkeypatch.context() as patch:
        patch.setattr(review_module, "sys", Sys)
        result = CliRunner().invoke(study, ["review", "study"], input=keys, standalone_mode=False)
    code = 130 if type(result.exception).__name__ == "Abort" else result.return_value
    return code, result.stdout


def test_before_anything_it_says_what_to_run(place: Path):
    assert run("review", "study") == (
        1,
        "study/INT-14.m4a/review.yml:1: there is no review.yml; run 'compass study pseudonymise' "
        "first [compass.missing-file]\n",
        "",
    )


def test_it_says_how_far_each_recording_is(place: Path):
    go()
    assert run("review", "study") == (0, "study/INT-14.m4a: 3 of 3 entries to decide\n", "")
    decide(place, "Elice", "replace")
    decide(place, "Bristol", "replace", "[a city]")
    assert run("review", "study")[1] == "study/INT-14.m4a: 1 of 3 entries to decide\n"
    decide(place, "Will", "keep")
    assert run("review", "study")[1] == (
        "study/INT-14.m4a: all decided, not yet in the text; run 'compass study pseudonymise' "
        "again\n"
    )
    go()
    assert run("review", "study")[1] == "study/INT-14.m4a: complete, not signed\n"
    assert sign() == (0, "study/INT-14.m4a: complete, signed by Rea Reviewer\n", "")
    assert run("review", "study/INT-14.m4a")[1] == "INT-14.m4a: complete, signed by Rea Reviewer\n"


def test_only_what_is_complete_is_signed(place: Path):
    go()
    before = (place / "review.yml").read_bytes()
    assert sign() == (
        1,
        "study/INT-14.m4a/review.yml:1: 3 entries are still to decide; decide them, run 'compass "
        "study pseudonymise' again, read the text, then sign [compass.undecided]\n"
        "study/INT-14.m4a: 3 of 3 entries to decide\n",
        "",
    )
    assert (place / "review.yml").read_bytes() == before


def test_decisions_that_are_not_in_the_text_are_not_signed(place: Path):
    go()
    for found in ("Elice", "Bristol", "Will"):
        decide(place, found, "keep")
    code, out, _err = sign()
    assert code == 1
    assert out.splitlines()[0] == (
        "study/INT-14.m4a/review.yml:1: the decisions are not yet in the text; run 'compass study "
        "pseudonymise' again, read it, then sign [compass.undecided]"
    )


def test_two_people_may_sign_each_once(decided: Path):
    sign()
    sign()
    assert sign("Sam Second")[1] == (
        "study/INT-14.m4a: complete, signed by Rea Reviewer and Sam Second\n"
    )
    text = (decided / "review.yml").read_text(encoding="utf-8")
    assert text.count("  - by:") == 2
    assert '  - by: "Rea Reviewer"\n    on: 2026-02-25\n    text-sha256: "' in text
    go()
    assert (decided / "review.yml").read_text(encoding="utf-8") == text
    assert (decided / "review.yml").stat().st_mode & 0o777 == 0o600


def test_another_text_needs_another_signature(decided: Path):
    sign()
    put(decided, transcript([*LINES, ("Interviewer", "Thank you.")]))
    assert go()[1] == "study/INT-14.m4a: 5 replaced, all decided, not signed\n"
    assert run("review", "study")[1] == (
        "study/INT-14.m4a: complete; the text changed after it was signed: read it again, "
        "then sign\n"
    )


def test_times_may_change_without_a_new_signature(decided: Path):
    sign()
    path = decided / "transcript.json"
    text = path.read_text(encoding="utf-8")
    assert '"end": 0.4' in text
    path.write_text(text.replace('"end": 0.4', '"end": 0.39'), encoding="utf-8")
    assert go()[1] == "study/INT-14.m4a: 5 replaced, all decided, signed\n"


def test_a_text_that_was_changed_by_hand_is_not_signed(decided: Path):
    path = decided / "pseudonymised.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace("you see", "you saw"), encoding="utf-8"
    )
    code, out, _err = sign()
    assert code == 1
    assert "review.yml:1: the text changed since this review was written; run" in out
    assert "[compass.changed-since]" in out
    assert "[compass.hand-edited]" in out
    assert "text-sha256" not in out


def test_a_signature_needs_a_name(decided: Path):
    assert sign(" ") == (2, "", "is empty; write who signs")


def test_the_walk_saves_each_answer(place: Path, monkeypatch: pytest.MonkeyPatch):
    go()
    code, out = walk(monkeypatch, "r\n\nk\nr\n[a city]\n")
    assert code == 0
    assert "1 of 3: Elice\n  looks or sounds like a name of the roster (P07)\n  lines 2\n" in out
    assert "    Yes, with P08. Will you see »Elice« in Bristol?\n" in out
    assert out.endswith(
        "all decided, not yet in the text; run 'compass study pseudonymise' again\n\n"
    )
    go()
    assert texts(place)[1] == ("P07", "Yes, with P08. Will you see P07 in [a city]?")


def test_the_walk_can_be_left_and_goes_on(place: Path, monkeypatch: pytest.MonkeyPatch):
    go()
    code, _out = walk(monkeypatch, "k\nq\n")
    assert code == 0
    assert run("review", "study")[1] == "study/INT-14.m4a: 2 of 3 entries to decide\n"
    code, out = walk(monkeypatch, "s\nk\n")
    assert code == 0
    assert "1 of 2: Will" in out
    assert run("review", "study")[1] == "study/INT-14.m4a: 1 of 3 entries to decide\n"
    code, _out = walk(monkeypatch, "")  # the input ends, like Ctrl-C
    assert code == 130
    assert run("review", "study")[1] == "study/INT-14.m4a: 1 of 3 entries to decide\n"


def test_the_walk_takes_some_lines_only(place: Path, monkeypatch: pytest.MonkeyPatch):
    put(place, transcript([("A", "Off to Leeds now."), ("B", "You say Leeds twice.")]))
    go()
    code, out = walk(monkeypatch, "r\n[a city]\n7\n2\n")
    assert code == 0
    assert "write numbers of lines that are listed above, such as: 3, 17" in out
    go()
    assert texts(place) == [("A", "Off to Leeds now."), ("B", "You say [a city] twice.")]


# -- a text whose sources are others now

SOURCES = {
    "corrections": ("corrections.yml", "- {line: 2, remove: true}\n"),
    "speakers": ("speakers.yml", "Interviewer: P07\nAlice Example: P08\n"),
}
CHANGED = (
    "the transcript, its corrections or its speakers changed since; run 'compass study "
    "pseudonymise' again"
)


def take(*more: str) -> tuple[int, str]:
    """Take an excerpt of the line that was signed."""
    line = ["--lines", "2", "--participant", "P07", "--item", "a:b", "--output", "out"]
    code, out, _err = run("excerpt", "study/INT-14.m4a", *line, *more)
    return code, out


@pytest.mark.parametrize("source", [*SOURCES, "transcript"])
def test_all_commands_see_that_the_sources_of_a_text_changed(decided: Path, source: str):
    assert sign()[1].endswith("complete, signed by Rea Reviewer\n")
    if source == "transcript":
        put(decided, transcript([*LINES[:1], ("Alice Example", "Something else."), LINES[2]]))
    else:
        name, text = SOURCES[source]
        (decided / name).write_text(text, encoding="utf-8")
    run("render", "study")
    assert run("review", "study") == (0, f"study/INT-14.m4a: {CHANGED}\n", "")
    problem = f"study/INT-14.m4a/review.yml:1: {CHANGED} [compass.changed-since]\n"
    assert sign("Sam Second") == (1, f"{problem}study/INT-14.m4a: {CHANGED}\n", "")
    assert take() == (1, problem)
    assert not Path("out").exists()
    go()
    assert CHANGED not in run("review", "study")[1]
    assert "signed by" not in run("review", "study")[1]
    assert CHANGED not in take()[1]
    assert take()[0] == 1


def test_a_correction_that_changes_no_word_of_the_text_needs_no_new_signature(decided: Path):
    sign()
    (decided / "corrections.yml").write_text('- {line: 1, was: "Alice", now: "Ali"}\n')
    assert run("review", "study")[1] == f"study/INT-14.m4a: {CHANGED}\n"
    assert take()[0] == 1
    assert go()[1] == "study/INT-14.m4a: 5 replaced, all decided, signed\n"
    assert run("review", "study")[1] == "study/INT-14.m4a: complete, signed by Rea Reviewer\n"
    assert take()[0] == 0


@pytest.mark.parametrize("text", ["- {line: 2, remoove: true}\n", "- {line: 2, remove: true\n"])
def test_a_correction_that_cannot_be_read_keeps_the_words_in(decided: Path, text: str):
    """It may be the very one that takes them out."""
    sign()
    (decided / "corrections.yml").write_text(text, encoding="utf-8")
    mend = (
        "study/INT-14.m4a: what the text is made from has problems; mend them, then run 'compass "
        "study pseudonymise' again\n"
    )
    code, out, _err = run("review", "study")
    assert (code, out.startswith("study/INT-14.m4a/corrections.yml:"), out.endswith(mend)) == (
        1,
        True,
        True,
    )
    assert sign("Sam Second")[:2] == (code, out)
    assert take() == (1, out.removesuffix(mend))
    code, out, _err = go()
    assert code == 1
    assert out.endswith(
        "study/INT-14.m4a: 5 replaced, all decided; mend what is listed above, then run it again\n"
    )
    assert take()[0] == 1


def test_a_review_of_an_older_version_is_made_again_first(decided: Path):
    sign()
    path = decided / "review.yml"
    now = path.read_text(encoding="utf-8")
    old = "".join(line for line in now.splitlines(True) if not line.startswith("source-sha256"))
    assert old != now
    path.write_text(old, encoding="utf-8")
    message = (
        "an older version of this program wrote the review, and did not note which transcript it "
        "belongs to; run 'compass study pseudonymise' again: decisions stay, and signatures if the "
        "text is the same"
    )
    problem = f"study/INT-14.m4a/review.yml:1: {message} [compass.changed-since]\n"
    assert run("review", "study") == (0, f"study/INT-14.m4a: {message}\n", "")
    assert sign("Sam Second")[:2] == (1, f"{problem}study/INT-14.m4a: {message}\n")
    assert take() == (1, problem)
    assert path.read_text(encoding="utf-8") == old
    assert go()[1] == "study/INT-14.m4a: 5 replaced, all decided, signed\n"
    assert path.read_text(encoding="utf-8") == now
    assert take()[0] == 0
