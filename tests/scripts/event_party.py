"""An event guide with everything in it, and ``compass event plan`` run on it."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.site import event, site

from compass_scripts.cli import compass

PARTY = """\
---
options:
  compass:
    kind: event-guide
    id: issue-party
    status: proposed
    owner: maintainers
    mode: hybrid
    duration: PT2H
    size: {min: 6, max: 30}
    roles:
      facilitator: {duties: ["opens and *closes*", keeps time]}
      newcomer-host: {title: "Host of {term}`newcomers`", count: 2, duties: [welcomes first-timers]}
      scribe: {count: {to-be-agreed: council}, duties: {to-be-agreed: council}}
    timeline:
      - {when: -P14D, who: facilitator, task: Announce the date}
      - {when: -P3D, who: newcomer-host, task: "Find ten that are {label}`good first issue`"}
      - {when: -PT2H, who: facilitator, task: "Test [it](https://a.org/r), see [](rooms.md)"}
      - {when: PT0M, who: facilitator, task: Welcome everybody}
      - {when: P2D, who: facilitator, task: Archive the notes}
      - {when: {to-be-agreed: council}, who: facilitator, task: Thank the sponsors}
    agenda:
      - {minutes: 15, title: "Welcome and {term}`code of conduct`", who: facilitator}
      - {minutes: {to-be-agreed: maintainers}, title: Work in small rooms}
      - {minutes: 15, title: What got done; what was in the way}
    accessibility:
      captions: automatic, corrected in the notes
      recording: {to-be-agreed: council}
      breaks: five minutes in every hour
      without-attending: write in the notes until a week later
      languages: [English, Español]
      costs-covered: none
    code-of-conduct: {url: "https://example.org/conduct", contact: the facilitator of the day}
    archived: the notes
---
# Issue party – für alle

## Before

Prepare.

## During

Do it.

## After

Tidy up.
"""

USUAL = ("--start", "2026-04-01T15:00", "--tz", "Europe/London")


def site_with_guides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with two guides, and the day on which it is 25 February 2026."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772000000")
    return site(
        tmp_path / "source",
        {"events/issue-party.md": PARTY, "events/my-event.md": event()},
    )


def plan(source: Path, *arguments: str, guide: str = "issue-party") -> tuple[int, str, str]:
    """Run it with the output folder ``out``; return exit code and what was printed."""
    top = source.parent
    line = ["event", "plan", guide, *arguments, "--output", str(top / "out")]
    # main() turns what a command returns into the exit code.
    done = CliRunner().invoke(
        compass, [*line, "--source", str(source)], standalone_mode="--help" in arguments
    )
    code = done.return_value if done.exception is None else 2
    shown = str(done.exception.format_message()) if done.exception is not None else done.stderr
    return code or 0, done.stdout.replace(f"{top}/", ""), shown.replace(f"{top}/", "")


def read(source: Path, name: str) -> str:
    return (source.parent / "out" / name).read_bytes().decode()


def files(source: Path) -> dict[str, bytes]:
    folder = source.parent / "out"
    return {path.name: path.read_bytes() for path in sorted(folder.glob("**/*"))}
