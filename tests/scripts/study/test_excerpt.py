"""``compass study excerpt``: only reviewed words of one person leave a study."""

import hashlib
import os
from pathlib import Path

import pytest
from tests.scripts.study.studies import put, put_roster, transcript
from tests.scripts.study.test_pseudonymise import LINES, ROSTER, decide, go, run

from compass_model.problems import Code
from compass_model.study.excerpt import Excerpt
from compass_model.study.review import text_sha256
from compass_model.study.transcript import read_transcript
from compass_model.validate import validate
from compass_model.yaml_source import load_yaml

FOLDER = Path("study/INT-14.m4a")


@pytest.fixture(name="place")
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772000000")
    put(tmp_path / FOLDER, transcript([*LINES, ("Alice Example", "It was fine.")]))
    put_roster(tmp_path / "roster.yml", ROSTER)
    go()
    return FOLDER


@pytest.fixture(name="signed")
def _signed(place: Path) -> Path:
    decide(place, "Elice", "replace")
    decide(place, "Bristol", "replace", "[a city]")
    decide(place, "Will", "keep")
    go()
    assert run("review", "study", "--sign", "Rea Reviewer")[0] == 0
    return place


def take(
    *more: str, lines: str = "2-3", who: str = "P07", output: str = "out"
) -> tuple[int, str, str]:
    line = [
        "--lines",
        lines,
        "--participant",
        who,
        "--item",
        "voices:blockers-1",
        "--output",
        output,
    ]
    return run("excerpt", FOLDER, *line, *more)


def the_file() -> str:
    [path] = Path("out").iterdir()
    return path.read_text(encoding="utf-8")


def test_it_writes_a_candidate(signed: Path):
    code, out, err = take("--code", "barrier.slow", "--code", "people")
    assert (code, err) == (0, "")
    [path] = Path("out").iterdir()
    assert out == f"Wrote {path.as_posix()}\n"
    whole = hashlib.sha256((signed / "pseudonymised.json").read_bytes()).hexdigest()
    text = (
        "Yes, with P08. Will you see P07 in [a city]? "
        "I use JupyterHub. Write to [e-mail address] or call [phone number]."
    )
    assert the_file() == (
        "# A candidate: reviewed words from a study. Whether they may be shown depends on the "
        "consent of\n# the participant, which is checked when the excerpt enters the site.\n"
        f"id: {path.stem}\n"
        "state: candidate\n"
        'participant: "P07"\n'
        'item: "voices:blockers-1"\n'
        'codes: ["barrier.slow", "people"]\n'
        f'text: "{text}"\n'
        "redactions:\n"
        '  - {kind: name, as: "[a city]"}\n'
        '  - {kind: e-mail, as: "[e-mail address]"}\n'
        '  - {kind: phone, as: "[phone number]"}\n'
        "review:\n"
        '  by: ["Rea Reviewer"]\n'
        "  on: 2026-02-25\n"
        "lines: [2, 3]\n"
        f'text-sha256: "{hashlib.sha256(text.encode()).hexdigest()}"\n'
        f'transcript-sha256: "{whole}"\n'
    )


def test_the_candidate_can_be_read_by_its_model(signed: Path):
    take(lines="2,4")
    document = load_yaml(the_file())
    checked = validate(Excerpt, document.value, lambda loc: ("x.yml", document.line(loc)))
    assert checked.problems == []
    assert checked.value.text == "Yes, with P08. Will you see P07 in [a city]? [...] It was fine."
    assert [one.kind for one in checked.value.redactions] == ["name", "cut"]
    changed = load_yaml(the_file().replace("fine", "bad"))
    [problem] = validate(Excerpt, changed.value, lambda loc: ("x.yml", changed.line(loc))).problems
    assert (problem.line, problem.message) == (
        8,
        "'text' is not what was reviewed; take the excerpt from the transcript again",
    )


def test_a_paraphrase_stands_in_place_of_the_words(signed: Path):
    assert take("--paraphrase", "They met in [a city].")[0] == 0
    text = the_file()
    assert 'paraphrase: "They met in [a city]."\nredactions:\n  - {kind: name, as:' in text
    assert "\ntext:" not in text
    assert "JupyterHub" not in text


