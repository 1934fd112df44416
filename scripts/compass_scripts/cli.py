"""The ``compass`` command line: its sub-commands and exit codes.

Exit codes: 0 fine, 1 problems found, 2 wrong use, 130 interrupted.
"""

from __future__ import annotations

import sys

import click

from compass_model import __version__
from compass_scripts.check import check
from compass_scripts.event import event
from compass_scripts.export.command import export
from compass_scripts.models.command import models
from compass_scripts.new import new
from compass_scripts.release.command import release
from compass_scripts.study.command import study
from compass_scripts.transcribe.command import transcribe


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def compass() -> None:
    """Write, check, export and release a Team Compass; transcribe interviews for it."""


compass.add_command(check)
compass.add_command(event)
compass.add_command(export)
compass.add_command(models)
compass.add_command(new)
compass.add_command(release)
compass.add_command(study)
compass.add_command(transcribe)


def main(obj: object = None) -> None:
    """Run the command line, and answer Ctrl-C with exit code 130.

    :param obj: what a test gives to a command
    """
    try:
        code = compass.main(prog_name="compass", standalone_mode=False, obj=obj)
    except click.Abort:
        click.echo("interrupted", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)
