"""What a run is about: what was asked for, what is outside, and what all stages share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from compass_model.release.record import ReleaseRecord
from compass_model.release.zenodo_metadata import zenodo_metadata
from compass_scripts.release.backoff import Clock
from compass_scripts.release.build import build_folder
from compass_scripts.release.git import Checkout
from compass_scripts.release.journal import Journal
from compass_scripts.release.show import STAGES, Show
from compass_scripts.release.stop import Stop
from compass_scripts.release.tokens import TARGETS, Target, TokenRefused, read_token

if TYPE_CHECKING:
    from compass_scripts.release.client import ReleaseClient

LOCAL = ("build", "pack")
"""Stages that need no token once the DOI is reserved."""


class Concept(NamedTuple):
    """What all versions have in common."""

    recid: str
    doi: str
    record_id: str
    """A published version, or again *recid* where none is known."""
    told_by: tuple[str, ...] = ()
    """The files of the repository that name it."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What was asked for."""

    goal: str = STAGES[-1]
    """The last stage."""
    sandbox: bool = False
    publish: bool = False
    production: bool = False
    verbose: bool = False


def _ask(question: str) -> str:
    answer: str = click.prompt(question, default="", show_default=False)
    return answer.strip()


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What lies outside of a release; rehearsals and tests give their own."""

    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    home: Path = field(default_factory=Path.home)
    targets: Mapping[str, Target] = field(default_factory=lambda: dict(TARGETS))
    clock: Clock | None = None
    ask: Callable[[str], str] | None = None
    """Asks a person; None where nobody is at a terminal."""
    concept: Concept | None = None
    """Stands for what the repository says of earlier versions."""

    @classmethod
    def real(cls) -> Setting:
        """Return the setting of a run that a person or a workflow started."""
        is_terminal = sys.stdin is not None and sys.stdin.isatty()
        return cls(ask=_ask if is_terminal else None)


@dataclass(kw_only=True)
class Run:
    """What the stages of one run share."""

    root: Path
    wish: Wish
    setting: Setting
    record: ReleaseRecord
    checkout: Checkout
    journal: Journal
    show: Show
    target: Target

    @cached_property
    def client(self) -> ReleaseClient:
        """The server; its packages are loaded when it is asked first.

        :raises Stop: when there is no token for it
        """
        # requests takes a while to import, and most commands need no server.
        from compass_scripts.release.client import ReleaseClient  # noqa: PLC0415
        from compass_scripts.release.session import TokenSession  # noqa: PLC0415

        try:
            token = read_token(self.target.name, self.setting.environ)
        except TokenRefused as error:
            raise Stop(str(error), code=2) from None
        session = TokenSession(token, self.target.base_url, log=self._log, clock=self.setting.clock)
        return ReleaseClient(session, sandbox=self.target.name == "sandbox")

    def _log(self, line: str) -> None:
        if self.wish.verbose:
            click.echo(f"    {line}", err=True)

    def command(self, *words: str) -> str:
        """Return what to type for this target; without it, another one may be meant."""
        return " ".join(["compass release", *["--sandbox"] * self.wish.sandbox, *words])

    @property
    def folder(self) -> Path:
        """Where the build and the files of the deposit lie."""
        return build_folder(self.root, self.target.name, self.record.version)

    @property
    def files(self) -> Path:
        """Where the files of the deposit lie."""
        return self.folder / "files"

    @property
    def tag(self) -> str:
        """The tag of this version on this commit; empty where there is none."""
        return version_tag(self.checkout.tags, self.record.version)

    @property
    def draft_id(self) -> int:
        """The draft.

        :raises Stop: when there is none yet
        """
        number = self.journal.state.deposition_id
        if number is None:
            raise Stop("there is no draft yet", hint=f"Run '{self.command('reserve')}'.")
        return number

    def metadata(self) -> dict[str, Any]:
        """Return the metadata of the deposit."""
        return zenodo_metadata(
            self.record,
            commit=self.checkout.commit,
            manifest_sha256=self.journal.state.manifest_sha256,
            tag=self.tag,
        )


def version_tag(tags: tuple[str, ...], version: str) -> str:
    """Return the tag that names a version; either may have a ``v`` before it.

    :returns: the tag that is written like the version, if there is one; empty where none fits
    """
    fits = [tag for tag in tags if tag.removeprefix("v") == version.removeprefix("v")]
    return version if version in fits else next(iter(fits), "")


def target_of(record: ReleaseRecord | None, wish: Wish, setting: Setting) -> Target:
    """Return where a release is deposited: the sandbox, unless ``release.yml`` says otherwise."""
    name = "sandbox" if wish.sandbox or record is None else record.target
    return setting.targets[name]
