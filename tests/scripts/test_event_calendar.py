"""The calendar file of an event, read again by another iCalendar parser."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import vobject
from tests.scripts.event_party import PARTY, USUAL, files, plan, read, site_with_guides
from tests.site import event, write

DESCRIPTION = """\
Where: online and in person
Agenda:
- Welcome and code of conduct (15 min)
- Work in small rooms (to be agreed – decides: Maintainers)
- What got done; what was in the way (15 min)
Code of conduct: https://example.org/conduct
If something goes wrong, tell: the facilitator of the day
Captions: automatic, corrected in the notes
Recording: to be agreed – decides: Council
Breaks: five minutes in every hour
Languages: English; Español
Costs covered: none
If you cannot be there: write in the notes until a week later"""


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return site_with_guides(tmp_path, monkeypatch)


def second_opinion(source: Path, name: str) -> vobject.base.Component:
    """Read the only calendar file with vobject, which takes the zone from the file."""
    text = read(source, name)
    if "BEGIN:VTIMEZONE" in text:
        # vobject keeps zones for the whole process, and asks pytz for those it does not know.
        zone = text.split("TZID:")[1].split("\r\n")[0]
        vobject.icalendar.registerTzid(zone, None)
    return vobject.readOne(text)


def instants(calendar: vobject.base.Component) -> list[str]:
    """Return start and end, if there is one, in UTC."""
    moments = [calendar.vevent.dtstart.value]
    if hasattr(calendar.vevent, "dtend"):
        moments.append(calendar.vevent.dtend.value)
    assert all("pytz" not in str(type(moment.tzinfo)) for moment in moments)
    return [moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M") for moment in moments]


def test_another_program_reads_the_calendar(source: Path):
    plan(source, *USUAL)
    calendar = second_opinion(source, "issue-party-2026-04-01.ics")
    calendar.validate(raiseException=True)
    assert instants(calendar) == ["2026-04-01T14:00", "2026-04-01T16:00"]
    assert calendar.version.value == "2.0"
    assert calendar.prodid.value == "-//sphinx-team-compass//compass event plan//EN"
    assert calendar.vevent.summary.value == "Issue party – für alle"
    assert calendar.vevent.description.value == DESCRIPTION
    assert calendar.vevent.dtstamp.value == dt.datetime(2026, 2, 25, 6, 13, 20, tzinfo=dt.UTC)
    assert calendar.vtimezone.tzid.value == "Europe/London"
    assert calendar.vevent.dtstart.value.tzname() == "BST"


@pytest.mark.parametrize(
    ("start", "zone", "duration", "expected"),
    [
        ("2026-03-04T15:00", "Europe/London", "PT1H", ["2026-03-04T15:00", "2026-03-04T16:00"]),
        # Over the hour that is skipped, and right after it.
        ("2026-03-29T00:30", "Europe/London", "PT1H", ["2026-03-29T00:30", "2026-03-29T01:30"]),
        ("2026-03-29T02:00", "Europe/London", "PT1H", ["2026-03-29T01:00", "2026-03-29T02:00"]),
        ("2026-03-29T02:30", "Europe/London", "PT1H", ["2026-03-29T01:30", "2026-03-29T02:30"]),
        # Over the hour that happens twice, within it, and from one to the other.
        ("2026-10-25T00:30", "Europe/London", "PT4H", ["2026-10-24T23:30", "2026-10-25T03:30"]),
        ("2026-10-25T00:30", "Europe/London", "PT2H", ["2026-10-24T23:30", "2026-10-25T01:30"]),
        (
            "2026-10-25T01:30+01:00",
            "Europe/London",
            "PT15M",
            ["2026-10-25T00:30", "2026-10-25T00:45"],
        ),
        (
            "2026-10-25T01:30+00:00",
            "Europe/London",
            "PT15M",
            ["2026-10-25T01:30", "2026-10-25T01:45"],
        ),
        ("2026-03-07T20:00", "America/New_York", "PT12H", ["2026-03-08T01:00", "2026-03-08T13:00"]),
        ("2026-03-07T20:00", "America/New_York", "P1D", ["2026-03-08T01:00", "2026-03-09T00:00"]),
        ("2026-11-01T03:00", "America/New_York", "PT1H", ["2026-11-01T08:00", "2026-11-01T09:00"]),
        ("2026-07-01T09:00", "Australia/Sydney", "PT1H", ["2026-06-30T23:00", "2026-07-01T00:00"]),
        (
            "2026-10-04T02:30",
            "Australia/Lord_Howe",
            "PT1H",
            ["2026-10-03T15:30", "2026-10-03T16:30"],
        ),
        ("2026-03-29T01:30", "Asia/Kolkata", "PT1H", ["2026-03-28T20:00", "2026-03-28T21:00"]),
        ("2026-03-04T15:00", "America/Sao_Paulo", "PT1H", ["2026-03-04T18:00", "2026-03-04T19:00"]),
        ("2026-01-04T15:00", "Europe/Dublin", "PT1H", ["2026-01-04T15:00", "2026-01-04T16:00"]),
        ("2026-03-01T10:00", "Africa/Casablanca", "PT1H", ["2026-03-01T10:00", "2026-03-01T11:00"]),
        ("2026-03-04T15:00", "UTC", "PT1H", ["2026-03-04T15:00", "2026-03-04T16:00"]),
        ("2099-07-04T15:00", "Europe/London", "PT1H", ["2099-07-04T14:00", "2099-07-04T15:00"]),
    ],
)
def test_another_program_puts_it_at_the_same_moment(
    start: str, zone: str, duration: str, expected: list[str], source: Path
):
    text = event(duration=f"    duration: {duration}").replace("minutes: 60", "minutes: 15")
    late = "{when: P9D, who: facilitator, task: Archive"
    text = text.replace("{when: P2D, who: facilitator, task: Archive", late)
    write(source, {"events/my-event.md": text})
    assert plan(source, "--start", start, "--tz", zone, guide="my-event")[0] == 0
    assert instants(second_opinion(source, f"my-event-{start[:10]}.ics")) == expected


@pytest.mark.parametrize(
    "zone",
    [
        "Africa/Casablanca",  # another rule every year
        "America/New_York",
        "America/Santiago",
        "Asia/Jerusalem",  # changes on a Friday
        "Asia/Kolkata",
        "Australia/Lord_Howe",  # half an hour
        "Europe/Dublin",  # where summer is standard and winter is the exception
        "Europe/London",
    ],
)
def test_the_zone_in_the_file_is_right_the_whole_year(zone: str, source: Path):
    """So that a program stays right when somebody moves the event."""
    plan(source, "--start", "2026-06-01T12:00", "--tz", zone)
    calendar = second_opinion(source, "issue-party-2026-06-01.ics")
    in_file = calendar.vevent.dtstart.value.tzinfo
    for hour in range(365 * 24):
        moment = dt.datetime(2026, 1, 1) + dt.timedelta(hours=hour, minutes=30)
        ours = moment.replace(tzinfo=ZoneInfo(zone))
        if ours.astimezone(dt.UTC).astimezone(ours.tzinfo) == ours:
            assert moment.replace(tzinfo=in_file).utcoffset() == ours.utcoffset(), moment


def test_the_zone_is_described_by_rules_where_it_has_some(source: Path):
    """Each begins at the local time before the change, as RFC 5545 has it."""
    plan(source, *USUAL)
    text = read(source, "issue-party-2026-04-01.ics").replace("\r\n", "\n")
    assert text[text.index("BEGIN:VTIMEZONE") : text.index("BEGIN:VEVENT")] == (
        "BEGIN:VTIMEZONE\n"
        "TZID:Europe/London\n"
        "BEGIN:DAYLIGHT\n"
        "DTSTART:19700329T010000\n"
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\n"
        "TZNAME:BST\n"
        "TZOFFSETFROM:+0000\n"
        "TZOFFSETTO:+0100\n"
        "END:DAYLIGHT\n"
        "BEGIN:STANDARD\n"
        "DTSTART:19701025T020000\n"
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\n"
        "TZNAME:GMT\n"
        "TZOFFSETFROM:+0100\n"
        "TZOFFSETTO:+0000\n"
        "END:STANDARD\n"
        "END:VTIMEZONE\n"
    )


def test_the_lines_are_those_of_the_standard(source: Path):
    plan(source, *USUAL)
    content = files(source)["issue-party-2026-04-01.ics"]
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no character is cut in two


def test_the_same_event_keeps_its_uid_and_another_has_another(source: Path):
    def uid(start: str, zone: str, guide: str = "issue-party") -> str:
        plan(source, "--start", start, "--tz", zone, "--force", guide=guide)
        calendar = second_opinion(source, f"{guide}-{start[:10]}.ics")
        return str(calendar.vevent.uid.value)

    same = uid("2026-04-01T15:00", "Europe/London")
    assert uid("2026-04-01T15:00", "Europe/London") == same
    assert uid("2026-04-01T16:00", "Europe/Paris") == same
    assert len(same) == 36
    others = {
        uid("2026-04-01T16:00", "Europe/London"),
        uid("2026-04-02T15:00", "Europe/London"),
        uid("2026-04-01T15:00", "Europe/London", "my-event"),
    }
    assert len(others - {same}) == 3


def test_while_the_duration_is_open_the_calendar_has_no_end(source: Path):
    changed = event(duration="    duration: {to-be-agreed: council}")
    write(source, {"events/my-event.md": changed})
    assert plan(source, *USUAL, guide="my-event") == (
        0,
        "My event\n"
        "  When: Wed 1 Apr 2026, 15:00 (Europe/London)\n"
        "  In UTC: Wed 1 Apr 2026, 14:00\n"
        "  How long: to be agreed – decides: Council\n"
        "Wrote out/my-event-2026-04-01-checklist.md\n"
        "Wrote out/my-event-2026-04-01-agenda.md\n"
        "Wrote out/my-event-2026-04-01.ics\n"
        "First task: Wed 18 Mar 2026\n"
        "1 point is still to be agreed; the checklist says who decides.\n"
        "The calendar file has no end, because the duration is to be agreed.\n",
        "",
    )
    calendar = second_opinion(source, "my-event-2026-04-01.ics")
    assert instants(calendar) == ["2026-04-01T14:00"]
    assert calendar.vevent.description.value.startswith(
        "How long: to be agreed – decides: Council\nWhere: online\n"
    )


def test_everything_may_be_to_be_agreed(source: Path):
    lines = PARTY.splitlines()
    fields = ("mode", "duration", "size", "roles", "timeline", "agenda", "accessibility")
    kept = lines[: lines.index("    mode: hybrid")]
    kept += [f"    {field}: {{to-be-agreed: council}}" for field in fields]
    kept += [
        "    code-of-conduct: {to-be-agreed: council}",
        "    archived: {to-be-agreed: council}",
    ]
    kept += lines[lines.index("---", 1) :]
    write(source, {"events/issue-party.md": "\n".join(kept)})
    assert plan(source, *USUAL)[0] == 0
    checklist = read(source, "issue-party-2026-04-01-checklist.md")
    assert checklist.count("to be agreed – decides: Council") == 9
    pad = read(source, "issue-party-2026-04-01-agenda.md")
    assert "The agenda is to be agreed – decides: Council.\n\n### Notes\n" in pad
    assert instants(second_opinion(source, "issue-party-2026-04-01.ics")) == ["2026-04-01T14:00"]
