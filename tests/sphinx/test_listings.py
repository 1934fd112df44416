"""Lists over the whole compass: by kind and audience, reviews, and what is to be agreed."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tests.site import build, event, site

LISTS = """
# Lists

## All

```{compass:pages}
```

## Newcomers

```{compass:pages}
:audience: contributor
```

## Reviews

```{compass:reviews}
```

## Open

```{compass:open-points}
```
"""


def tables(html: str) -> dict[str, list[list[str]]]:
    """Return the rows of the table under each heading, the heading row first."""
    soup = BeautifulSoup(html, "html5lib")
    found = {}
    for section in soup.find_all("section"):
        table = section.find("table", recursive=False)
        if table is not None:
            rows = [
                [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
                for row in table.find_all("tr")
            ]
            found[section.h2.get_text().rstrip("¶")] = rows
    return found


@pytest.fixture
def source(tmp_path: Path) -> Path:
    pages = {
        "lists.md": LISTS,
        "events/early.md": event(
            "early",
            "An early event",
            owner="    owner: council\n    reviewed: 2026-01-31\n    review-due: P1M",
            audience="    audience: [contributor]",
        ),
        "events/late.md": event(
            "late",
            "A late event",
            owner="    owner: maintainers\n    review-due: 2027-05-01",
            captions="      captions: {to-be-agreed: council}",
        ),
    }
    return site(tmp_path / "src", pages)


def test_pages_by_kind_and_audience(source: Path, tmp_path: Path) -> None:
    found = tables(build(source, tmp_path / "out").read("lists.html"))
    assert found["All"] == [
        ["Page", "Kind", "Status", "Looked after by"],
        ["A late event", "Event guide", "Draft", "Maintainers"],
        ["An early event", "Event guide", "Draft", "Council"],
    ]
    assert [row[0] for row in found["Newcomers"]] == ["Page", "An early event"]
    assert found["Open"] == [
        ["Page", "What is to be agreed", "Who decides"],
        ["A late event", "Taking part › Captions", "Council"],
    ]


@pytest.mark.parametrize(
    ("today", "state"), [("2026-02-27", ""), ("2026-02-28", "due now"), ("2030-01-01", "due now")]
)
def test_pages_that_are_due_for_review(
    today: str, state: str, source: Path, tmp_path: Path
) -> None:
    """One month after 31 January is the last day of February."""
    built = build(source, tmp_path / "out", compass_today=today)
    early = tables(built.read("lists.html"))["Reviews"][1]
    assert early == ["An early event", "2026-02-28", "Council", *([state] if state else [])]


def test_nothing_is_overdue_without_a_day(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert "due now" not in build(source, tmp_path / "out").read("lists.html")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert "due now" in build(source, tmp_path / "later", fresh=True).read("lists.html")


def test_wrong_options_are_named_with_the_right_ones(tmp_path: Path) -> None:
    text = (
        "# Lists\n\n```{compass:pages}\n:audience: new-comer\n```\n\n"
        "```{compass:pages}\n:kind: event\n```\n\n```{compass:kind} chartr\n```\n"
    )
    source = site(tmp_path / "src", {"lists.md": text, "events/a.md": event()})
    warnings = build(source, tmp_path / "out").warnings
    assert (
        "SRC/lists.md:3: WARNING: 'new-comer' is not an audience; did you mean 'newcomer'? "
        "[compass.unknown-reference]"
    ) in warnings
    assert any("'event' is not a kind of page" in line and ":8:" in line for line in warnings)
    assert any(
        "'chartr' is not a kind of page; did you mean 'charter'?" in line for line in warnings
    )
    assert len(warnings) == 3


def test_what_is_to_be_agreed_is_named_as_its_page_shows_it(tmp_path: Path) -> None:
    task = "'Find *the* {term}`compass`'"
    entry = f"{{when: {{to-be-agreed: council}}, who: facilitator, task: {task}}}"
    timeline = f"    timeline:\n      - {entry}"
    glossary = "# Words\n\n```{glossary}\ncompass\n: A page.\n```\n"
    pages = {"lists.md": LISTS, "glossary.md": glossary, "event.md": event(timeline=timeline)}
    found = tables(build(site(tmp_path / "src", pages), tmp_path / "out").read("lists.html"))
    where = "Timeline › Facilitator, Find the compass › When"
    assert found["Open"][1:] == [["My event", where, "Council"]]


def test_what_is_to_be_agreed_on_a_broken_page_is_named_too(tmp_path: Path) -> None:
    """Its facts are not shown, so there are no words to take."""
    open_point = "      captions: {to-be-agreed: council}"
    pages = {"lists.md": LISTS, "event.md": event(captions=open_point, mode="    mode: onlin")}
    found = tables(build(site(tmp_path / "src", pages), tmp_path / "out").read("lists.html"))
    assert found["Open"][1:] == [["My event", "accessibility › captions", "Council"]]
