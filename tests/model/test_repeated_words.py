"""The words of an excerpt, written out in a page: the ways in which the same words are written."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from tests.quotes import EXCERPTS, made_up_study

from compass_model.consent.repeated import repeated_words
from compass_model.consent.study import read_study

SAID = "Nobody told me where the toma was."
FRENCH = "Je préfère écouter à côté, même très tard."


def lines_with(page: str, tmp_path: Path, said: str = SAID) -> list[int]:
    source = made_up_study(tmp_path / "source")
    path = source / EXCERPTS
    text = path.read_text(encoding="utf-8")
    assert SAID in text
    path.write_text(text.replace(SAID, said), encoding="utf-8")
    return [p.line for p in repeated_words([("page.md", page)], read_study(source).excerpts)]


@pytest.mark.parametrize(
    "page",
    [
        SAID,
        "nobody told me, where the TOMA was",
        "_Nobody told me where the toma was._",
        "Nobody t**o**ld me where the __toma__ was",
        "Nobody told me&nbsp;where the t&ouml;ma w&#97;s",
        "Nobody told me<br>where the <b class='a'>to</b>ma was",
        "Nobody to\u00adld me where\u200b the toma was",
        "Nobody told me where the \uff54\uff4f\uff4d\uff41 was",
        "Nobody told me where the [toma](https://example.org/toma) was",
        "Nobody told me where the {term}`toma` was",
        "Nobody told me[^1] where the toma was",
        '"Nobody told me\\n"\n"where the toma was"',
        "> Nobody told me where the to-\n> ma was",
        "<img alt='nobody told me where the toma was'>",
        "<!-- Nobody told me where the toma was -->",
    ],
)
def test_the_same_words_are_found(page: str, tmp_path: Path):
    assert lines_with(f"# Page\n\nSo:\n{page}\n", tmp_path) == [4]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
def test_accents_are_found_however_they_are_written(form: str, tmp_path: Path):
    page = unicodedata.normalize(form, FRENCH)
    assert lines_with(f"# é\n\n{page}\n", tmp_path, FRENCH) == [3]


@pytest.mark.parametrize(
    "page",
    [
        "Nobody told me where the toma is.",
        "Nobody told me where the",
        "Somebody told me where the toma was.",
        "Nobody told me where the blue toma was.",
    ],
)
def test_other_words_are_not(page: str, tmp_path: Path):
    assert lines_with(page, tmp_path) == []


def test_each_place_is_named_once(tmp_path: Path):
    page = f"{SAID}\n<a b c d e f>{SAID}\n\n{SAID} {SAID}\n"
    assert lines_with(page, tmp_path) == [1, 2, 4]


@pytest.mark.parametrize("page", ["<a " * 50_000, "](" * 50_000, "{a" * 50_000, "[^" * 50_000])
def test_no_page_takes_long(page: str, tmp_path: Path):
    start = time.process_time()
    assert lines_with(page, tmp_path) == []
    assert time.process_time() - start < 5
