"""What two files say at once: each of them may be the one with the mistake."""

from pathlib import Path

from tests.site import event, site

from compass_model.tree import read_compass

PAGE = "---\noptions:\n  compass:\n    kind: {kind}\n    data: {data}\n---\n"
SURVEY = """\
kind: survey
id: {id}
title: A survey
status: draft
version: "0.1.0"
owner: maintainers
research-questions:
  why: Why?
choices: {{}}
sections:
  - id: one
    title: One
    items:
      - {{id: first, type: text, text: Why?, answers-to: [why]}}
"""
NEWER = "too; give the newer page"


def found(root: Path, files: dict[str, str]) -> list[str]:
    problems = read_compass(site(root, files)).problems
    wanted = [problem for problem in problems if problem.code == "duplicate-id"]
    return [f"{problem.path}:{problem.line}: {problem.message}" for problem in wanted]


def survey(data: str = "survey.yml") -> str:
    return PAGE.format(kind="survey", data=data)


def test_each_page_with_an_id_of_another_is_named(tmp_path: Path):
    files = {f"{name}.md": event("same") for name in ("b", "a", "c")}
    assert found(tmp_path, files) == [
        f"a.md:5: the id 'same' is used in b.md:5 {NEWER} another",
        f"b.md:5: the id 'same' is used in a.md:5 {NEWER} another",
        f"c.md:5: the id 'same' is used in a.md:5 {NEWER} another",
    ]


def test_two_pages_with_one_data_file_are_told_that_and_nothing_else(tmp_path: Path):
    files = {"a.md": survey(), "b.md": survey(), "_data/survey.yml": SURVEY.format(id="my-survey")}
    file = "the data file _data/survey.yml is that of"
    assert found(tmp_path, files) == [
        f"a.md:5: {file} b.md:5 {NEWER} a file of its own",
        f"b.md:5: {file} a.md:5 {NEWER} a file of its own",
    ]


def test_a_copy_whose_id_is_the_old_one_does_not_repeat_its_questions(tmp_path: Path):
    data = {f"_data/{name}.yml": SURVEY.format(id="my-survey") for name in "ab"}
    files = {"a.md": survey("a.yml"), "b.md": survey("b.yml"), **data}
    used = "the id 'my-survey' is used in"
    assert found(tmp_path, files) == [
        f"_data/a.yml:2: {used} _data/b.yml:2 {NEWER} another",
        f"_data/b.yml:2: {used} _data/a.yml:2 {NEWER} another",
    ]


def test_pages_may_share_data_that_names_nothing(tmp_path: Path):
    pages = {
        f"{id}.md": PAGE.format(kind="guide", data="both.yml").replace(
            "data:", f"id: {id}\n    data:"
        )
        + f"# {id}\n"
        for id in "ab"
    }
    files = {**pages, "_data/both.yml": "status: draft\nowner: maintainers\n"}
    assert read_compass(site(tmp_path, files)).problems == []
