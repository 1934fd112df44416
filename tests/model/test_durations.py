"""Lengths of time as in ISO 8601, with a sign for "before" and "after"."""

import datetime as dt

import pytest

from compass_model.durations import Duration


@pytest.mark.parametrize(
    ("text", "months", "minutes"),
    [
        ("PT2H", 0, 120),
        ("PT90M", 0, 90),
        ("PT1H30M", 0, 90),
        ("P1D", 0, 1440),
        ("P2W", 0, 14 * 1440),
        ("P6M", 6, 0),
        ("P1Y2M3DT4H5M", 14, 3 * 1440 + 245),
        ("-P14D", 0, -14 * 1440),
        ("+P1M", 1, 0),
        ("-P1M1D", -1, -1440),
        ("PT0M", 0, 0),
    ],
)
def test_a_length_of_time_is_read(text: str, months: int, minutes: int):
    assert Duration.parse(text) == Duration(months, minutes, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1DT",
        "2H",
        "PT2",
        "pt2h",
        "P1M1Y",
        "P1.5D",
        "P-1D",
        "--P1D",
        " P1D",
        "P1D\n",
    ],
)
def test_anything_else_is_none(text: str):
    with pytest.raises(ValueError, match=r".*"):
        Duration.parse(text)


def test_numbers_end_somewhere():
    with pytest.raises(ValueError, match="P9"):
        Duration.parse("P" + "9" * 5000 + "D")


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("P6M", "2026-05-31", "2026-11-30"),
        ("P1M", "2026-01-31", "2026-02-28"),
        ("P1M", "2028-01-31", "2028-02-29"),
        ("P12M", "2026-12-31", "2027-12-31"),
        ("-P1M", "2026-01-15", "2025-12-15"),
        ("P2Y", "2028-02-29", "2030-02-28"),
        ("-P14D", "2026-01-07", "2025-12-24"),
        ("P1W", "2026-02-26", "2026-03-05"),
    ],
)
def test_a_date_moves_by_it(text: str, day: str, expected: str):
    assert Duration.parse(text).after(dt.date.fromisoformat(day)) == dt.date.fromisoformat(expected)


def test_lengths_can_be_put_in_order():
    texts = ["-P1M", "-P2W", "-PT30M", "PT0M", "PT2H", "P1D", "P1M", "P1Y"]
    lengths = [Duration.parse(text).rough_minutes for text in texts]
    assert lengths == sorted(lengths)


@pytest.mark.parametrize(
    "text", ["P9000Y", "-P3000Y", "P99999999D", "-P99999999D", "PT99999999999H"]
)
def test_some_lead_to_no_date(text: str):
    with pytest.raises(ValueError, match=text):
        Duration.parse(text).after(dt.date(2026, 1, 1))
