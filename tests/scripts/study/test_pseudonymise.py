"""``compass study pseudonymise``: what it writes, what it asks, what it refuses."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.scripts.study.studies import SHA256, put, put_roster, transcript

from compass_model.study.transcript import Flag, read_transcript
from compass_scripts.study.command import study

ROSTER = """\
people:
  - pseudonym: P07
    names: [Alice Example]
    nicknames: [Ali]
    handles: ["@aliceex"]
    emails: [alice@example.org]
    phones: ["+44 20 7946 0958"]
  - pseudonym: P08
    names: [Will Sample]
organisations:
  - names: [Example University]
    as: "[a university]"
places:
  - names: [Nowhereville]
    as: "[a town]"
keep: [JupyterHub]
"""
LINES = [
    ("Interviewer", "So, Alice, you work at Example University?"),
    ("Alice Example", "Yes, with Will. Will you see Elice in Bristol?"),
    ("Alice Example", "I use JupyterHub. Write to alice@example.org or call 020 7946 0958."),
]


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Run `compass study` and return its exit code and what it wrote."""
    result = CliRunner().invoke(study, [str(one) for one in arguments], standalone_mode=False)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        return 2, result.stdout, str(getattr(result.exception, "message", result.exception))
    return result.return_value, result.stdout, result.stderr


@pytest.fixture(name="place")
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "study/INT-14.m4a", transcript(LINES))
    put_roster(tmp_path / "roster.yml", ROSTER)
    return Path("study/INT-14.m4a")


def go() -> tuple[int, str, str]:
    return run("pseudonymise", "study", "--roster", "roster.yml")


def decide(place: Path, found: str, decision: str, text: str = "", lines: str = "") -> None:
    """Write a decision by hand."""
    path = place / "review.yml"
    before, middle, after = path.read_text(encoding="utf-8").partition(f'    found: "{found}"\n')
    assert middle, found
    entry, gap, rest = after.partition("    in-lines:\n")
    entry = entry.replace("    decision:\n", f"    decision: {decision}\n")
    entry = entry.replace("    with:\n", f"    with: {json.dumps(text) if text else ''}\n")
    gap = f"    in-lines: {lines}\n" if lines else gap
    path.write_text(before + middle + entry + gap + rest, encoding="utf-8")


def texts(place: Path) -> list[tuple[str | None, str]]:
    made, problems = read_transcript(place / "pseudonymised.json")
    assert problems == []
    assert made is not None
    return [(line.speaker, line.text) for line in made.lines]


REVIEW = """\
# What the pseudonymiser leaves to a person.
# Decide each entry: 'decision: keep' (it may stay) or 'decision: replace' with 'with: "[a city]"'
# ('with' may be empty where there is a suggestion). 'in-lines: [3, 17]': only in these lines.
# Then run 'compass study pseudonymise' again, read the text, and sign with 'compass study review'.
# The file is written again by these commands: your decisions stay, comments of your own do not.

text-sha256: "TEXT"
source-sha256: "SOURCE"
applied: "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"
signatures: []
entries:
  - id: "63cb7ac1ab"
    found: "Elice"
    reason: "looks or sounds like a name of the roster (P07)"
    lines: [2]
    contexts:
      - "Yes, with P08. Will you see »Elice« in Bristol?"
    suggestion: "P07"
    decision:
    with:
    in-lines:
  - id: "91f2a9da2d"
    found: "Will"
    reason: "a name of the roster that is an ordinary word, too (P08)"
    lines: [2]
    contexts:
      - "Yes, with P08. »Will« you see Elice in Bristol?"
    suggestion: "P08"
    decision:
    with:
    in-lines:
  - id: "ce19e4b6ab"
    found: "Bristol"
    reason: "a capital letter that the roster does not explain"
    lines: [2]
    contexts:
      - "Yes, with P08. Will you see Elice in »Bristol«?"
    decision:
    with:
    in-lines:
"""


