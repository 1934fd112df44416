"""Observations: what may be kept of an open forum, and what may not be noted of a closed one."""

from pathlib import Path

import pytest
from tests.site import site

from compass_model.identifying import address_in, handle_in, mail_in, quote_in
from compass_model.names_in_text import person_in
from compass_model.tree import read_compass

PAGE = """\
---
options:
  compass:
    kind: observations
    id: observed
    status: draft
    owner: maintainers
    observed-by: two people
    told: a notice
    observations:
{}
---
# Observed

Some words.
"""
PEOPLE = """\
---
options:
  compass:
    kind: programme
    id: work
    status: draft
    owner: council
    agreement: The agreement
    period: a year
    parties:
      - id: us
        title: Us
        does: [works]
        people: [Robin Q. Exámple, Min van Made-Up]
    aims: [more]
    phases:
      - {title: First, takes: a month, work: [ask]}
    change-rule: {what: Dates, agreed-by: [us], how: in writing}
---
# The work

Some words.
"""
OWN_WORDS = "of a closed forum only the topic and the tone are noted, in words of your own"
NOBODY = "nobody of a closed forum may be recognised; say what was talked about, not by whom"


def said(tmp_path: Path, *entries: str, **files: str) -> list[str]:
    lines = "\n".join(f"      - {{id: x{i}, {entry}}}" for i, entry in enumerate(entries))
    others = {f"{name}.md": text for name, text in files.items()}
    found = read_compass(site(tmp_path, {"page.md": PAGE.format(lines), **others})).problems
    return [f"{p.path}:{p.line}: {p.message} [compass.{p.code}]" for p in found]


CLOSED = "forum: A chat, access: closed, topic: Waiting, tone: calm"
OPEN = CLOSED.replace("closed", "open")


def test_an_open_forum_may_be_quoted_with_a_link(tmp_path: Path):
    quoted = f"{OPEN}, verbatim: '@somebody wrote \"soon\"', link: 'https://example.org/1'"
    assert said(tmp_path, quoted, OPEN, CLOSED) == []


def test_words_from_an_open_forum_need_a_link(tmp_path: Path):
    assert said(tmp_path, f"{OPEN}, verbatim: We wait") == [
        "page.md:11: the observation 'x0' has words without 'link'; add the address at which "
        "everybody can read them, or take 'verbatim' out [compass.missing-field]"
    ]


def test_a_closed_forum_has_neither_words_nor_a_link(tmp_path: Path):
    assert said(tmp_path, f"{CLOSED}, verbatim: We wait, link: 'https://example.org/1'") == [
        f"page.md:11: 'observations[1].{name}' belongs to an open forum; take it out: {OWN_WORDS} "
        "[compass.closed-forum]"
        for name in ("verbatim", "link")
    ]


def test_a_forum_of_which_nobody_knows_whether_it_is_open_is_closed(tmp_path: Path):
    unknown = OPEN.replace("access: open", "access: {to-be-agreed: council}")
    assert said(tmp_path, f"{unknown}, verbatim: We wait") == [
        "page.md:11: 'observations[1].verbatim' belongs to an open forum; take it out: "
        f"{OWN_WORDS} [compass.closed-forum]"
    ]


def test_nobody_is_quoted_from_a_closed_forum(tmp_path: Path):
    entry = CLOSED.replace("topic: Waiting", "topic: 'One said “we wait”'")
    assert said(tmp_path, entry) == [
        f"page.md:11: 'observations[1].topic' quotes “we wait”; take it out: {OWN_WORDS} "
        "[compass.closed-forum]"
    ]


@pytest.mark.parametrize("field", ["forum", "topic", "tone"])
def test_no_handle_of_a_closed_forum_is_noted(field: str, tmp_path: Path):
    entry = CLOSED.replace(f"{field}: ", f"{field}: with @some-body in ")
    assert said(tmp_path, entry) == [
        f"page.md:11: 'observations[1].{field}' holds the handle @some-body; take it out: {NOBODY} "
        "[compass.named-person]"
    ]


