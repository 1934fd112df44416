"""How far a run is, how long it may still take, and the lines that say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from compass_scripts.transcribe.audio import Probe
from compass_scripts.transcribe.inputs import Hashed
from compass_scripts.transcribe.jobs import Event, Job
from compass_scripts.transcribe.progress import ASCII, SIGNS, Look, Progress, cells, lines
from compass_scripts.transcribe.words import about, amount, clock, short_clock, shown, tool_reason


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


def job(number: int, name: str, seconds: float) -> Job:
    return Job(
        number, f"/r/{name}", name, name, f"/s/{name}", Hashed("", 0, 0), Probe(seconds, True, 1)
    )


def progress(clock: Clock | None = None, name: str = "INT-14.m4a") -> Progress:
    jobs = [job(0, name, 3600), job(1, "INT-15.m4a", 1800), job(2, "INT-16.m4a", 1800)]
    return Progress(jobs, before=9, now=clock or Clock())


def text(progress: Progress, width: int, look: Look = SIGNS) -> list[str]:
    return ["".join(part for part, _style in row) for row in lines(progress, width, look)]


def test_the_display_at_80_columns() -> None:
    clock = Clock()
    run = progress(clock)
    run.take(Event("begin", 0))
    run.take(Event("stage", 0, "align"))
    clock.time += 600
    run.take(Event("progress", 0, "align", 50.0))
    assert text(run, 80) == [
        "  INT-14.m4a   recognise ▸ align ▸ speakers   ███████████████░░░░░░░░░░  60 %",
        "  batch        ███████░░░░░░░░░░░░░░░░░░  9 of 12   about 25 min left",
        "Nothing is sent anywhere. Ctrl-C is safe.",
    ]


@pytest.mark.parametrize("width", range(20, 200, 7))
@pytest.mark.parametrize("name", ["a.wav", "a\nvery long name " * 5 + ".wav", "🎤" * 40])
def test_no_line_is_wider_than_the_terminal(width: int, name: str) -> None:
    clock = Clock()
    run = progress(clock, name)
    run.take(Event("begin", 0))
    assert all(cells(line) < width for line in text(run, width))
    run.take(Event("loading", 0, text="the model large-v3 (recognition)"))
    assert all(cells(line) < width for line in text(run, width))
    run.take(Event("stage", 0, "speakers"))
    clock.time += 5000
    run.take(Event("progress", 0, "speakers", 30))
    assert all(cells(line) < width for line in text(run, width))
    assert all(line.isprintable() for line in text(run, width))


def test_the_rest_is_reckoned_by_the_length_of_sound() -> None:
    clock = Clock()
    run = progress(clock)
    assert run.left() is None
    run.take(Event("begin", 0))
    clock.time += 1
    assert run.left() is None
    clock.time += 99
    run.take(Event("done", 0))  # half of all sound in 100 seconds
    assert run.whole == 0.5
    assert run.left() == pytest.approx(100)
    run.take(Event("begin", 1))
    clock.time += 50
    run.take(Event("failed", 1, text="it is empty"))
    assert run.whole == 0.75
    assert run.left() == pytest.approx(50)
    assert (run.ended, run.total) == (11, 12)
    run.take(Event("begin", 2))
    run.take(Event("done", 2))
    assert (run.whole, run.left()) == (1.0, 0.0)


def test_how_much_of_a_recording_is_done() -> None:
    run = progress()
    run.take(Event("begin", 0))
    found = []
    for stage in ("recognise", "align", "speakers"):
        run.take(Event("stage", 0, stage))
        found.append(round(run.part, 3))
        run.take(Event("progress", 0, stage, 50))
        found.append(round(run.part, 3))
    run.take(Event("stage", 0, "transcript"))
    assert [*found, run.part] == [0.0, 0.25, 0.5, 0.6, 0.7, 0.85, 1.0]


def test_a_recording_that_does_not_say_how_long_it_is() -> None:
    run = Progress([job(0, "a.wav", 0), job(1, "b.wav", 100)], before=0)
    run.take(Event("begin", 0))
    run.take(Event("done", 0))
    assert run.whole == 0.5


def test_a_terminal_without_unicode() -> None:
    run = progress(name="x" * 40)
    run.take(Event("begin", 0))
    run.take(Event("stage", 0, "recognise"))
    assert all(line.isascii() for line in text(run, 80, ASCII))


def test_events_and_jobs_cross_the_pipe() -> None:
    event = Event("failed", 3, "align", 50.0, "a\nb \udcff", ("n",), ("p",), 1.5)
    line = event.to_line()
    assert line.count(b"\n") == 1
    assert Event.from_line(line)[:5] == event[:5]
    with pytest.raises(ValueError, match=r"^not an event$"):
        Event.from_line(b"[1]\n")


def test_lengths_and_places() -> None:
    assert [clock(192), clock(3600 * 26 + 61.9)] == ["0:03:12", "26:01:01"]
    assert [short_clock(10), short_clock(75), short_clock(3610)] == ["0:10", "1:15", "1:00:10"]
    assert [amount(12), amount(60), amount(200), amount(1800), amount(96060)] == [
        "12 s",
        "1 min",
        "3 min 20 s",
        "30 min",
        "26 h 41 min",
    ]
    assert [about(30), about(200), about(1500), about(4200)] == [
        "less than a minute",
        "about 3 min",
        "about 25 min",
        "about 1 h 10 min",
    ]


def test_names_are_shown_on_one_line() -> None:
    assert shown("a\nb\x1b[2J\u202e🎤\udcff") == "a\\nb\\x1b[2J\\u202e🎤\\udcff"


def test_the_useful_line_of_ffmpeg() -> None:
    said = "[mp3 @ 0x55d0] Failed to read frame size\nfile:/x/a.mp3: Invalid argument\n"
    assert tool_reason(said, "file:/x/a.mp3") == "Failed to read frame size: Invalid argument"
    assert tool_reason("", str(Path("/x"))) == ""
