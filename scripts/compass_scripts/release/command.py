"""``compass release``: reserve a DOI, build with it, deposit, verify, publish, record.

This module is loaded by every ``compass --help``: what takes long to import is imported in
functions.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from compass_scripts.release.context import Wish
    from compass_scripts.release.show import Show

ROOT = Path()
HELP = {
    "check": "Find everything that stands in the way; nothing is sent.",
    "reserve": "Make the draft, and reserve its DOI.",
    "build": "Build the site with the DOI.",
    "pack": "Make the files of the deposit.",
    "upload": "Send the files and the metadata to the draft.",
    "verify": "Read the draft back, and compare it.",
    "publish": "Publish the draft, after you confirmed it.",
    "record": "Write down what was published.",
}
_Command = Callable[..., Any]


def _options(command: _Command) -> _Command:
    """Add the options that all stages have."""
    options = [
        click.option("--sandbox", is_flag=True, help="Rehearse on the sandbox of Zenodo."),
        click.option("--publish", is_flag=True, help="Publish where nobody can be asked."),
        click.option(
            "--production", is_flag=True, help="Let --publish publish on the real Zenodo."
        ),
        click.option("--dry-run", is_flag=True, help="Show what would be sent; needs no token."),
        click.option("-v", "--verbose", is_flag=True, help="Show each request."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


class _Stages(click.Group):
    """Sub-commands in the order in which they are done, and an answer to a wrong one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = super().list_commands(ctx)
        return [*HELP, *(name for name in names if name not in HELP)]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            known = ", ".join(self.list_commands(ctx))
            message = f"{error.message.rstrip('.')}. There is: {known}"
            raise click.UsageError(message, ctx) from None


@click.group(cls=_Stages, invoke_without_command=True)
@_options
@click.pass_context
def release(ctx: click.Context, /, **options: bool) -> int:
    """Deposit this commit on Zenodo: check, reserve, build, pack, upload, verify, publish, record.

    Without a COMMAND it goes as far as it may, and stops before it publishes: on a terminal it asks
    you to type the version; elsewhere it publishes with --publish only. A COMMAND goes as far as
    that stage. Each run goes on where the last one ended.

    Where to is 'target' in release.yml. The token is read from COMPASS_ZENODO_TOKEN, for the
    sandbox from COMPASS_ZENODO_SANDBOX_TOKEN.

    Exit code 0: done as far as asked; 1: there are problems; 2: wrong use, or no token.
    """
    ctx.meta["compass.release"] = options
    if ctx.invoked_subcommand is not None:
        return 0
    return _run("record", options)


def _stage(name: str) -> None:
    @_options
    @click.pass_context
    def command(ctx: click.Context, /, **options: bool) -> int:
        given = ctx.meta["compass.release"]
        return _run(name, {key: value or given[key] for key, value in options.items()})

    text = HELP[name] if name == "check" else f"{HELP[name]} Earlier stages are done first."
    release.add_command(click.command(name, help=text, short_help=HELP[name])(command))


for _name in HELP:
    _stage(_name)


@release.command()
@click.pass_context
def status(ctx: click.Context) -> int:
    """Say where each release stands; nothing is sent."""
    from compass_scripts.release.upkeep import status as show_status  # noqa: PLC0415

    return _guarded(
        ctx.meta["compass.release"], "record", lambda _wish, show: show_status(ROOT, show)
    )


@release.command()
@click.option("--sandbox", is_flag=True, help="The draft on the sandbox.")
@click.option("--yes", is_flag=True, help="Delete it; otherwise it is shown only.")
@click.pass_context
def abandon(ctx: click.Context, sandbox: bool, yes: bool) -> int:
    """Delete the draft of this version, which was not published, and forget it.

    With --dry-run nothing is deleted, with --yes neither.
    """
    from compass_scripts.release.context import Setting  # noqa: PLC0415
    from compass_scripts.release.upkeep import abandon as give_up  # noqa: PLC0415

    options = ctx.meta["compass.release"]
    options = {**options, "sandbox": sandbox or options["sandbox"]}
    yes = yes and not options["dry_run"]
    return _guarded(
        options,
        "record",
        lambda wish, show: give_up(ROOT, wish, ctx.obj or Setting.real(), show, yes=yes),
        ctx.obj,
    )


@release.command()
@click.option("-v", "--verbose", is_flag=True, help="Show each request.")
@click.pass_context
def rehearse(ctx: click.Context, verbose: bool) -> int:
    """Do the whole release in a temporary folder, with a server on this computer."""
    from compass_scripts.release.rehearse import rehearse as try_out  # noqa: PLC0415

    options = ctx.meta["compass.release"]
    verbose = verbose or options["verbose"]
    return _guarded(options, "record", lambda _wish, show: try_out(ROOT, show, verbose=verbose))


def _run(goal: str, options: dict[str, bool]) -> int:
    from compass_scripts.release.context import Setting  # noqa: PLC0415
    from compass_scripts.release.dry_run import dry_run  # noqa: PLC0415
    from compass_scripts.release.stages import release as go  # noqa: PLC0415

    setting = click.get_current_context().obj or Setting.real()
    work = dry_run if options["dry_run"] else go
    return _guarded(options, goal, lambda wish, show: work(ROOT, wish, setting, show), setting)


def _guarded(
    options: dict[str, bool],
    goal: str,
    work: Callable[[Wish, Show], int],
    setting: Any = None,
) -> int:
    """Do some work, and tell what stops it; never with a traceback, never with a token."""
    from compass_scripts.release.context import Setting, Wish  # noqa: PLC0415
    from compass_scripts.release.show import Show  # noqa: PLC0415
    from compass_scripts.release.trouble import as_stop  # noqa: PLC0415

    wish = Wish(goal=goal, **{key: value for key, value in options.items() if key != "dry_run"})
    show = Show()
    setting = setting or Setting.real()
    try:
        return work(wish, show)
    except (click.Abort, KeyboardInterrupt):
        show.say("")
        raise click.Abort from None
    except (click.ClickException, click.exceptions.Exit):
        raise
    except Exception as error:  # noqa: BLE001, RUF100 (whatever it is, a person reads it)
        stop = as_stop(error, ROOT, wish, setting)
        show.stopped(stop)
        return stop.code
