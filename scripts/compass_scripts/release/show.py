"""What a person sees: a line for each stage, where the release stands, and what comes next."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from compass_scripts.release.journal import Deposited, State
from compass_scripts.release.stop import Stop

STAGES = ("check", "reserve", "build", "pack", "upload", "verify", "publish", "record")
_WAITING = {"publish": "asks you first"}
_BAR = 25
_STEP_AFTER = {
    "checked": "reserve",
    "creating": "reserve",
    "reserved": "build",
    "built": "pack",
    "packed": "upload",
    "uploaded": "verify",
    "verified": "publish",
    "publishing": "publish",
    "published": "record",
    "recorded": "",
}


def next_stage(state: State) -> str:
    """Return the stage that a release waits for; none once it is recorded."""
    return _STEP_AFTER[state.step]


class Show:
    """Writes the progress of one run.

    :param moving: whether a line may be written over, as on a terminal
    """

    def __init__(self, *, moving: bool | None = None) -> None:
        self.moving = sys.stdout.isatty() if moving is None else moving
        self.done_stages: list[str] = []
        self._tenth = -1

    def header(self, version: str, where: str, url: str) -> None:
        """Say what is released, and where to."""
        click.echo(f"Release {version} to {where}".ljust(48) + f" {url}".rstrip())

    def say(self, text: str) -> None:
        """Write a line that belongs to no stage."""
        click.echo(text)

    def begin(self, stage: str, text: str = "") -> None:
        """Say what a stage is doing; on a terminal only, where the line is written over."""
        if self.moving:
            click.echo(f"\r\x1b[K  {stage:<9} …      {text}", nl=False)

    def done(self, stage: str, text: str, *, word: str = "done") -> None:
        """Say what a stage did."""
        click.echo(f"{self._over()}  {stage:<9} {word:<6} {text}".rstrip())
        self.done_stages.append(stage)

    def progress(self, stage: str, done: int, total: int) -> None:
        """Show how far an upload is: a bar on a terminal, elsewhere a line for each tenth."""
        part = done / total if total else 1.0
        numbers = f"{megabytes(done)} of {megabytes(total)} MB"
        if self.moving:
            bar = "█" * round(part * _BAR)
            click.echo(f"\r\x1b[K  {stage:<9} {bar:░<{_BAR}}  {numbers}", nl=False)
        elif int(part * 10) > self._tenth and total > 10 << 20:
            self._tenth = int(part * 10)
            click.echo(f"  {stage:<9} {part:>4.0%}   {numbers}")

    def rest(self) -> None:
        """Show the stages that were not reached."""
        for stage in STAGES:
            if stage not in self.done_stages:
                click.echo(f"{self._over()}  {stage:<9} -      {_WAITING.get(stage, '')}".rstrip())

    def warn(self, text: str) -> None:
        """Say what does not stop the release."""
        click.echo(self._over(), nl=False)
        click.echo(f"warning: {text}", err=True)

    def stopped(self, stop: Stop) -> None:
        """Say why the release stopped, and what to do."""
        click.echo(self._over(), nl=False)
        for number, reason in enumerate(stop.reasons):
            click.echo(f"{'' if number else 'stopped: '}{reason}", err=True)
        if stop.hint:
            click.echo(stop.hint, err=True)

    def _over(self) -> str:
        return "\r\x1b[K" if self.moving else ""


def megabytes(size: int) -> str:
    """Return a size in MB, as ``18.2``."""
    return f"{size / 1_000_000:.1f}"


def file_table(files: Sequence[Deposited]) -> list[str]:
    """Return a line for each file: its size, its SHA-256 and its name."""
    width = max((len(f"{file.size:,}") for file in files), default=1)
    return [f"  {file.size:>{width},} bytes  {file.sha256}  {file.name}" for file in files]


def describe_state(state: State) -> list[str]:
    """Return where a release stands, for ``compass release status``."""
    lines = [f"{state.version} to {state.target}: {state.step}"]
    facts = {
        "DOI": state.doi,
        "all versions": state.concept_doi,
        "page": state.url,
        "commit": f"{state.commit[:10]} {state.tag}".strip(),
        "files": str(len(state.files)) if state.files else "",
        "published": state.published_at,
        "not answered": state.calling,
    }
    lines += [f"  {name:<13} {value}" for name, value in facts.items() if value]
    after = next_stage(state)
    lines.append(f"  next          {after}" if after else "  next          nothing; it is recorded")
    return lines