def masked(path: Path) -> str:
    """Return a review without its hashes, which are not what a test is about."""
    text = path.read_text(encoding="utf-8")
    for name, mask in (("text", "TEXT"), ("source", "SOURCE")):
        text = re.sub(
            rf'^{name}-sha256: "[0-9a-f]{{64}}"$', f'{name}-sha256: "{mask}"', text, flags=re.M
        )
    return text


def test_it_replaces_what_is_sure_and_asks_for_the_rest(place: Path):
    assert go() == (0, "study/INT-14.m4a: 5 replaced, 3 to decide in review.yml\n", "")
    assert texts(place) == [
        ("Interviewer", "So, P07, you work at [a university]?"),
        ("P07", "Yes, with P08. Will you see Elice in Bristol?"),
        ("P07", "I use JupyterHub. Write to [e-mail address] or call [phone number]."),
    ]
    ids = [line for line in masked(place / "review.yml").splitlines() if "id:" in line]
    expected = REVIEW
    for line, known in zip(ids, [x for x in REVIEW.splitlines() if "id:" in x], strict=True):
        expected = expected.replace(known, line)
    assert masked(place / "review.yml") == expected
    markdown = (place / "pseudonymised.md").read_text(encoding="utf-8")
    assert "# INT-14" in markdown
    assert "**P07** [00:00:03] Yes, with P08. Will you see Elice in Bristol?" in markdown


def test_words_keep_their_times(place: Path):
    go()
    made, _problems = read_transcript(place / "pseudonymised.json")
    assert made is not None
    words = [(word.text, word.start, word.end) for word in made.lines[0].words]
    assert words == [
        ("So,", 0.0, 0.4),
        ("P07,", 0.5, 0.9),
        ("you", 1.0, 1.4),
        ("work", 1.5, 1.9),
        ("at", 2.0, 2.4),
        ("[a university]?", 2.5, 3.4),
    ]


def test_files_are_for_their_owner_alone(place: Path):
    go()
    for name in ("pseudonymised.json", "pseudonymised.md", "review.yml"):
        assert (place / name).stat().st_mode & 0o777 == 0o600


def test_nothing_of_a_name_is_left(place: Path):
    flags = (Flag(code="no-speakers", message="Alice Example speaks before 'Will Sample'"),)
    made = transcript(LINES, id="Alice-Example 3", name="ward/Alice-Example 3.m4a", flags=flags)
    put(place, made)
    go()
    for name in ("pseudonymised.json", "pseudonymised.md"):
        text = (place / name).read_text(encoding="utf-8").lower()
        for part in ("alice", "example.org", "sample", "university?", "ward/", "7946"):
            assert part not in text, (name, part)
    result, _problems = read_transcript(place / "pseudonymised.json")
    assert result is not None
    assert (result.id, result.recording.name) == ("P07-3", "P07-3.m4a")
    assert result.flags[0].message == "P07 speaks before 'P08'"
    assert result.options == {}


def test_a_name_glued_into_the_recording_gives_it_a_new_one(place: Path):
    put(place, transcript(LINES, id="interviewalice", name="interviewalice.m4a"))
    go()
    result, _problems = read_transcript(place / "pseudonymised.json")
    assert result is not None
    assert (result.id, result.recording.name) == ("recording-abababab", "recording-abababab.m4a")
    assert result.recording.sha256 == SHA256


@pytest.mark.parametrize(
    ("name", "id", "made"),
    [
        ("Interview with Dr. Alice Example", "Interview with Dr", "INT-20"),
        ("INT-15.Zoltan", "INT-15", "INT-15"),
        ("2026-11-02.alice", "2026-11-02", "2026-11-02"),
        ("ward/INT-16.M4A", "INT-16", "INT-16.M4A"),
    ],
)
def test_only_a_known_ending_of_the_recording_stays(place: Path, name: str, id: str, made: str):
    put(place, transcript(LINES, id=id, name=name))
    go()
    if id.startswith("Interview"):
        decide(place, id, "replace", "INT-20")
        go()
    result, _problems = read_transcript(place / "pseudonymised.json")
    assert result is not None
    assert result.recording.name == made
    text = (place / "pseudonymised.json").read_text(encoding="utf-8").lower()
    assert "alice" not in text
    assert "zoltan" not in text


