"""A time zone as iCalendar describes it (RFC 5545, VTIMEZONE)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from compass_model.local_time import clock_changes

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# A rule is written as if it had always held: programs want to know of other years than ours too.
_LONG_AGO = 1970


class _Change(NamedTuple):
    """From which offset the clocks go to which other."""

    before: dt.timedelta
    after: dt.timedelta
    name: str
    is_summer: bool


class _Rule(NamedTuple):
    """A day of every year, such as the last Sunday of March."""

    month: int
    weekday: int
    nth: int
    """Which of the month; -1 is the last."""

    def day(self, year: int) -> dt.date:
        """Return this day in a year."""
        first, length = calendar.monthrange(year, self.month)
        day = 1 + (self.weekday - first) % 7 + 7 * (self.nth - 1)
        if self.nth == -1:
            day = length - (first + length - 1 - self.weekday) % 7
        return dt.date(year, self.month, day)


def time_zone(zone: ZoneInfo, years: range) -> Timezone:
    """Describe *zone* so that every time in these *years* is right.

    Not ``Calendar.add_missing_timezones``: with icalendar 7.3 summer time begins an hour late, at
    02:00 by the clock of winter, and nothing is known of the years from 2038.
    """
    component = Timezone()
    component.add("tzid", zone.key)
    first, last = (dt.datetime(y, 1, 1, tzinfo=dt.UTC) for y in (years.start, years.stop))
    changes: dict[_Change, list[dt.datetime]] = defaultdict(list)
    for moment in clock_changes(zone, first, last):
        change, onset = _change(moment, zone)
        changes[change].append(onset)
    rules = {change: _rule(onsets, years) for change, onsets in changes.items()}
    if not changes or None in rules.values():
        same = _change(first, zone)[0]
        start = dt.datetime(_LONG_AGO, 1, 1)
        component.add_component(_observance(same._replace(before=same.after), start))
    for change, rule in rules.items():
        for part in _observances(change, changes[change], rule):
            component.add_component(part)
    return component


def _change(moment: dt.datetime, zone: ZoneInfo) -> tuple[_Change, dt.datetime]:
    """Return what changes at a moment, and the local time then, by the clock before the change."""
    before = _offset((moment - dt.timedelta(seconds=1)).astimezone(zone))
    after = moment.astimezone(zone)
    change = _Change(before, _offset(after), after.tzname() or "", bool(after.dst()))
    return change, (moment + before).replace(tzinfo=None)


def _offset(moment: dt.datetime) -> dt.timedelta:
    return moment.utcoffset() or dt.timedelta()


def _rule(onsets: list[dt.datetime], years: range) -> _Rule | None:
    """Find the rule by which the clocks change once in each of the years, if there is one."""
    first = onsets[0]
    if [onset.year for onset in onsets] != list(years):
        return None
    for nth in (-1, (first.day - 1) // 7 + 1):
        rule = _Rule(first.month, first.weekday(), nth)
        if all(
            onset == dt.datetime.combine(rule.day(onset.year), first.time()) for onset in onsets
        ):
            return rule
    return None


def _observances(
    change: _Change, onsets: list[dt.datetime], rule: _Rule | None
) -> Iterable[TimezoneStandard | TimezoneDaylight]:
    if rule is None:
        return [_observance(change, onset) for onset in onsets]
    start = dt.datetime.combine(rule.day(_LONG_AGO), onsets[0].time())
    part = _observance(change, start)
    day = f"{rule.nth}{_WEEKDAYS[rule.weekday]}"
    part.add("rrule", {"freq": "yearly", "bymonth": rule.month, "byday": day})
    return [part]


def _observance(change: _Change, start: dt.datetime) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    part.DTSTART = start
    part.TZOFFSETFROM = change.before
    part.TZOFFSETTO = change.after
    part.add("tzname", change.name)
    return part
