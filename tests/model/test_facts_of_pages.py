"""What other pages know of a page, when its parts are judged, and pages made from nothing."""

import datetime as dt
from pathlib import Path

import pytest
from tests.site import event, site

from compass_model.community import read_community
from compass_model.kinds import KINDS, PARTS, CharterPart
from compass_model.records import OpenPoint, Reference
from compass_model.scaffold import scaffold
from compass_model.tree import read_compass


def test_a_record_holds_what_other_pages_need(tmp_path: Path):
    page = event(
        owner="    owner: council\n    reviewed: 2026-01-31\n    review-due: P1M",
        captions="      captions: {to-be-agreed: maintainers}",
    )
    (record,) = read_compass(site(tmp_path, {"events/my-event.md": page})).records
    assert (record.path, record.id, record.id_line) == ("events/my-event.md", "my-event", 5)
    assert (record.kind, record.part, record.status) == ("event-guide", "", "draft")
    assert (record.owner, record.audience) == ("council", ("newcomer",))
    assert (record.reviewed, record.review_date) == (dt.date(2026, 1, 31), dt.date(2026, 2, 28))
    assert record.references == (
        Reference("owner", "council", 7),
        Reference("audience", "newcomer", 10),
        Reference("owner", "maintainers", 22),
    )
    assert record.open_points == (OpenPoint("accessibility › captions", "maintainers", 22),)


@pytest.mark.parametrize("due", ["P9000Y", "-P3000Y", "P99999999D"])
def test_a_review_that_is_due_on_no_date_is_a_problem(due: str, tmp_path: Path):
    page = event(owner=f"    owner: council\n    reviewed: 2026-01-31\n    review-due: {due}")
    compass = read_compass(site(tmp_path, {"events/my-event.md": page}))
    assert [(problem.line, problem.message) for problem in compass.problems] == [
        (9, "'review-due' leads to no date of the calendar; write a shorter time")
    ]
    assert compass.records[0].review_date is None


def test_a_page_with_mistakes_has_a_record_of_what_is_right(tmp_path: Path):
    page = event()
    page = page.replace("id: my-event", "id: [x]").replace("status: draft", "status: x")
    (record,) = read_compass(site(tmp_path, {"events/my-event.md": page})).records
    assert (record.id, record.status, record.owner) == ("", "", "maintainers")


BROKEN = "---\noptions:\n  compass:\n    kind: charter-part\n    id: {id}\n    part: [\n---\n# X\n"
CHARTER = """\
---
options:
  compass:
    kind: charter
    id: my-charter
    status: draft
    owner: maintainers
    parts: [in-broken-page, latin, my-folder, really-missing]
---
# Charter

Text.
"""


def test_a_page_that_cannot_be_read_makes_no_second_problem(tmp_path: Path):
    """What names it may well be right; what names no page at all is still said."""
    files = {
        "charter.md": CHARTER,
        "a.md": BROKEN.format(id="in-broken-page"),
        "my-folder/index.md": "",
        "plain.md": "# Plain\n\n<b>html</b>\n",
    }
    source = site(tmp_path, files)
    (source / "latin.md").write_bytes(b"\xff")
    (source / "my-folder/index.md").write_bytes(b"\xff")
    problems = read_compass(source).problems
    assert [(p.path, p.code) for p in problems] == [
        ("a.md", "broken-yaml"),
        ("charter.md", "unknown-reference"),
        ("latin.md", "not-utf8"),
        ("my-folder/index.md", "not-utf8"),
        ("plain.md", "raw-html"),
    ]
    assert problems[1].message == "'really-missing' is not a charter part; no page has this id"


def test_a_page_whose_data_file_is_missing_makes_no_second_problem(tmp_path: Path):
    page = "---\noptions:\n  compass:\n    kind: survey\n    data: instruments/my-survey.yml\n---\n"
    charter = CHARTER.replace("    parts:", "    appendices: [my-survey]\n    parts:")
    files = {"survey.md": page, "charter.md": charter.replace("[in-broken-page", "[my-survey")}
    found = [problem.message for problem in read_compass(site(tmp_path, files)).problems]
    assert found[-1] == (
        "there is no file _data/instruments/my-survey.yml; write it, or correct 'data'"
    )
    assert not any("'my-survey'" in message for message in found)


def test_rules_see_what_is_right_beside_what_is_wrong(tmp_path: Path):
    """A wrong field does not hide that the agenda is too long."""
    page = event(mode="    mode: 1", agenda="    agenda:\n      - {minutes: 90, title: Talk}")
    compass = read_compass(site(tmp_path, {"events/my-event.md": page}))
    assert [problem.code for problem in compass.problems] == ["wrong-value", "agenda-too-long"]


@pytest.mark.parametrize(
    "kind", [*(kind for kind in KINDS if kind is not CharterPart), *PARTS], ids=lambda k: k.__name__
)
@pytest.mark.parametrize("with_community", [True, False], ids=["community", "none"])
def test_a_scaffold_is_complete(kind: type, with_community: bool, tmp_path: Path):
    source = site(tmp_path, {})
    community = read_community(source)[0] if with_community else None
    text = scaffold(kind, "my-page", "maintainers", community)
    (source / "my-page.md").write_text(text, encoding="utf-8")
    compass = read_compass(source)
    assert compass.problems == []
    (page,) = compass.pages
    assert page.complete
    assert type(page.facts) is kind
    # Every field is there, if only as a comment, with its explanation above it.
    for field in kind.model_fields.values():
        if field.alias in {"data", "title"}:  # these are for facts in a file of their own
            continue
        assert f"    {field.alias}:" in text or f"    # {field.alias}:" in text
    assert max(map(len, text.splitlines())) <= 100