@pytest.mark.parametrize(
    "address", ["https://example.org/u/somebody", "somebody@example.org", "example.org/somebody"]
)
def test_no_link_to_a_person_of_a_closed_forum_is_noted(address: str, tmp_path: Path):
    entry = CLOSED.replace("topic: Waiting", f"topic: 'Asked by [one]({address})'")
    assert said(tmp_path, entry) == [
        f"page.md:11: 'observations[1].topic' holds the address {address}; take it out: {NOBODY} "
        "[compass.named-person]"
    ]


@pytest.mark.parametrize("name", ["Robin", "Robin Example", "example", "*Exámple*", "ROBIN"])
def test_no_person_of_the_programme_is_named(name: str, tmp_path: Path):
    entry = CLOSED.replace("topic: Waiting", f"topic: 'What {name}, it seems, wants'")
    assert said(tmp_path, entry, OPEN.replace("Waiting", f"'{name}'"), people=PEOPLE) == [
        "page.md:11: 'observations[1].topic' names a person of people.md:14; "
        f"{NOBODY} [compass.named-person]"
    ]


def test_words_that_only_look_like_a_name_are_left_alone(tmp_path: Path):
    entry = CLOSED.replace("Waiting", "A robin or a van exampled in one min")
    assert said(tmp_path, entry, people=PEOPLE) == []


def test_two_programmes_may_name_the_same_person(tmp_path: Path):
    other = PEOPLE.replace("id: work", "id: other-work")
    assert said(tmp_path, CLOSED, people=PEOPLE, other=other) == []


def test_an_observation_is_there_once(tmp_path: Path):
    page = PAGE.format(f"      - {{id: x0, {CLOSED}}}").replace("id: observed", "id: other")
    assert said(tmp_path, CLOSED, other=page) == [
        "page.md:11: 'x0' is an observation in other.md:11 too; choose another name "
        "[compass.duplicate-id]"
    ]


def test_an_observation_can_be_named_by_others(tmp_path: Path):
    files = {"page.md": PAGE.format(f"      - {{id: x0, {CLOSED}}}")}
    (record,) = read_compass(site(tmp_path, files)).records
    assert [(item.what, item.id, item.tip) for item in record.defines] == [
        ("observation", "x0", "Waiting")
    ]


# -- what has a form


@pytest.mark.parametrize(
    "text",
    ['"a b"', "„a b“", "«a b»", "»a b«", "‘a b’", "x 'a b' y", "'we can't wait'", "> a b"],
)
def test_quoted_words_are_found(text: str):
    assert quote_in(text) == text.removeprefix("x ").removesuffix(" y")
    assert quote_in(text.replace('"', "&quot;")), "an entity shows as the sign"


@pytest.mark.parametrize(
    "text", ["it's the users' and the team's day", "the '90s", "a > b", "the users’ day", '""']
)
def test_other_marks_are_no_quotes(text: str):
    assert quote_in(text) == ""


@pytest.mark.parametrize("text", ["@a", "by @a.", "(@a)", "_@a_", r"\@a", "\uff20a", "@**A b**"])
def test_handles_are_found(text: str):
    assert handle_in(text).startswith("@")


@pytest.mark.parametrize("text", ["a@b.org", "at @ five", "a@b"])
def test_other_signs_are_no_handles(text: str):
    assert handle_in(text) == ""


@pytest.mark.parametrize(
    "text",
    ["https://a.org", "HTTP://A", "mailto:a@b", "www.a.org", "a+b@c.d", "github.com/a", "doi:10.1"],
)
def test_addresses_are_found(text: str):
    assert address_in(f"see {text} there") == text


@pytest.mark.parametrize("text", ["1.5 or 2.5/day", "e.g. this", "note: that", "and/or", "a.b"])
def test_other_words_are_no_addresses(text: str):
    assert address_in(text) == mail_in(text) == ""


@pytest.mark.parametrize("name", ["", "?", "李", "J. D."])
def test_odd_names_do_no_harm(name: str):
    assert person_in("Some words", [name]) == ""
    assert person_in(name, [name]) == (name if name.strip("?") else "")


@pytest.mark.parametrize("text", ["“" + "a" * 200_000, "'a " * 60_000, "a-" * 100_000, "a@" * 9])
def test_no_text_takes_long(text: str):
    for find in (quote_in, handle_in, address_in):
        assert len(find(text)) < len(text)