def test_a_recording_and_a_speaker_that_nothing_explains_are_asked_for(place: Path):
    put(place, transcript([("Tamsin", "Yes.")], id="INT-tamsin", name="INT-tamsin.m4a"))
    assert go()[1] == "study/INT-14.m4a: 0 replaced, 2 to decide in review.yml\n"
    decide(place, "Tamsin", "replace", "P20")
    decide(place, "INT-tamsin", "replace", "INT-20")
    assert go()[1] == "study/INT-14.m4a: 0 replaced, all decided, not signed\n"
    text = (place / "pseudonymised.json").read_text(encoding="utf-8")
    assert "amsin" not in text
    assert "amsin" not in (place / "pseudonymised.md").read_text(encoding="utf-8")
    assert texts(place) == [("P20", "Yes.")]


def test_decisions_are_applied_and_kept(place: Path):
    go()
    decide(place, "Elice", "replace")
    decide(place, "Bristol", "replace", "[a city]")
    decide(place, "Will", "keep")
    assert go() == (0, "study/INT-14.m4a: 5 replaced, all decided, not signed\n", "")
    assert texts(place)[1] == ("P07", "Yes, with P08. Will you see P07 in [a city]?")
    before = {path: path.read_bytes() for path in place.iterdir()}
    times = {path: path.stat().st_mtime_ns for path in place.iterdir()}
    assert go() == (0, "study/INT-14.m4a: 5 replaced, all decided, not signed\n", "")
    assert {path: path.read_bytes() for path in place.iterdir()} == before
    assert {path: path.stat().st_mtime_ns for path in place.iterdir()} == times
    # What is no longer there is asked no more; what is new, is.
    changed = [*LINES[:1], ("Alice Example", "Yes. Elice lives in Leeds.")]
    put(place, transcript(changed))
    assert go()[1] == "study/INT-14.m4a: 2 replaced, 1 to decide in review.yml\n"
    review = (place / "review.yml").read_text(encoding="utf-8")
    assert "Bristol" not in review
    assert '    found: "Elice"' in review
    assert texts(place)[1] == ("P07", "Yes. P07 lives in Leeds.")


def test_a_decision_for_some_lines_only(place: Path):
    put(place, transcript([("A", "Off to Leeds now."), ("B", "You say Leeds twice.")]))
    go()
    decide(place, "Leeds", "replace", "[a city]", "[2]")
    go()
    assert texts(place) == [("A", "Off to Leeds now."), ("B", "You say [a city] twice.")]


def test_a_line_that_is_new_since_a_decision_is_asked_for(place: Path):
    put(place, transcript([("A", "Off to Leeds now.")]))
    go()
    decide(place, "Leeds", "keep")
    put(place, transcript([("A", "Off to Leeds now."), ("B", "You mean Leeds?")]))
    for _ in range(2):
        assert go()[1] == "study/INT-14.m4a: 0 replaced, 1 to decide in review.yml\n"
        assert "    new-lines: [2]\n" in (place / "review.yml").read_text(encoding="utf-8")


def test_a_name_may_go_on_in_the_next_line(place: Path):
    lines = [("A", "It was at Example"), ("A", "University, where we met."), ("B", "At Example")]
    put(place, transcript([*lines, ("A", "University?")]))
    go()
    assert texts(place) == [
        ("A", "It was at [a university]"),
        ("A", ", where we met."),
        ("B", "At P07"),
        ("A", "University?"),
    ]


