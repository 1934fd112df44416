"""Names that are small words of other names, such as Ben, Das, Le or Van."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.scripts.study.studies import put_roster, transcript

from compass_model.study.roster import read_roster
from compass_scripts.study.analysis import Reader


def reader(folder: Path, *names: str) -> Reader:
    people = [{"pseudonym": f"P{i:02}", "names": [name]} for i, name in enumerate(names, start=7)]
    roster, problems = read_roster(put_roster(folder / "roster.yml", {"people": people}))
    assert problems == []
    assert roster is not None
    return Reader(roster)


def result(reader: Reader, text: str) -> tuple[str, dict[str, tuple[str, str]]]:
    """Return the text without names, and what is asked: its kind and suggestion."""
    analysis = reader.analyse(transcript([("A", text)]))
    [line] = analysis.apply({}, reader).transcript.lines
    return line.text, {one.found: (one.kind, one.suggestion) for one in analysis.open}


def test_they_are_asked_for_however_they_are_written(tmp_path: Path):
    ask = ("word", "P07")
    made = reader(tmp_path, "Ben Das")
    assert result(
        made, "Then Ben told me, and Das said so. Do we ask ben about das? B. Das did."
    ) == (
        "Then Ben told me, and Das said so. Do we ask ben about das? B. Das did.",
        {"Ben": ask, "Das": ask, "ben": ask, "das": ask, "B Das": ask},
    )
    assert (
        result(made, "Then Ben Das said so, and ben das too.")[0]
        == "Then P07 said so, and P07 too."
    )


@pytest.mark.parametrize(
    ("name", "word"),
    [
        *[("Al Example", "Al"), ("Mac Example", "mac"), ("San Example", "san")],
        *[("Example Le", "le"), ("Example Du", "Du"), ("Example Van", "van"), ("Das, Tom", "das")],
    ],
)
def test_the_first_and_the_last_word_count(name: str, word: str, tmp_path: Path):
    text, asked = result(reader(tmp_path, name), f"So we asked {word} there.")
    assert text == f"So we asked {word} there."
    assert asked == {word: ("word", "P07")}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Kim van der Example", "so we ask van der and the van"),
        ("Kim Van Der Example", "so we ask van der and the van"),
        ("van Example", "so we ask the van"),
        ("Dr Kim Example", "so we ask the dr"),
        ("Kim Example Jr", "so we ask the jr"),
        ("Kim Y", "Oh my goodness, x and y"),
        ("Kim Al-Example", "so we ask al"),
        ("Ann Le", "So the ale and the Ale."),
        ("Kim Das", "So da s and d as it was."),
    ],
)
def test_small_words_within_a_name_name_nobody(name: str, text: str, tmp_path: Path):
    shown, asked = result(reader(tmp_path, name), text)
    assert shown == text
    assert [kind for kind, suggestion in asked.values() if kind == "word" or suggestion] == []


def test_a_replacement_may_hold_the_small_word_but_not_the_name(tmp_path: Path):
    made = reader(tmp_path, "Kim La")
    assert not made.leads_to_somebody("[la ville]")
    assert made.leads_to_somebody("[asked La]")
    assert made.leads_to_somebody("[asked kim]")


def test_two_who_share_one_are_both_named(tmp_path: Path):
    _text, asked = result(reader(tmp_path, "Ben Wug", "Ben Fendle"), "So we asked Ben there.")
    assert asked == {"Ben": ("shared", "")}
