"""A paraphrase on the site that is what the person said, word for word."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.quotes import add, made_up_study, words

from compass_model.problems import Code
from compass_model.tree import read_compass

SAID = "Nobody showed me the dax at all."


@pytest.mark.parametrize("who", ["P01", "P02"])
@pytest.mark.parametrize(
    "paraphrase", [SAID, f" {SAID} ", SAID.replace(" ", "  "), f"\u201c{SAID}\u201d", f"'{SAID}'"]
)
def test_the_words_are_not_shown_as_a_paraphrase(who: str, paraphrase: str, tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    add(source, words(SAID, who, text="", paraphrase=f'"{paraphrase}"'))
    compass = read_compass(source, dt.date(2026, 6, 1))
    [problem] = compass.quotes.problems
    assert (problem.message, problem.code) == (
        "'paraphrase' is what was said, word for word; say in your own words what was meant, or "
        "leave the excerpt out",
        Code.MAY_NOT_BE_SHOWN,
    )
    assert not compass.quotes.shown["x-secret"].words


def test_other_words_are_a_paraphrase(tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    add(source, words(SAID, "P02", text="", paraphrase="They did not find it."))
    compass = read_compass(source, dt.date(2026, 6, 1))
    assert compass.quotes.problems == ()
    assert compass.quotes.shown["x-secret"].words == "They did not find it."
