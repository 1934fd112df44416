"""The dates of one event, from its guide."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.site import event

from compass_model.event_plan import Due, EventPlan, PlanError, plan_event
from compass_model.kinds.event_guide import EventGuide
from compass_model.local_time import parse_start
from compass_model.page import PageReader


def guide(**changes: str) -> EventGuide:
    """Return the guide of :func:`tests.site.event`, which may break the rules between fields."""
    text = event(**changes)
    page, _problems = PageReader(Path("nowhere")).facts_of("my-event.md", text)
    assert page is not None
    assert isinstance(page.facts, EventGuide)
    return page.facts


def plan(start: str, zone: str = "Europe/London", **changes: str) -> EventPlan:
    return plan_event(guide(**changes), parse_start(start, ZoneInfo(zone)))


def timeline(*offsets: str) -> str:
    """Return a timeline that has something in every phase, and these entries before."""
    entries = "\n".join(
        f'      - {{when: {when}, who: facilitator, task: "{when}"}}' for when in offsets
    )
    return f"    timeline:\n{entries}"


def dates(plan: EventPlan) -> list[tuple[str, str | None, str]]:
    """Return task, phase and date of what was put into a timeline."""
    return [
        (str(task.entry.task), task.phase, _date(task.due))
        for task in plan.tasks
        if task.entry.task not in {"Announce the date", "Welcome everybody", "Archive the notes"}
    ]


def _date(due: Due | None) -> str:
    if due is None:
        return "open"
    return due.day.isoformat() if due.whole_day else due.at.isoformat("T", "minutes")


def times(plan: EventPlan) -> list[tuple[str | None, str | None]]:
    return [
        tuple(t.isoformat("T", "minutes") if t else None for t in (item.start, item.end))
        for item in plan.items
    ]


def test_the_timeline_spans_the_day_on_which_the_clocks_change():
    offsets = ("P1M", "-P14D", "-PT2H", "PT0M", "-P1W", "P1D", "-PT168H", "PT30M", "P1DT1H")
    assert dates(plan("2026-04-01T15:00", timeline=timeline(*offsets))) == [
        ("-P14D", "before", "2026-03-18"),
        ("-P1W", "before", "2026-03-25"),
        ("-PT168H", "before", "2026-03-25T14:00+00:00"),
        ("-PT2H", "before", "2026-04-01T13:00+01:00"),
        ("PT0M", "during", "2026-04-01T15:00+01:00"),
        ("PT30M", "during", "2026-04-01T15:30+01:00"),
        ("P1D", "after", "2026-04-02"),
        ("P1DT1H", "after", "2026-04-02T16:00+01:00"),
        ("P1M", "after", "2026-05-01"),
    ]


def test_days_are_those_of_the_place_of_the_event():
    """At 20:00 in New York it is the next day in UTC."""
    planned = plan("2026-03-10T20:00", "America/New_York", timeline=timeline("-P7D", "-PT3H"))
    assert dates(planned) == [
        ("-P7D", "before", "2026-03-03"),
        ("-PT3H", "before", "2026-03-10T17:00-04:00"),
    ]


def test_what_has_no_date_yet_comes_last():
    entries = timeline("{to-be-agreed: maintainers}", "P9D").replace(
        'task: "{to-be-agreed: maintainers}"', "task: Choose a name"
    )
    assert dates(plan("2026-03-04T15:00", timeline=entries)) == [
        ("P9D", "after", "2026-03-13"),
        ("Choose a name", None, "open"),
    ]


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2026-03-04T15:00", "PT1H", "2026-03-04T16:00+00:00"),
        ("2026-03-29T00:30", "PT1H", "2026-03-29T02:30+01:00"),
        ("2026-10-25T00:30", "PT2H", "2026-10-25T01:30+00:00"),
        # Half an hour, although the clock shows an earlier time at its end.
        ("2026-10-25T01:45+01:00", "PT60M", "2026-10-25T01:45+00:00"),
        ("2026-03-28T15:00", "P2D", "2026-03-30T15:00+01:00"),
        ("2026-03-28T15:00", "PT48H", "2026-03-30T16:00+01:00"),
    ],
)
def test_the_end(start: str, duration: str, end: str):
    planned = plan(
        start,
        duration=f"    duration: {duration}",
    )
    assert planned.end is not None
    assert planned.end.isoformat("T", "minutes") == end


def test_the_end_may_be_open():
    assert plan("2026-03-04T15:00", duration="    duration: {to-be-agreed: council}").end is None


def test_the_agenda_follows_the_time_that_passes():
    agenda = (
        "    agenda:\n"
        "      - {minutes: 30, title: Welcome}\n"
        "      - {minutes: 0, title: A picture}\n"
        "      - {minutes: 60, title: Rooms}"
    )
    planned = plan(
        "2026-03-29T00:00",
        duration="    duration: PT3H",
        agenda=agenda,
    )
    assert times(planned) == [
        ("2026-03-29T00:00+00:00", "2026-03-29T00:30+00:00"),
        ("2026-03-29T00:30+00:00", "2026-03-29T00:30+00:00"),
        ("2026-03-29T00:30+00:00", "2026-03-29T02:30+01:00"),
        ("2026-03-29T02:30+01:00", "2026-03-29T03:30+01:00"),
    ]


def test_after_an_item_of_open_length_no_time_is_known():
    agenda = (
        "    agenda:\n"
        "      - {minutes: 10, title: Welcome}\n"
        "      - {minutes: {to-be-agreed: council}, title: Rooms}\n"
        "      - {minutes: 5, title: Close}"
    )
    planned = plan("2026-03-04T15:00", duration="    duration: PT3H", agenda=agenda)
    assert times(planned)[:3] == [
        ("2026-03-04T15:00+00:00", "2026-03-04T15:10+00:00"),
        ("2026-03-04T15:10+00:00", None),
        (None, None),
    ]


def test_a_day_is_past_when_it_is_over_in_its_own_zone():
    new_york = ZoneInfo("America/New_York")
    at = parse_start("2026-03-04T15:00", new_york)
    midnight = dt.datetime(2026, 3, 5, 5, 0, tzinfo=dt.UTC)
    second = dt.timedelta(seconds=1)
    assert not Due(at, whole_day=True).is_past(midnight - second)
    assert Due(at, whole_day=True).is_past(midnight)
    assert not Due(at, whole_day=False).is_past(at.astimezone(dt.UTC))
    assert Due(at, whole_day=False).is_past(at.astimezone(dt.UTC) + second)


@pytest.mark.parametrize(
    ("changes", "loc", "message"),
    [
        (
            {"duration": "    duration: PT0M"},
            ("duration",),
            "an event cannot last 'PT0M'; write a length such as PT1H",
        ),
        (
            {"duration": "    duration: -P1D"},
            ("duration",),
            "an event cannot last '-P1D'; write a length such as PT1H",
        ),
        (
            {"duration": "    duration: P9999Y"},
            ("duration",),
            "'P9999Y' from the start leads beyond the calendar; correct it",
        ),
        (
            {"timeline": timeline("-P1D", "P99999999D")},
            ("timeline", 1, "when"),
            "'P99999999D' from the start leads beyond the calendar; correct it",
        ),
    ],
)
def test_a_length_that_makes_no_sense_is_named(
    changes: dict[str, str], loc: tuple[str | int, ...], message: str
):
    with pytest.raises(PlanError) as error:
        plan("2026-03-04T15:00", **changes)
    assert (error.value.loc, str(error.value)) == (loc, message)
