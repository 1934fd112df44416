"""Where files other than the text of a page show excerpts, and on which line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.quotes import made_up_study

from compass_model.consent.pages import places_in
from compass_model.tree import read_compass


def found(path: str, text: str) -> list[tuple[int, str]]:
    return [(place.line, place.id) for place in places_in(path, text)]


PAGE = """\
---
abstract: |
  Some `words, and {compass:excerpt}`no-role`
other: >
  A text over
  lines {compass:excerpt}`one
  ` and on
# {compass:excerpt}`comment`
---
# Page

1. ```bash
   ls
   ```
2. Then.

it`s
a {compass:excerpt}`no` and `so {compass:excerpt}`two`

:::{note} Say {compass:excerpt}`three`
:class: tip
{compass:excerpt}`four`

> ```{compass:excerpt} five
> ```
:::
"""


def test_lines_are_those_of_the_file():
    assert found("page.md", PAGE) == [
        (6, "one"),
        (18, "two"),
        (20, "three"),
        (22, "four"),
        (24, "five"),
    ]


def test_a_front_matter_without_an_end_loses_nothing():
    text = "---\n\n{compass:excerpt}`one`\n\n```{compass:excerpt} two\n```\n"
    assert {id for _line, id in found("page.md", text)} == {"one", "two"}


def test_each_text_of_a_data_file_is_read_by_itself():
    text = """\
- note: it`s
- note: So {compass:excerpt}`one`
- {a: "b", text: "{compass:excerpt}`two` \\
    and {compass:excerpt}`three`"}
# {compass:excerpt}`comment`
"""
    assert found("_data/a.yml", text) == [(2, "one"), (3, "two"), (4, "three")]


@pytest.mark.parametrize("broken", ["a: [\n", "a: 1\na: 2\n"])
def test_a_data_file_that_cannot_be_read_loses_nothing(broken: str):
    text = f"- it`s\n- {{compass:excerpt}}`one`\n- {{compass:excerpt}}`\n  two`\n{broken}"
    assert found("_data/a.yml", text) == [(2, "one"), (3, "two")]


def test_a_translation_may_go_on_in_the_next_line():
    text = """\
#: page.md:3
msgid "So {compass:excerpt}`x-1`"
msgstr ""
"Il a dit \\"it`s\\" et {compass:excerpt}`x-"
"two`"
"""
    assert found("locale/fr/a.po", text) == [(2, "x-1")]
    assert found("locale/fr/a.po", text.replace("it`s", "it")) == [(2, "x-1"), (3, "x-two")]


def test_reading_a_file_that_pages_include():
    rst = "So :compass:excerpt:`one`.\n\n.. compass:excerpt:: two\n"
    assert found("part.rst", rst) == [(1, "one"), (3, "two")]
    mixed = "Said {compass:excerpt}`zero`.\n\n" + rst
    assert found("part.txt", mixed) == [(1, "zero"), (3, "one"), (5, "two")]
    assert found("table.csv", "it`s,b\n1,{compass:excerpt}`one`\n") == [(2, "one")]


def test_a_file_without_the_name_is_not_parsed():
    assert found("page.md", "# Page\n\n{compass-excerpt}`one`\n") == []


def test_every_place_of_an_excerpt_is_known(tmp_path: Path):
    source = made_up_study(tmp_path / "source")
    text = "# Extra\n\n1. ```\n   ls\n   ```\n\n> ```{compass:excerpt} x-spoken\n> ```\n"
    (source / "extra.md").write_text(text, encoding="utf-8")
    places = read_compass(source).quotes.places
    assert [place.line for place in places if place[0] == "extra.md"] == [7]


def test_fences_within_fences_have_an_end():
    depth = 1000
    opening = "".join(f"{':' * (depth - i + 3)}{{note}}\n" for i in range(depth))
    text = f"{opening}So {{compass:excerpt}}`one`\n\n```{{compass:excerpt}} two\n```\n"
    assert found("page.md", text) == [(depth + 1, "one"), (depth + 3, "two")]