def test_the_same_again_changes_nothing_and_nothing_is_written_over(signed: Path):
    take()
    before = the_file()
    code, out, err = take()
    assert (code, err) == (0, "")
    assert out.startswith("Unchanged: out/x-")
    [path] = Path("out").iterdir()
    path.write_text("ours", encoding="utf-8")
    code, out, err = take()
    assert (code, out) == (2, "")
    assert err.startswith(f"{path.as_posix()} exists with other content; choose another folder")
    path.write_text(before, encoding="utf-8")


@pytest.mark.parametrize(
    ("lines", "paraphrase"),
    [
        ("4", "It was fine."),
        ("4", "  \u201cit was FINE!\u201d "),
        ("2", "Somebody said: yes, with P08 - will you see P07 there?"),
    ],
)
def test_the_words_themselves_are_no_paraphrase(signed: Path, lines: str, paraphrase: str):
    assert take("--paraphrase", paraphrase, lines=lines)[:2] == (
        1,
        "study/INT-14.m4a:1: the paraphrase repeats what was said (all of it, or 6 words in a "
        "row); say it in your own words [compass.may-not-be-shown]\n",
    )


def test_a_paraphrase_may_use_a_few_of_the_same_words(signed: Path):
    assert take("--paraphrase", "With P08, and will they see P07?", lines="2")[0] == 0
    assert take("--paraphrase", "They said it was fine there.", lines="4")[0] == 0


def test_the_words_in_a_script_without_spaces_are_no_paraphrase(signed: Path):
    said = "今日は図書館で本を読んでから友達に会いました。"
    put(FOLDER, transcript([*LINES, ("Alice Example", said)]))
    go()
    assert run("review", "study", "--sign", "Rea Reviewer")[0] == 0
    assert take("--paraphrase", "図書館で本を読んでから友達に会った", lines="4")[0] == 1
    assert take("--paraphrase", "友達に会いました。", lines="4")[0] == 0


@pytest.mark.parametrize("quoted", ["It was fine.", " \u201cIt was  fine.\u201d"])
def test_a_candidate_whose_words_became_its_paraphrase_is_wrong(signed: Path, quoted: str):
    take(lines="4")
    text = the_file().replace('text: "It was fine."', f'paraphrase: "{quoted}"')
    document = load_yaml(text)
    [problem] = validate(Excerpt, document.value, lambda loc: ("x", document.line(loc))).problems
    assert (problem.line, problem.message, problem.code) == (
        8,
        "'paraphrase' is what was said, word for word; say in your own words what was meant, or "
        "leave the excerpt out",
        Code.MAY_NOT_BE_SHOWN,
    )


@pytest.mark.skipif(os.name != "posix", reason="needs the permissions of POSIX")
@pytest.mark.parametrize("in_repository", [False, True])
def test_candidates_are_for_their_owner_alone_outside_of_a_work_tree(
    signed: Path, in_repository: bool
):
    """In a work tree they are files like the others, so that the site can be built by others."""
    if in_repository:
        Path("site/.git").mkdir(parents=True)
    before = os.umask(0o022)
    try:
        code, out, _err = take(lines="4", output="site/new/candidates")
        again = take(lines="4", output="site/new/candidates")
    finally:
        os.umask(before)
    [path] = Path("site/new/candidates").iterdir()
    assert (code, out) == (0, f"Wrote {path.as_posix()}\n")
    assert again == (0, f"Unchanged: {path.as_posix()}\n", "")
    modes = [one.stat().st_mode & 0o777 for one in (path, path.parent, path.parent.parent)]
    assert modes == ([0o644, 0o755, 0o755] if in_repository else [0o600, 0o700, 0o700])


@pytest.mark.skipif(os.name != "posix", reason="needs the permissions of POSIX")
def test_a_folder_that_cannot_be_written_is_said_in_a_line(signed: Path):
    Path("out").write_text("a file\n")
    code, _out, err = take(lines="4", output="out/candidates")
    assert (code, err.startswith("out/candidates/x-")) == (2, True)
    assert err.endswith(".yml cannot be written (Not a directory)")


