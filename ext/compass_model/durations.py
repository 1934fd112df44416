"""ISO 8601 durations with a sign, such as ``PT2H``, ``-P14D`` or ``P6M``."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

_PATTERN = re.compile(
    r"(?P<sign>[+-]?)P(?=.)"
    r"(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?)?"
)


class Duration(NamedTuple):
    """A length of time. Months are kept apart from minutes, because a month has no fixed length."""

    months: int
    minutes: int
    written: str
    """As the author wrote it."""

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read an ISO 8601 duration: years, months, weeks, days, hours and minutes.

        :raises ValueError: when *text* is no such duration
        """
        match = _PATTERN.fullmatch(text)
        if match is None or len(text) > 20:
            raise ValueError(text)
        numbers = {
            name: int(value or 0) for name, value in match.groupdict().items() if name != "sign"
        }
        sign = -1 if match["sign"] == "-" else 1
        days = 7 * numbers["weeks"] + numbers["days"]
        minutes = 60 * (24 * days + numbers["hours"]) + numbers["minutes"]
        months = 12 * numbers["years"] + numbers["months"]
        return cls(sign * months, sign * minutes, text)

    @property
    def rough_minutes(self) -> int:
        """Minutes, with a month taken as 30 days: good enough to sort and to compare."""
        return self.minutes + self.months * 30 * 24 * 60

    def after(self, day: dt.date) -> dt.date:
        """Return the date that lies this duration after *day*; the 31st becomes the last day.

        :raises ValueError: when that is no date: before the year 1, or after the year 9999
        """
        month = day.year * 12 + day.month - 1 + self.months
        year, month = month // 12, month % 12 + 1
        if not dt.MINYEAR <= year <= dt.MAXYEAR:
            raise ValueError(self.written)
        last = calendar.monthrange(year, month)[1]
        try:
            return dt.date(year, month, min(day.day, last)) + dt.timedelta(minutes=self.minutes)
        except OverflowError:
            raise ValueError(self.written) from None
