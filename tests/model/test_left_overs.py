"""Placeholders that were left over, and appendices that are named but not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site import copy_root, site

from compass_model.cross_file import letter_of
from compass_model.problems import Problem
from compass_model.tree import read_compass

FACTS = """\
---
options:
  compass:
    kind: {kind}
    id: {id}
    status: draft
    owner: maintainers
{more}---
# {id}

{text}
"""


def page(text: str, *, kind: str = "handbook", id: str = "my-page", more: str = "") -> str:
    return FACTS.format(kind=kind, id=id, more=more, text=text)


def messages(root: Path) -> list[str]:
    return [shown(problem) for problem in read_compass(root).problems]


def shown(problem: Problem) -> str:
    return f"{problem.path}:{problem.line}: {problem.message} [{problem.code}]"


@pytest.mark.parametrize(
    "text",
    ["[Name above]", "[insert date]", "[your name]", "[TBD]", "[XX]", "[Name]", "[e-mail]"],
)
def test_a_placeholder_is_a_problem(text: str, tmp_path: Path) -> None:
    root = site(tmp_path, {"page.md": page(f"First line.\nWe thank {text} for it.")})
    assert messages(root) == [
        f"page.md:12: '{text}' looks like a placeholder; write what belongs there, or take it out "
        "[placeholder]"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[above](page.md)",
        "[the page above][x]\n\n[x]: https://example.org",
        "`[Name above]`",
        "```\n[Name above]\n```",
        "[a maintainer] was kind",
        "- [ ] a task",
        "[added]",
        "![Name above](picture.png)",
    ],
)
def test_links_code_and_other_brackets_are_none(text: str, tmp_path: Path) -> None:
    root = site(tmp_path, {"page.md": page(text), "picture.png": ""})
    assert messages(root) == []


def test_facts_and_admonitions_are_looked_through_too(tmp_path: Path) -> None:
    text = "```{note}\n\nAsk [Name below].\n```"
    facts = (
        "    evidence:\n      - {title: 'A report of [date]'}\n"
        "      - {title: 'See [here](https://example.org) and `[Name above]`'}\n"
    )
    root = site(tmp_path, {"page.md": page(text, more=facts), "plain.md": "# P\n\n[Name above]\n"})
    assert [line.split(" looks")[0] for line in messages(root)] == [
        "page.md:9: '[date]'",
        "page.md:16: '[Name below]'",
        "plain.md:3: '[Name above]'",
    ]


def test_an_appendix_that_is_named_must_be_there(tmp_path: Path) -> None:
    root = copy_root("handbook", tmp_path / "src")
    (root / "second.md").write_text(
        page("See Appendix B and\nAppendix C.", id="second", more="    appendices: [other]\n"),
        encoding="utf-8",
    )
    (root / "other.md").write_text(page("As Appendix A says.", id="other"), encoding="utf-8")
    (root / "lone.md").write_text(page("As Appendix A says.", id="lone"), encoding="utf-8")
    (root / "plain.md").write_text("# Plain\n\nAs Appendix A says.\n", encoding="utf-8")
    todo = "add it to 'appendices' or link to what is meant [unknown-reference]"
    assert messages(root) == [
        f"lone.md:11: the text names Appendix A, but the document has no appendices; {todo}",
        "plain.md:3: the text names Appendix A, but a page without facts has no appendices; "
        f"{todo}",
        f"second.md:12: the text names Appendix B, but its appendices end with A; {todo}",
        f"second.md:13: the text names Appendix C, but its appendices end with A; {todo}",
    ]


def test_a_document_shows_no_document_that_shows_others(tmp_path: Path) -> None:
    files = {
        "a.md": page("A.", id="a", more="    parts: [b]\n"),
        "b.md": page("B.", id="b", more="    appendices: [a]\n"),
    }
    assert messages(site(tmp_path, files)) == [
        "a.md:8: 'b' shows other pages itself; link to it in the text instead [host-in-host]",
        "b.md:8: 'a' shows other pages itself; link to it in the text instead [host-in-host]",
    ]


def test_after_z_come_two_letters() -> None:
    assert [letter_of(i) for i in (0, 25, 26, 51, 52, 702)] == ["A", "Z", "AA", "AZ", "BA", "AAA"]
