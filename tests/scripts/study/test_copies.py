"""The names of copies, and what they are copies of."""

from __future__ import annotations

import pytest

from compass_scripts.study.copies import without_marks_of_copies


@pytest.mark.parametrize(
    "name",
    [
        *("roster.yml", "Roster.YML", "roster.yml~", "roster.yml.bak", "roster.yml.2"),
        *("roster (1).yml", "roster(1).yml", "roster (copy).yml", "roster (another copy).yml"),
        *("roster - Copy.yml", "roster - Copy (2).yml", "roster copy 2.yml", "roster 2.yml"),
        *("roster_kopie.yml", "Kopie von roster.yml", "Copy of roster (1).yml.bak~"),
        *(".roster.yml.swp", "#roster.yml#", ".#roster.yml", "~$roster.yml", "roster.yml.txt"),
    ],
)
def test_all_marks_are_taken_off(name: str):
    *_copies, original = without_marks_of_copies(name)
    assert original == "roster.yml"


@pytest.mark.parametrize(
    "name", ["page.md", ".env", ".gitignore", "a b.md", "1", "old", "copy", "~", "x" * 255]
)
def test_a_name_without_marks_stays(name: str):
    assert list(without_marks_of_copies(name)) == [name]


def test_strange_names_take_no_time():
    for name in ("(" * 255, " copy" * 51, ".1" * 127, "~" * 255, " (1)" * 63, "#" * 255):
        assert len(list(without_marks_of_copies(name))) <= 256
