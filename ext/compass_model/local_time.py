"""Dates and times of one time zone, right also where its clocks change."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from compass_model.durations import Duration

_START = re.compile(
    r"(?P<local>\d{4}-\d\d-\d\d[T ]\d\d:\d\d)(:00)?(?P<offset>Z|[+-]\d\d:\d\d)?", re.ASCII
)
_YEARS = range(2000, 2100)
_DAY = 24 * 60


def parse_start(text: str, zone: ZoneInfo) -> dt.datetime:
    """Read a local date and time.

    :param text: for example ``2026-03-04T15:00``, with a UTC offset where that is needed
    :raises ValueError: with what to do, when *text* is no time or not exactly one time in *zone*
    """
    match = _START.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' is not a date and time; write it like 2026-03-04T15:00")
    try:
        local = dt.datetime.fromisoformat(match["local"])
        given = _offset(match["offset"])
    except ValueError:
        raise ValueError(f"'{text}' is on no calendar or clock; correct it") from None
    if local.year not in _YEARS:
        raise ValueError(f"the year {local.year} is not from 2000 to 2099; correct it")
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if not _exists(first):
        raise ValueError(_in_the_gap(first))
    there = {moment.utcoffset(): moment for moment in (second, first)}
    if given in there:
        return there[given]
    if given is not None:
        choices = " or ".join(moment.isoformat("T", "minutes") for moment in (first, second))
        what = choices if len(there) > 1 else _written(first)
        raise ValueError(
            f"{zone.key} is not at {match['offset']} from UTC on {_written(first)}; write {what}"
        )
    if len(there) > 1:
        raise ValueError(
            f"{_written(first)} happens twice in {zone.key}, because the clocks go back; "
            f"write {first.isoformat('T', 'minutes')} for the first time "
            f"or {second.isoformat('T', 'minutes')} for the second"
        )
    return first


def shift(moment: dt.datetime, by: Duration) -> dt.datetime:
    """Return the local time that lies *by* after *moment*, or before it for a negative length.

    Months, weeks and days count on the calendar: the clock on the wall shows the same. Hours and
    minutes are time that passes. A time that the clocks skip moves on by what they skip.

    :raises OverflowError: when there is no such year
    """
    days, minutes = _days_and_minutes(by)
    try:
        day = Duration(by.months, days * _DAY, by.written).after(moment.date())
        fold = moment.fold if day == moment.date() else 0
        local = dt.datetime.combine(day, moment.timetz()).replace(fold=fold)
        passed = local.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)
        return passed.astimezone(moment.tzinfo)
    except ValueError as error:  # no such year
        raise OverflowError(by.written) from error


def is_to_the_minute(by: Duration) -> bool:
    """Return whether a length of time names hours or minutes, not only days."""
    return "T" in by.written


def clock_changes(zone: ZoneInfo, first: dt.datetime, last: dt.datetime) -> Iterator[dt.datetime]:
    """Yield the moments, in UTC, between *first* and *last* from which *zone* has another offset.

    Two changes within one day that cancel each other are not seen; no zone has had such.
    """
    at, end = first.astimezone(dt.UTC), last.astimezone(dt.UTC)
    while at < end:
        later = min(at + dt.timedelta(days=1), end)
        if _offset_at(at, zone) != _offset_at(later, zone):
            yield _change_between(at, later, zone)
        at = later


def _change_between(before: dt.datetime, after: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    second = dt.timedelta(seconds=1)
    old = _offset_at(before, zone)
    while after - before > second:
        middle = before + (after - before) // second // 2 * second
        if _offset_at(middle, zone) == old:
            before = middle
        else:
            after = middle
    return after


def _offset_at(moment: dt.datetime, zone: ZoneInfo) -> dt.timedelta | None:
    return moment.astimezone(zone).utcoffset()


def _days_and_minutes(by: Duration) -> tuple[int, int]:
    """Take the days apart from the hours and minutes, which ``Duration.minutes`` sums up."""
    clock = by.written.partition("T")[2]
    minutes = Duration.parse(f"PT{clock}").minutes if clock else 0
    minutes = -minutes if by.written.startswith("-") else minutes
    return (by.minutes - minutes) // _DAY, minutes


def _offset(text: str | None) -> dt.timedelta | None:
    if text is None or text == "Z":
        return None if text is None else dt.timedelta()
    return dt.datetime.fromisoformat(f"2000-01-01T00:00{text}").utcoffset()


def _exists(moment: dt.datetime) -> bool:
    return moment.astimezone(dt.UTC).astimezone(moment.tzinfo).replace(tzinfo=None) == (
        moment.replace(tzinfo=None)
    )


def _in_the_gap(moment: dt.datetime) -> str:
    later = moment.astimezone(dt.UTC).astimezone(moment.tzinfo)
    return (
        f"{_written(moment)} does not exist in {moment.tzinfo}, because the clocks go forward; "
        f"choose another time, such as {_written(later)}"
    )


def _written(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")