@pytest.mark.parametrize(
    ("lines", "who", "message"),
    [
        (
            "1-2",
            "P07",
            "pseudonymised.json:1: line 1 was not said by P07 alone; choose other lines, or mend "
            "who speaks in corrections.yml [compass.unknown-speaker]",
        ),
        (
            "4-5",
            "P07",
            "pseudonymised.json:1: there is no line 5; correct '--lines' [compass.unknown-line]",
        ),
    ],
)
def test_other_lines_are_refused(signed: Path, lines: str, who: str, message: str):
    assert take(lines=lines, who=who) == (
        1,
        f"study/INT-14.m4a/{message}\n",
        "No excerpt was written.\n",
    )
    assert not Path("out").exists()


def test_without_a_complete_review_nothing_leaves(place: Path):
    assert take() == (
        1,
        "study/INT-14.m4a/review.yml:1: 3 entries are still to decide; an excerpt needs a "
        "complete review [compass.undecided]\n"
        "study/INT-14.m4a/review.yml:1: nobody has signed; read the text, then 'compass study "
        "review --sign NAME' [compass.not-signed]\n",
        "No excerpt was written.\n",
    )


def test_a_text_that_changed_since_is_refused(signed: Path):
    path = signed / "pseudonymised.json"
    path.write_text(path.read_text(encoding="utf-8").replace("fine", "good"), encoding="utf-8")
    assert take()[:2] == (
        1,
        "study/INT-14.m4a/review.yml:1: the text changed after it was signed; read it again, "
        "then sign it again [compass.changed-since]\n",
    )


def test_a_decision_taken_back_after_the_signature_is_seen(signed: Path):
    path = signed / "review.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"[a city]"\n    in', '"[a place]"\n    in'), encoding="utf-8")
    assert take()[:2] == (
        1,
        "study/INT-14.m4a/review.yml:1: the decisions are not yet in the text; run 'compass study "
        "pseudonymise' again [compass.undecided]\n",
    )


def test_an_address_that_went_through_is_found(signed: Path):
    path, review = signed / "pseudonymised.json", signed / "review.yml"
    old, _problems = read_transcript(path)
    path.write_text(
        path.read_text(encoding="utf-8").replace("P08", "x@example.com"), encoding="utf-8"
    )
    new, _problems = read_transcript(path)
    assert old is not None
    assert new is not None
    text = review.read_text(encoding="utf-8").replace(text_sha256(old), text_sha256(new))
    review.write_text(text, encoding="utf-8")
    assert take()[:2] == (
        1,
        "study/INT-14.m4a/pseudonymised.json:1: line 2 holds an address or a number that leads to "
        "a person; mend it in corrections.yml, and run 'compass study pseudonymise' again "
        "[compass.private-file]\n",
    )


def test_an_address_in_a_paraphrase_is_found(signed: Path):
    code, out, _err = take("--paraphrase", "ask @somebody", lines="4")
    assert (code, out) == (
        1,
        "study/INT-14.m4a:1: the paraphrase holds an address or a number that leads to a person; "
        "take it out [compass.private-file]\n",
    )


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--lines", "two", "'two' is not like 12-14 or 12,15"),
        ("--lines", "9-3", "'9-3' must go from a lower to a higher line, at most 200 lines"),
        (
            "--item",
            "Blockers",
            "'Blockers' is not an instrument and an item of it, like my-interview:question-1",
        ),
        ("--code", " ", "is empty; write a code, or leave it out"),
        ("--paraphrase", "", "is empty; write it, or leave it out"),
    ],
)
def test_wrong_words_are_refused(option: str, value: str, message: str, signed: Path):
    assert take(option, value) == (2, "", message)


def test_before_anything_it_says_what_to_run(place: Path):
    (place / "pseudonymised.json").unlink()
    assert take()[1] == (
        "study/INT-14.m4a/pseudonymised.json:1: there is no pseudonymised.json; run 'compass study "
        "pseudonymise' first [compass.missing-file]\n"
    )


def test_the_folder_of_the_study_is_not_a_recording(signed: Path):
    line = ["--lines", "2", "--participant", "P07", "--item", "voices:blockers-1"]
    assert run("excerpt", "study", *line, "--output", "out") == (
        2,
        "",
        "study is a study, not one recording; name the folder of one, such as study/INT-14.m4a",
    )
