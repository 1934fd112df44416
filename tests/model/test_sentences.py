"""Sentences: found by what ends and begins them; no word is ever changed."""

from __future__ import annotations

import random
import re

import pytest

from compass_model.export.sentences import split_sentences

TOGETHER = [
    "Some words, e.g. These ones, i.e. Those.",
    "Dr. Ada B. Example wrote it (see p. 3 and pp. 4, Fig. 5, No. 6).",
    "The U.S. Government et al. Decide.",
    "Version 1.0 of conf.py is at https://example.org/A.B?x=1.",
    "1. A number is no sentence",
    "It was so. - A dash goes on.",
    "Wait ... what? no.",
    "An ellipsis… and on.",
    "Yahoo! is a name, Jupyter vs. Others too.",
    "",
]
APART = [
    ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
    ('He said "No." She left.', ['He said "No."', "She left."]),
    (
        "It ends (so.) (Really.) “Here.” ‘There.’",
        ["It ends (so.)", "(Really.)", "“Here.”", "‘There.’"],
    ),
    (
        "See `code.` `More` code. *Emphasis.* Next.",
        ["See `code.`", "`More` code.", "*Emphasis.*", "Next."],
    ),
    ("Nobody but I. They came.", ["Nobody but I.", "They came."]),
    ("In 2024. 2025 was better.", ["In 2024.", "2025 was better."]),
    ("¿Qué? ¡Sí! Él vino. Été. Über.", ["¿Qué?", "¡Sí!", "Él vino.", "Été.", "Über."]),
    ("Cakes etc. The end.", ["Cakes etc.", "The end."]),
    ("  Two\n lines.   And\tmore. ", ["Two lines.", "And more."]),
    ("A list: one. 1. Two. 2. Three.", ["A list: one.", "1. Two.", "2. Three."]),
    ("Right?! Yes.", ["Right?!", "Yes."]),
]


@pytest.mark.parametrize("text", TOGETHER)
def test_one_sentence_stays_one(text: str) -> None:
    assert split_sentences(text) == ([text] if text else [])


@pytest.mark.parametrize(("text", "sentences"), APART)
def test_sentences_come_apart(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


@pytest.mark.parametrize("seed", range(50))
def test_no_word_changes_and_twice_is_once(seed: int) -> None:
    chosen = random.Random(seed)
    letters = "aB1.?!… \n\t()“”\"'`*_[]éÉ語。\N{NO-BREAK SPACE}-:"
    for _ in range(40):
        text = "".join(chosen.choices(letters, k=chosen.randint(0, 80)))
        sentences = split_sentences(text)
        assert " ".join(sentences).split(" ") == re.split(r"[ \n\t]+", text.strip(" \n\t"))
        assert split_sentences("\n".join(sentences)) == sentences
