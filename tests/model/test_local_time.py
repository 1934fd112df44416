"""Local times on the days on which the clocks change, and on all others."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest

from compass_model.durations import Duration
from compass_model.local_time import clock_changes, is_to_the_minute, parse_start, shift

LONDON = ZoneInfo("Europe/London")
NEW_YORK = ZoneInfo("America/New_York")
KOLKATA = ZoneInfo("Asia/Kolkata")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
APIA = ZoneInfo("Pacific/Apia")


def moved(start: str, by: str, zone: ZoneInfo) -> str:
    """Return where a length of time leads, with the offset from UTC."""
    return shift(parse_start(start, zone), Duration.parse(by)).isoformat("T", "minutes")


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2026-03-04T15:00", LONDON, "2026-03-04T15:00+00:00"),
        ("2026-03-04 15:00", LONDON, "2026-03-04T15:00+00:00"),
        ("2026-03-04T15:00:00", LONDON, "2026-03-04T15:00+00:00"),
        ("2026-03-04T15:00Z", LONDON, "2026-03-04T15:00+00:00"),
        ("2026-07-04T15:00", LONDON, "2026-07-04T15:00+01:00"),
        ("2026-07-04T15:00+01:00", LONDON, "2026-07-04T15:00+01:00"),
        ("2026-07-04T15:00-04:00", NEW_YORK, "2026-07-04T15:00-04:00"),
        ("2026-03-29T00:59", LONDON, "2026-03-29T00:59+00:00"),
        ("2026-03-29T02:00", LONDON, "2026-03-29T02:00+01:00"),
        ("2026-10-25T01:30+01:00", LONDON, "2026-10-25T01:30+01:00"),
        ("2026-10-25T01:30+00:00", LONDON, "2026-10-25T01:30+00:00"),
        ("2026-10-25T01:30Z", LONDON, "2026-10-25T01:30+00:00"),
        ("2026-03-29T01:30", KOLKATA, "2026-03-29T01:30+05:30"),
        ("2026-03-29T01:30", ZoneInfo("UTC"), "2026-03-29T01:30+00:00"),
    ],
)
def test_a_start_is_read(text: str, zone: ZoneInfo, expected: str):
    start = parse_start(text, zone)
    assert start.isoformat("T", "minutes") == expected
    assert start.tzinfo is zone


@pytest.mark.parametrize(
    ("text", "zone", "message"),
    [
        (
            "tomorrow",
            LONDON,
            "'tomorrow' is not a date and time; write it like 2026-03-04T15:00",
        ),
        (
            "2026-03-04",
            LONDON,
            "'2026-03-04' is not a date and time; write it like 2026-03-04T15:00",
        ),
        (
            "2026-03-04T15:00:30",
            LONDON,
            "'2026-03-04T15:00:30' is not a date and time; write it like 2026-03-04T15:00",
        ),
        (
            "２０２６-03-04T15:00",  # noqa: RUF001 (digits that only look like digits)
            LONDON,
            "'２０２６-03-04T15:00' is not a date and time; "  # noqa: RUF001
            "write it like 2026-03-04T15:00",
        ),
        (
            "2026-02-30T15:00",
            LONDON,
            "'2026-02-30T15:00' is on no calendar or clock; correct it",
        ),
        (
            "2026-03-04T15:00+99:00",
            LONDON,
            "'2026-03-04T15:00+99:00' is on no calendar or clock; correct it",
        ),
        ("0206-03-04T15:00", LONDON, "the year 206 is not from 2000 to 2099; correct it"),
        (
            "2026-03-04T15:00+01:00",
            LONDON,
            "Europe/London is not at +01:00 from UTC on 2026-03-04T15:00; write 2026-03-04T15:00",
        ),
        (
            "2026-03-29T01:30",
            LONDON,
            "2026-03-29T01:30 does not exist in Europe/London, because the clocks go forward; "
            "choose another time, such as 2026-03-29T02:30",
        ),
        (
            "2026-03-29T01:30+01:00",
            LONDON,
            "2026-03-29T01:30 does not exist in Europe/London, because the clocks go forward; "
            "choose another time, such as 2026-03-29T02:30",
        ),
        (
            "2026-10-04T02:15",
            LORD_HOWE,
            "2026-10-04T02:15 does not exist in Australia/Lord_Howe, because the clocks go "
            "forward; choose another time, such as 2026-10-04T02:45",
        ),
        (
            "2011-12-30T12:00",
            APIA,
            "2011-12-30T12:00 does not exist in Pacific/Apia, because the clocks go forward; "
            "choose another time, such as 2011-12-31T12:00",
        ),
        (
            "2026-10-25T01:30",
            LONDON,
            "2026-10-25T01:30 happens twice in Europe/London, because the clocks go back; "
            "write 2026-10-25T01:30+01:00 for the first time "
            "or 2026-10-25T01:30+00:00 for the second",
        ),
        (
            "2026-10-25T01:30+02:00",
            LONDON,
            "Europe/London is not at +02:00 from UTC on 2026-10-25T01:30; "
            "write 2026-10-25T01:30+01:00 or 2026-10-25T01:30+00:00",
        ),
        (
            "2026-11-01T01:30",
            NEW_YORK,
            "2026-11-01T01:30 happens twice in America/New_York, because the clocks go back; "
            "write 2026-11-01T01:30-04:00 for the first time "
            "or 2026-11-01T01:30-05:00 for the second",
        ),
    ],
)
def test_what_is_not_exactly_one_time_is_refused(text: str, zone: ZoneInfo, message: str):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        parse_start(text, zone)


@pytest.mark.parametrize(
    ("start", "by", "expected"),
    [
        # Days and longer: the clock on the wall shows the same.
        ("2026-04-05T15:00", "-P14D", "2026-03-22T15:00+00:00"),
        ("2026-04-05T15:00", "-P2W", "2026-03-22T15:00+00:00"),
        ("2026-04-05T15:00", "-P1M", "2026-03-05T15:00+00:00"),
        ("2026-03-28T15:00", "P1D", "2026-03-29T15:00+01:00"),
        ("2026-10-24T15:00", "P1D", "2026-10-25T15:00+00:00"),
        ("2026-03-31T15:00", "-P1M", "2026-02-28T15:00+00:00"),
        # Hours and minutes: time that passes.
        ("2026-03-28T15:00", "PT24H", "2026-03-29T16:00+01:00"),
        ("2026-03-29T15:00", "-PT24H", "2026-03-28T14:00+00:00"),
        ("2026-10-24T15:00", "PT24H", "2026-10-25T14:00+00:00"),
        ("2026-03-29T00:30", "PT1H", "2026-03-29T02:30+01:00"),
        ("2026-10-25T00:30", "PT1H", "2026-10-25T01:30+01:00"),
        ("2026-10-25T00:30", "PT2H", "2026-10-25T01:30+00:00"),
        ("2026-10-25T01:30+00:00", "PT30M", "2026-10-25T02:00+00:00"),
        ("2026-10-25T01:30+00:00", "PT0M", "2026-10-25T01:30+00:00"),
        # First the days, then the hours.
        ("2026-03-28T15:00", "P1DT1H", "2026-03-29T16:00+01:00"),
        ("2026-03-30T02:00", "-P1DT1H", "2026-03-29T00:00+00:00"),
        ("2026-03-04T15:00", "PT90M", "2026-03-04T16:30+00:00"),
        # Days that lead to a time that is skipped, or that happens twice (then to the first).
        ("2026-03-30T01:30", "-P1D", "2026-03-29T02:30+01:00"),
        ("2026-10-24T01:30", "P1D", "2026-10-25T01:30+01:00"),
        ("2026-10-25T01:30+00:00", "P7D", "2026-11-01T01:30+00:00"),
    ],
)
def test_a_length_of_time_leads_to_the_right_moment(start: str, by: str, expected: str):
    assert moved(start, by, LONDON) == expected


def test_the_rules_of_the_zone_count_not_those_of_europe():
    assert moved("2026-03-15T15:00", "-P14D", NEW_YORK) == "2026-03-01T15:00-05:00"
    assert moved("2026-03-29T15:00", "-PT24H", NEW_YORK) == "2026-03-28T15:00-04:00"
    assert moved("2026-03-29T15:00", "-PT24H", KOLKATA) == "2026-03-28T15:00+05:30"


@pytest.mark.parametrize(
    "by", ["P9999Y", "-P9999Y", "P99999999D", "PT999999999999999H", "-P99999999999W"]
)
def test_the_calendar_has_an_end(by: str):
    with pytest.raises(OverflowError):
        shift(parse_start("2026-03-04T15:00", LONDON), Duration.parse(by))


def test_only_hours_and_minutes_name_a_time_of_the_day():
    exact = [
        text
        for text in ("-P14D", "P1M", "PT0M", "P1DT1H")
        if is_to_the_minute(Duration.parse(text))
    ]
    assert exact == ["PT0M", "P1DT1H"]


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        (LONDON, ["2026-03-29T01:00:00+00:00", "2026-10-25T01:00:00+00:00"]),
        (NEW_YORK, ["2026-03-08T07:00:00+00:00", "2026-11-01T06:00:00+00:00"]),
        (LORD_HOWE, ["2026-04-04T15:00:00+00:00", "2026-10-03T15:30:00+00:00"]),
        (KOLKATA, []),
    ],
)
def test_the_changes_of_the_clocks_are_found_to_the_second(zone: ZoneInfo, expected: list[str]):
    first, last = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (2026, 2027))
    assert [moment.isoformat() for moment in clock_changes(zone, first, last)] == expected
