"""Facts that nothing would read are reported; pages that only look a little like it are not."""

from pathlib import Path

import pytest
from tests.site import event, site

from compass_model.page import lost_ids
from compass_model.tree import read_compass

GOOD = event()
FIRST = "1: the facts are not read; make '---' the very first line, with nothing before it"


def found(tmp_path: Path, text: str) -> list[str]:
    source = site(tmp_path, {"other.md": event("other")})
    (source / "page.md").write_text(text, encoding="utf-8")
    problems = read_compass(source).problems
    assert {problem.path for problem in problems} <= {"page.md"}
    return [f"{problem.line}: {problem.message}" for problem in problems]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("options:", "option:", "2: unknown field 'option'; did you mean 'options'?"),
        ("options:", "Options:", "2: unknown field 'Options'; did you mean 'options'?"),
        ("options:", '"optoins" :', "2: unknown field 'optoins'; did you mean 'options'?"),
        ("compass:", "compas:", "3: unknown field 'options.compas'; did you mean 'compass'?"),
        ("compass:", "Compass:", "3: unknown field 'options.Compass'; did you mean 'compass'?"),
        (
            "options:\n  compass:",
            "Options:\n  Compass:",
            "2: unknown field 'Options'; did you mean 'options'?",
        ),
        (
            "options:\n  compass:",
            "Compass:",
            "2: unknown field 'Compass'; write 'compass', indented below 'options:'",
        ),
        (
            "  compass:\n",
            "",
            "2: 'compass:' is missing; write it below 'options:', and the facts below it",
        ),
    ],
)
def test_a_misspelt_way_to_the_facts(old: str, new: str, problem: str, tmp_path: Path):
    assert found(tmp_path, GOOD.replace(old, new, 1)) == [problem]


def test_a_list_in_the_place_of_options(tmp_path: Path):
    text = GOOD.replace("  compass:", "  - compass:").replace("\n    ", "\n        ")
    assert found(tmp_path, text) == [
        "2: 'options' must be a mapping with 'name: value' lines, not a list"
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"\n{GOOD}",
        f" {GOOD}",
        f"\u200b{GOOD}",
        f"\u00a0\n{GOOD}",
        GOOD.removeprefix("---\n"),
        GOOD.replace("---", "—"),
        GOOD.replace("---", "–", 1),
        GOOD.replace("---", "--", 1),
        f"```yaml\n{GOOD}",
        f"# My event\n\n{GOOD}",
        f"% a comment\n{GOOD}",
        f"title: My event\n{GOOD.removeprefix('---')}",
    ],
    ids=range(12),
)
def test_facts_that_are_not_at_the_top(text: str, tmp_path: Path):
    assert FIRST in found(tmp_path, text)


EXAMPLE = GOOD.partition("# My")[0]


@pytest.mark.parametrize(
    "text",
    [
        f"# Facts\n\n```md\n{EXAMPLE}```\n",
        f"# Facts\n\n~~~\n{EXAMPLE}~~~\n",
        f"# Facts\n\n:::{{code-block}} md\n{EXAMPLE}:::\n",
        "# Facts\n\n" + "".join(f"    {line}\n" for line in EXAMPLE.splitlines()),
        "# Facts\n\nThe options:\n  compass: it points north\n",
        "Words.\n" * 12 + f"\n{EXAMPLE}",
        "---\nkernelspec: {kind: x}\noptions:\n  company: {kind: small}\n---\n# X\n",
        "---\noptions:\n  kind: guide\n---\n# X\n",
        "---\noption: {compass: magnetic}\nkind: guide\nid: x\nstatus: draft\n---\n# X\n",
        "---\ncompasses: [1]\noptions: [{compass: 1}, {kind: 2}]\n---\n# X\n",
        "---\noptions:\n  kind: [guide]\n  id: x\n  status: y\n---\n# X\n",
        "---\nfile_format: mystnb\nmyst:\n  html_meta: {kind: article}\n---\n# X\n",
    ],
    ids=range(12),
)
def test_what_is_no_slip_is_left_alone(text: str, tmp_path: Path):
    assert found(tmp_path, text) == []


def test_the_ids_of_such_pages_are_not_missed(tmp_path: Path):
    """What links to the page is right, once the slip is mended."""
    wrong = GOOD.replace("options:", "option:")
    assert lost_ids("events/x.md", wrong) == {"x", "my-event"}
    assert lost_ids("events/index.md", f"\n{GOOD}") == {"events", "my-event"}
    assert lost_ids("plain.md", "# Plain\n") == set()


def test_the_id_of_a_page_with_broken_data_is_found(tmp_path: Path):
    """It stands in the data file, whose name may be another."""
    page = "---\noptions:\n  compass:\n    kind: guide\n    data: words.yml\n---\n"
    host = (
        "---\noptions:\n  compass: {kind: handbook, id: book, status: draft, owner: maintainers, "
        "parts: [my-guide]}\n---\n# Book\n"
    )
    source = site(tmp_path, {"a/page.md": page, "book.md": host})
    (source / "_data/words.yml").write_text("id: my-guide\nstatus: draft\nx: [\n")
    (problem,) = read_compass(source).problems
    assert problem.path == "_data/words.yml"
    assert lost_ids("a/page.md", page, source) == {"page", "words", "my-guide"}
    assert lost_ids("a/page.md", page.replace("words.yml", "../x.yml"), source) == {"page", "x"}