def test_a_name_that_stands_like_a_thing_is_asked_for(place: Path):
    put(place, transcript([("A", "Take a sample of it; I asked sample."), ("B", "Sample did.")]))
    assert go()[1] == "study/INT-14.m4a: 2 replaced, 1 to decide in review.yml\n"
    assert texts(place) == [("A", "Take a sample of it; I asked P08."), ("B", "P08 did.")]


def test_corrections_are_in(place: Path):
    (place / "speakers.yml").write_text("Interviewer: Will Sample\n", encoding="utf-8")
    go()
    assert texts(place)[0] == ("P08", "So, P07, you work at [a university]?")


def test_a_text_without_capitals_is_to_be_read(place: Path):
    put(place, transcript([("A", "alice went to leeds"), ("B", "yes she did")]))
    assert go()[1] == "study/INT-14.m4a: 1 replaced, 1 to decide in review.yml\n"
    assert "this text has few capital letters or none" in masked(place / "review.yml")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "pseudonym: P08",
            "pseudonim: P08",
            "roster.yml:8: 'people[2].pseudonym' is missing; add it, for example 'pseudonym: P07' "
            "[compass.missing-field]\nroster.yml:8: unknown field; did you mean 'pseudonym'? "
            "[compass.unknown-field]\n",
        ),
        (
            "pseudonym: P08",
            "pseudonym: P07",
            "roster.yml:8: this pseudonym stands for two people; the first is on line 2; give each "
            "their own [compass.duplicate-id]\n",
        ),
        (
            "names: [Will Sample]",
            "names: [alice éxample]",
            "roster.yml:9: this name stands for somebody or something else on line 3; keep one of "
            "them, and if two people share it, write their full names only [compass.wrong-value]\n",
        ),
        (
            'as: "[a town]"',
            'as: "near Example University"',
            "roster.yml:15: 'as' is or holds the name on line 11; choose one that names nobody "
            "[compass.wrong-value]\n",
        ),
        (
            "keep: [JupyterHub]",
            "keep: [nowhereville]",
            "roster.yml:16: 'keep' has the name on line 14, which must not stay; take one of them "
            "out [compass.wrong-value]\n",
        ),
        (
            'phones: ["+44 20 7946 0958"]',
            "phones: [+442079460958]",
            "roster.yml:7: 'people[1].phones[1]' must be text; put it in quotes if it looks like a "
            "number, not a number [compass.wrong-type]\n",
        ),
        (
            "nicknames: [Ali]",
            'nicknames: ["..."]',
            "roster.yml:4: 'people[1].nicknames[1]' has no letter or digit; write the name "
            "[compass.wrong-value]\n",
        ),
    ],
)
def test_a_roster_with_mistakes_is_refused(old: str, new: str, message: str, place: Path):
    assert old in ROSTER
    put_roster(Path("roster.yml"), ROSTER.replace(old, new))
    assert go() == (1, message, "Nothing was written; mend the roster first.\n")
    assert [path.name for path in place.iterdir()] == ["transcript.json"]


@pytest.mark.skipif(os.name != "posix", reason="needs the permissions of POSIX")
def test_a_roster_that_others_may_read_is_refused(place: Path):
    Path("roster.yml").chmod(0o640)
    assert go() == (
        1,
        "roster.yml:1: other people on this computer may read the roster; run: chmod 600 "
        "'roster.yml' [compass.private-file]\n",
        "Nothing was written; mend the roster first.\n",
    )


def test_a_roster_in_a_repository_is_always_refused(place: Path, tmp_path: Path):
    subprocess.run(["git", "init", "-q", "repo"], check=True)
    put_roster(Path("repo/roster.yml"), ROSTER)
    code, out, err = run(
        "pseudonymise", "study", "--roster", "repo/roster.yml", "--allow-unsafe-place"
    )
    assert (code, out) == (2, "")
    assert err.startswith("repo/roster.yml: the roster must not lie in a git work tree (")


