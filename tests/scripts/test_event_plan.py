"""``compass event plan``: the checklist, the pad, what it says and what it refuses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.scripts.event_party import PARTY, USUAL, files, plan, read, site_with_guides
from tests.site import event, site, write

from compass_scripts.cli import compass

CHECKLIST = """\
# Issue party – für alle, Wed 1 Apr 2026

- When: Wed 1 Apr 2026, 15:00 to 17:00 (Europe/London)
- In UTC: Wed 1 Apr 2026, 14:00 to 16:00
- Where: online and in person
- People: 6 to 30
- Guide: issue-party (proposed)

Dates are those in Europe/London.

## Roles

- Facilitator (1): \n\
  - Duties: opens and *closes*; keeps time
- Host of newcomers (2): \n\
  - Duties: welcomes first-timers
- Scribe (how many is to be agreed – decides: Council): \n\
  - Duties: to be agreed – decides: Council

## Before

- [ ] **Wed 18 Mar 2026** – Facilitator: Announce the date
- [ ] **Sun 29 Mar 2026** – Host of newcomers: Find ten that are good first issue
- [ ] **Wed 1 Apr 2026, 13:00 (12:00 UTC)** – Facilitator: Test [it](https://a.org/r), see rooms

## During

- [ ] **Wed 1 Apr 2026, 15:00 (14:00 UTC)** – Facilitator: Welcome everybody

## After

- [ ] **Fri 3 Apr 2026** – Facilitator: Archive the notes

## At a time to be agreed

- [ ] **Date to be agreed – decides: Council** – Facilitator: Thank the sponsors

## Taking part

- Captions: automatic, corrected in the notes
- Recording: to be agreed – decides: Council
- Breaks: five minutes in every hour
- Languages: English; Español
- Costs covered: none
- If you cannot be there: write in the notes until a week later
- Code of conduct: <https://example.org/conduct>
- If something goes wrong, tell: the facilitator of the day

## What is kept

- the notes
"""

PAD = """\
# Issue party – für alle, Wed 1 Apr 2026: agenda and notes

- When: Wed 1 Apr 2026, 15:00 to 17:00 (Europe/London)
- In UTC: Wed 1 Apr 2026, 14:00 to 16:00
- Where: online and in person
- Link to join: \n\

## Taking part

- Code of conduct: <https://example.org/conduct>
- If something goes wrong, tell: the facilitator of the day
- Captions: automatic, corrected in the notes
- Recording: to be agreed – decides: Council
- Breaks: five minutes in every hour
- Languages: English; Español
- Costs covered: none
- If you cannot be there: write in the notes until a week later

## Who does what

- Facilitator (1): \n\
- Host of newcomers (2): \n\
- Scribe (how many is to be agreed – decides: Council): \n\

## Who is here

Write your name if you like; nobody has to.

- \n\
- \n\
- \n\
- \n\
- \n\

## Agenda

### 15:00 to 15:15 (14:00 to 14:15 UTC): Welcome and code of conduct

Takes: 15 minutes; leads: Facilitator

Notes:

- \n\

### From 15:15 (14:15 UTC): Work in small rooms

Takes: to be agreed – decides: Maintainers

Notes:

- \n\

### After that: What got done; what was in the way

Takes: 15 minutes

Notes:

- \n\

## What comes next

- Who does what, by when: \n\
"""


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return site_with_guides(tmp_path, monkeypatch)


def test_it_writes_three_files_and_says_what_matters(source: Path):
    assert plan(source, *USUAL) == (
        0,
        "Issue party – für alle\n"
        "  When: Wed 1 Apr 2026, 15:00 to 17:00 (Europe/London)\n"
        "  In UTC: Wed 1 Apr 2026, 14:00 to 16:00\n"
        "Wrote out/issue-party-2026-04-01-checklist.md\n"
        "Wrote out/issue-party-2026-04-01-agenda.md\n"
        "Wrote out/issue-party-2026-04-01.ics\n"
        "First task: Wed 18 Mar 2026\n"
        "4 points are still to be agreed; the checklist says who decides.\n",
        "",
    )
    assert sorted(files(source)) == [
        "issue-party-2026-04-01-agenda.md",
        "issue-party-2026-04-01-checklist.md",
        "issue-party-2026-04-01.ics",
    ]


def test_the_checklist_can_be_pasted_into_an_issue(source: Path):
    plan(source, *USUAL)
    assert read(source, "issue-party-2026-04-01-checklist.md") == CHECKLIST


def test_the_pad_has_the_times_and_room_for_notes(source: Path):
    plan(source, *USUAL)
    assert read(source, "issue-party-2026-04-01-agenda.md") == PAD


def test_an_event_in_utc_needs_no_second_clock(source: Path):
    plan(source, "--start", "2026-04-01T15:00", "--tz", "UTC")
    checklist = read(source, "issue-party-2026-04-01-checklist.md")
    assert "- When: Wed 1 Apr 2026, 15:00 to 17:00 (UTC)\n- Where:" in checklist
    assert "**Wed 1 Apr 2026, 13:00 UTC** – Facilitator" in checklist
    pad = read(source, "issue-party-2026-04-01-agenda.md")
    assert "### 15:00 to 15:15 UTC: Welcome" in pad


def test_where_utc_has_another_day_it_is_named(source: Path):
    plan(source, "--start", "2026-03-31T20:30", "--tz", "America/New_York")
    checklist = read(source, "issue-party-2026-03-31-checklist.md")
    assert "- When: Tue 31 Mar 2026, 20:30 to 22:30 (America/New_York)\n" in checklist
    assert "- In UTC: Wed 1 Apr 2026, 00:30 to 02:30\n" in checklist
    assert "**Tue 31 Mar 2026, 20:30 (Wed 1 Apr 2026, 00:30 UTC)**" in checklist
    assert "**Tue 31 Mar 2026, 18:30 (22:30 UTC)**" in checklist
    pad = read(source, "issue-party-2026-03-31-agenda.md")
    assert "### 20:30 to 20:45 (Wed 1 Apr 2026, 00:30 to 00:45 UTC): Welcome" in pad


def test_tasks_that_are_late_are_named(source: Path):
    code, _out, err = plan(source, "--start", "2026-02-26T09:00", "--tz", "Europe/London")
    assert (code, err) == (
        0,
        "warning: Thu 12 Feb 2026 is past – Facilitator: Announce the date\n"
        "warning: Mon 23 Feb 2026 is past – Host of newcomers: "
        "Find ten that are good first issue\n",
    )


def test_the_file_of_the_page_names_a_guide_too(source: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(source.parent)
    path = str(source / "events/issue-party.md")
    for guide in ("source/events/issue-party.md", "events/issue-party.md", path):
        assert plan(source, *USUAL, "--force", guide=guide)[0] == 0
        assert read(source, "issue-party-2026-04-01-checklist.md") == CHECKLIST


def test_the_same_again_changes_nothing(source: Path, monkeypatch: pytest.MonkeyPatch):
    plan(source, *USUAL)
    before = files(source)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772100000")  # the time in the calendar is another
    code, out, err = plan(source, *USUAL)
    assert (code, err, files(source)) == (0, "", before)
    assert "Unchanged: out/issue-party-2026-04-01.ics\n" in out
    assert "Wrote" not in out


def test_what_people_wrote_is_not_lost(source: Path):
    plan(source, *USUAL)
    checklist = source.parent / "out/issue-party-2026-04-01-checklist.md"
    checklist.write_text("ours", encoding="utf-8")
    (source.parent / "out/issue-party-2026-04-01.ics").unlink()
    assert plan(source, *USUAL) == (
        2,
        "",
        "out/issue-party-2026-04-01-checklist.md exists with other content; "
        "choose another folder, or replace the file with --force",
    )
    assert checklist.read_text(encoding="utf-8") == "ours"
    assert not (source.parent / "out/issue-party-2026-04-01.ics").exists()
    code, out, _err = plan(source, *USUAL, "--force")
    assert code == 0
    assert "Unchanged: out/issue-party-2026-04-01-agenda.md\n" in out
    assert checklist.read_text(encoding="utf-8") == CHECKLIST


def test_a_write_that_fails_leaves_no_part_of_a_file(source: Path, monkeypatch: pytest.MonkeyPatch):
    plan(source, *USUAL)
    before = files(source)
    checklist = source.parent / "out/issue-party-2026-04-01-checklist.md"
    checklist.write_text("ours", encoding="utf-8")

    def full(descriptor: int) -> None:
        raise OSError(28, "")

    monkeypatch.setattr(os, "fsync", full)
    assert plan(source, *USUAL, "--force") == (
        2,
        "",
        "out/issue-party-2026-04-01-checklist.md cannot be written (No space left on device)",
    )
    assert files(source) == {**before, checklist.name: b"ours"}


def test_a_guide_with_problems_is_not_planned(source: Path):
    broken = PARTY.replace("mode: hybrid", "mode: hybrit").replace("## After", "## Later")
    write(source, {"events/issue-party.md": broken, "events/other.md": event("other", mode="")})
    assert plan(source, *USUAL) == (
        1,
        "source/events/issue-party.md:8: 'mode' cannot be 'hybrit'; use online, in-person or "
        "hybrid; did you mean 'hybrid'? [compass.wrong-value]\n"
        "source/events/issue-party.md:36: the section 'After' (or 'Afterwards') is missing; "
        "say what is done once it is over [compass.missing-section]\n",
        "Nothing was written; mend the guide first.\n",
    )
    assert not (source.parent / "out").exists()


def test_a_guide_that_cannot_be_read_is_found_by_its_id(source: Path):
    write(source, {"events/issue-party.md": PARTY.replace("mode: hybrid", "mode: [hybrid")})
    code, out, err = plan(source, *USUAL)
    assert (code, err) == (1, "Nothing was written; mend the guide first.\n")
    assert out.startswith("source/events/issue-party.md:9: broken YAML: ")
    assert out.endswith("[compass.broken-yaml]\n")


def test_a_length_that_fits_no_event_is_a_problem_too(source: Path):
    write(source, {"events/issue-party.md": PARTY.replace("when: P2D", "when: P99999999D")})
    assert plan(source, *USUAL) == (
        1,
        "source/events/issue-party.md:20: 'P99999999D' from the start leads beyond the calendar; "
        "correct it [compass.wrong-value]\n",
        "Nothing was written; mend the guide first.\n",
    )


@pytest.mark.parametrize(
    ("guide", "message"),
    [
        ("issue-prty", "there is no event guide 'issue-prty'; did you mean 'issue-party'?"),
        ("zzz", "there is no event guide 'zzz'; use issue-party or my-event"),
        (
            "events/zzz.md",
            "there is no page 'events/zzz.md' in source; name another, or its folder with --source",
        ),
        ("index.md", "'index.md' is not an event guide; name a page with 'kind: event-guide'"),
        ("charter", "'charter' is not an event guide but a page of kind 'charter'"),
        (
            "charter/index.md",
            "'charter/index.md' is not an event guide but a page of kind 'charter'",
        ),
    ],
)
def test_another_guide_is_refused(guide: str, message: str, source: Path):
    CliRunner().invoke(compass, ["new", "charter", "charter", "--source", str(source)])
    code, out, err = plan(source, *USUAL, guide=guide)
    err = err.replace(str(source), "source")
    assert (code, out, err) == (2, "", f"Invalid value for 'GUIDE': {message}")
    assert not (source.parent / "out").exists()


def test_where_there_is_no_guide_it_says_how_to_write_one(tmp_path: Path):
    code, _out, err = plan(site(tmp_path / "source"), *USUAL, guide="x")
    assert code == 2
    assert err.replace(str(tmp_path / "source"), "source") == (
        "Invalid value for 'GUIDE': there is no event guide 'x' in source; "
        "write one with: compass new event-guide x"
    )


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Europe/Londn", "did you mean 'Europe/London'?"),
        ("europe/london", "did you mean 'Europe/London'?"),
        ("New York", "did you mean 'America/New_York'?"),
        ("BST", "use a name such as Europe/London or America/New_York"),
        ("EST", "use a name such as Europe/London or America/New_York"),
        ("../../etc/passwd", "use a name such as Europe/London or America/New_York"),
        ("", "use a name such as Europe/London or America/New_York"),
    ],
)
def test_another_zone_is_refused(name: str, hint: str, source: Path):
    assert plan(source, "--start", "2026-04-01T15:00", "--tz", name) == (
        2,
        "",
        f"Invalid value for '--tz': there is no time zone '{name}'; {hint}",
    )


@pytest.mark.parametrize(
    ("start", "message"),
    [
        ("4 March", "'4 March' is not a date and time; write it like 2026-03-04T15:00"),
        (
            "2026-03-29T01:30",
            "2026-03-29T01:30 does not exist in Europe/London, because the clocks go forward; "
            "choose another time, such as 2026-03-29T02:30",
        ),
        (
            "2026-10-25T01:30",
            "2026-10-25T01:30 happens twice in Europe/London, because the clocks go back; "
            "write 2026-10-25T01:30+01:00 for the first time "
            "or 2026-10-25T01:30+00:00 for the second",
        ),
    ],
)
def test_another_start_is_refused(start: str, message: str, source: Path):
    done = plan(source, "--start", start, "--tz", "Europe/London")
    assert done == (2, "", f"Invalid value for '--start': {message}")
    assert not (source.parent / "out").exists()


def test_an_output_that_is_no_folder_is_refused(source: Path):
    write(source.parent, {"out": ""})
    code, _out, err = plan(source, *USUAL)
    assert (code, err) == (2, "Invalid value for '--output': Directory 'out' is a file.")


def test_a_folder_in_the_place_of_a_file_is_refused(source: Path):
    write(source.parent, {"out/issue-party-2026-04-01.ics/x": ""})
    code, _out, err = plan(source, *USUAL)
    assert (code, err) == (
        2,
        "out/issue-party-2026-04-01.ics cannot be written (Is a directory)",
    )
    assert [path.name for path in (source.parent / "out").iterdir()] == [
        "issue-party-2026-04-01.ics"
    ]


@pytest.mark.parametrize("epoch", ["soon", "99999999999999999999"])
def test_a_wrong_clock_is_refused(epoch: str, source: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert plan(source, *USUAL) == (
        2,
        "",
        f"SOURCE_DATE_EPOCH is '{epoch}'; set it to a number of seconds, or unset it",
    )


def test_the_program_has_the_exit_codes_of_all_commands(source: Path):
    line = [sys.executable, "-m", "compass_scripts", "event", "plan"]

    def run(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [*line, *arguments],
            cwd=source.parent,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        return done.returncode, (done.stderr or done.stdout).splitlines()[-1]

    usual = ("issue-party", *USUAL, "--output", "out")
    code, last = run(*usual)
    assert (code, last) == (0, "4 points are still to be agreed; the checklist says who decides.")
    code, last = run("issue-party", "--start", "now", "--tz", "UTC", "--output", "out")
    assert (code, last) == (
        2,
        "Error: Invalid value for '--start': 'now' is not a date and time; "
        "write it like 2026-03-04T15:00",
    )
    write(source, {"events/issue-party.md": PARTY.replace("## After", "## Later")})
    assert run(*usual) == (1, "Nothing was written; mend the guide first.")
    code, last = run("issue-party", "--start", "2026-04-01T15:00")
    assert (code, last) == (2, "Error: Missing option '--tz'.")
