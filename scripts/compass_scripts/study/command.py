"""``compass study``: what is done with transcripts once they are made."""

from __future__ import annotations

import importlib

import click

_COMMANDS = {
    "excerpt": "compass_scripts.study.excerpt",
    "guard": "compass_scripts.study.guard_command",
    "pseudonymise": "compass_scripts.study.pseudonymise",
    "render": "compass_scripts.study.render",
    "review": "compass_scripts.study.review",
    "withdraw": "compass_scripts.study.withdraw",
}
"""The sub-commands, and the module that has a command of the same name."""


class _Commands(click.Group):
    """Imports a sub-command when it is asked for: a hook that runs `guard` should be quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click calls it so)
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(importlib.import_module(_COMMANDS[cmd_name]), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101 (for mypy)
        return command


@click.group(cls=_Commands)
def study() -> None:
    """Transcripts: write them again, remove names, review, take excerpts.

    Nothing here sends anything anywhere.
    """