def test_a_study_in_a_repository_is_refused_unless_told(place: Path):
    subprocess.run(["git", "init", "-q", "study"], check=True)
    code, out, err = go()
    assert (code, out) == (2, "")
    assert "study: the study would lie in the git work tree" in err
    assert run("pseudonymise", "study", "--roster", "roster.yml", "--allow-unsafe-place")[0] == 0


def test_a_review_with_mistakes_is_not_written_over(place: Path):
    go()
    decide(place, "Bristol", "replace")
    decide(place, "Elice", "kep")
    decide(place, "Will", "keep", "P08", "[7]")
    before = (place / "review.yml").read_bytes()
    code, out, _err = go()
    assert code == 1
    assert out == (
        "study/INT-14.m4a/review.yml:19: 'entries[1].decision' must be keep or replace "
        "[compass.wrong-value]\n"
        "study/INT-14.m4a: nothing was written\n"
    )
    assert (place / "review.yml").read_bytes() == before
    text = before.decode().replace("decision: kep\n", "decision: keep\n")
    (place / "review.yml").write_text(text, encoding="utf-8")
    assert go()[1] == (
        "study/INT-14.m4a/review.yml:30: 'with' needs 'decision: replace'; change the decision, "
        "or take 'with' out [compass.wrong-value]\n"
        "study/INT-14.m4a/review.yml:31: line 7 is not one of the 'lines' of this entry; correct "
        "'in-lines' [compass.unknown-line]\n"
        "study/INT-14.m4a/review.yml:38: 'with' is missing; write what stands in its place, for "
        "example '[a place]' [compass.missing-field]\n"
        "study/INT-14.m4a: nothing was written\n"
    )


def test_a_replacement_cannot_bring_a_name_back(place: Path):
    go()
    decide(place, "Bristol", "replace", "near Nowhereville")
    assert go() == (
        1,
        "study/INT-14.m4a/review.yml:39: 'with' holds a name of the roster or an address; write "
        "something that names nobody [compass.wrong-value]\n"
        "study/INT-14.m4a: nothing was written\n",
        "",
    )


def test_a_text_that_somebody_edited_is_not_lost(place: Path):
    go()
    path = place / "pseudonymised.md"
    path.write_text(path.read_text(encoding="utf-8") + "ours\n", encoding="utf-8")
    assert go() == (
        1,
        "study/INT-14.m4a/pseudonymised.md:1: pseudonymised.md was changed by hand; write the "
        "change into corrections.yml, the roster or review.yml, delete the file, and run "
        "'compass study pseudonymise' again [compass.hand-edited]\n"
        "study/INT-14.m4a: nothing was written\n",
        "",
    )
    assert path.read_text(encoding="utf-8").endswith("ours\n")
    path.unlink()
    assert go()[0] == 0


def test_a_file_that_cannot_be_written_costs_one_recording(
    place: Path, monkeypatch: pytest.MonkeyPatch
):
    put(Path("study/INT-15.m4a"), transcript(LINES))
    real, count = os.fsync, []

    def full(descriptor: int) -> None:
        count.append(1)
        if len(count) == 1:
            raise OSError(28, "", "study/INT-14.m4a/pseudonymised.json")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    code, out, _err = go()
    assert (code, out) == (
        1,
        "study/INT-14.m4a/pseudonymised.json:1: No space left on device; make room or mend the "
        "permissions, then run it again [compass.unreadable-file]\n"
        "study/INT-14.m4a: nothing was written\n"
        "study/INT-15.m4a: 5 replaced, 3 to decide in review.yml\n",
    )
    assert [path.name for path in place.iterdir()] == ["transcript.json"]


def test_a_study_without_transcripts_says_so(place: Path):
    Path("empty").mkdir()
    assert run("pseudonymise", "empty", "--roster", "roster.yml") == (
        0,
        "There is no transcript here yet; 'compass transcribe' makes them.\n",
        "",
    )
