"""Workshops: actions have owners, figures have sources, and notes keep to their rule."""

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from tests.site import REPOSITORY, site

from compass_model.tree import read_compass

PAGE = """\
---
options:
  compass:
    kind: leadership-workshop
    id: workshop
    status: draft
    owner: council
    purpose: Find out
    when: in spring
    size: {size}
    facilitators: [facilitator]
    attribution: {attribution}
    shared: [{shared}]
{more}
---
# The workshop

## Public summary

Some words.
"""
SIZE = "{what: people, figure: 10 to 20, source: the agreement}"
SHARED = "{what: Notes, by: council, status: planned}"
NOBODY = "the attribution rule keeps people out of the notes; write what was said, not by whom"


def said(
    tmp_path: Path,
    more: str = "",
    *,
    size: str = SIZE,
    shared: str = SHARED,
    attribution: str = "nobody",
    text: str = PAGE,
    **files: str,
) -> list[str]:
    page = text.format(more=f"    {more}", size=size, shared=shared, attribution=attribution)
    others = {f"{name}.md": text for name, text in files.items()}
    found = read_compass(site(tmp_path, {"page.md": page, **others})).problems
    return [f"{p.path}:{p.line}: {p.message} [compass.{p.code}]" for p in found]


def test_a_plan_has_no_notes(tmp_path: Path):
    assert said(tmp_path) == []


def test_an_action_has_an_owner(tmp_path: Path):
    assert said(tmp_path, "actions: [{action: a, owner: council}, {action: write it}]") == [
        "page.md:14: 'actions[2].owner' is missing; write the team or role that does it, or "
        "{to-be-agreed: WHO-DECIDES} [compass.missing-field]"
    ]


def test_the_owner_of_an_action_may_be_to_be_agreed(tmp_path: Path):
    assert said(tmp_path, "actions: [{action: a, owner: {to-be-agreed: council}}]") == []


def test_those_who_act_write_and_prepare_exist(tmp_path: Path):
    more = "actions: [{action: a, owner: counsil}]\n"
    more += "    preparation: [{task: a, by: facilitators, when: before}]"
    found = said(tmp_path, more, shared=SHARED.replace("council", "team-x"))
    assert found == [
        "page.md:13: 'team-x' is not a team or role; choose one from _data/community.yml or add "
        "it there [compass.unknown-reference]",
        "page.md:14: 'counsil' is not a team or role; did you mean 'council'? "
        "[compass.unknown-reference]",
        "page.md:15: 'facilitators' is not a team or role; did you mean 'facilitator'? "
        "[compass.unknown-reference]",
    ]


def test_a_figure_has_a_source(tmp_path: Path):
    assert said(tmp_path, size="{what: people, figure: 12}") == [
        "page.md:10: 'size.source' is missing; say where the number comes from, or who decides it "
        "[compass.missing-field]"
    ]


def test_a_figure_is_a_number(tmp_path: Path):
    assert said(tmp_path, size="{what: people, figure: many, source: a}") == [
        "page.md:10: 'size.figure' must hold a number, like 20, '10 to 20' or '45 %' "
        "[compass.wrong-value]"
    ]


def test_what_is_published_has_an_address(tmp_path: Path):
    assert said(tmp_path, shared="{what: A post, by: council, status: published}") == [
        "page.md:13: 'A post' is published, but has no 'url'; add the address at which everybody "
        "can read it, or change 'status' [compass.missing-field]"
    ]


NOTES = "challenges: [{{note: what {0} said}}]\n    actions: [{{action: ask {0}, owner: council}}]"


@pytest.mark.parametrize("who", ["@somebody", "somebody@example.org"])
@pytest.mark.parametrize("rule", ["nobody", "roles", "{to-be-agreed: council}"])
def test_notes_hold_no_handle_or_mail(rule: str, who: str, tmp_path: Path):
    assert said(tmp_path, NOTES.format(who), attribution=rule) == [
        f"page.md:{where} holds {who}; take it out: {NOBODY} [compass.named-person]"
        for where in ("14: 'challenges[1].note'", "15: 'actions[1].action'")
    ]


def test_notes_name_nobody_of_the_programme(tmp_path: Path):
    people = (
        "---\noptions:\n  compass:\n    kind: programme\n    id: work\n    status: draft\n"
        "    owner: council\n    agreement: x\n    period: x\n    aims: [x]\n"
        "    parties: [{id: us, title: Us, does: [x], people: [Robin Example]}]\n"
        "    phases: [{title: First, takes: x, work: [x]}]\n"
        "    change-rule: {what: x, agreed-by: [us], how: x}\n---\n# Work\n\nSome words.\n"
    )
    notes = NOTES.format("Robin")
    assert said(tmp_path / "one", notes, people=people) == [
        f"page.md:14: 'challenges[1].note' names a person of people.md:11; {NOBODY} "
        "[compass.named-person]",
        f"page.md:15: 'actions[1].action' names a person of people.md:11; {NOBODY} "
        "[compass.named-person]",
    ]
    assert said(tmp_path / "two", notes, people=people, attribution="named") == []


def test_there_is_a_public_summary(tmp_path: Path):
    assert said(tmp_path, text=PAGE.replace("## Public summary", "## Thoughts")) == [
        "page.md:16: the section 'Public summary' (or 'Summary') is missing; say what everybody "
        "may know of the workshop, or who writes it and by when [compass.missing-section]"
    ]


POSTS = sorted((REPOSITORY / "source/programme/workshops").glob("*-blog-post.md"))


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.name)
def test_a_draft_for_a_blog_is_plain_markdown_with_full_addresses(post: Path):
    """Other programs show it, which know no facts, roles or pages of this site."""
    text = post.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert not re.search(r"\{[\w:-]+\}|^:::|^\(.*\)=$|^% ", text, re.M)
    for token in MarkdownIt("commonmark").parse(text):
        for child in token.children or []:
            if child.type == "link_open":
                assert str(child.attrs["href"]).startswith("https://")


def test_there_is_a_draft():
    assert POSTS
