"""``compass transcribe``: recordings become transcripts, on this computer."""

from __future__ import annotations

from pathlib import Path

import click

from compass_model.problems import did_you_mean
from compass_scripts.transcribe.options import AUTO, LANGUAGES, Options

COMPUTE_TYPES = ("auto", "float32", "float16", "bfloat16", "int8", "int8_float16", "int8_float32")


@click.command()
@click.argument(
    "recordings",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
)
@click.option(
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="STUDY",
    help="The folder that gets a folder for each recording.",
)
@click.option("--model", default="large-v3", show_default=True, help="The model of recognition.")
@click.option(
    "--models",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of models (default: $COMPASS_MODELS, or a folder of yours).",
)
@click.option(
    "--language", default=AUTO, show_default=True, help="The language spoken, such as en; or auto."
)
@click.option(
    "--task",
    type=click.Choice(["transcribe", "translate"]),
    default="transcribe",
    show_default=True,
    help="translate writes English, whatever is spoken.",
)
@click.option("--speakers", type=click.IntRange(min=1), help="How many people speak.")
@click.option("--min-speakers", type=click.IntRange(min=1), help="At least so many speak.")
@click.option("--max-speakers", type=click.IntRange(min=1), help="At most so many speak.")
@click.option("--no-speakers", is_flag=True, help="Do not tell speakers apart.")
@click.option("--terms", default="", help='Words that may be said: "JupyterHub, BinderHub".')
@click.option(
    "--device", type=click.Choice(["auto", "cpu", "cuda"]), default=AUTO, show_default=True
)
@click.option("--compute-type", type=click.Choice(COMPUTE_TYPES), default=AUTO, show_default=True)
@click.option("--batch-size", default=AUTO, show_default=True, help="auto, or a number from 1.")
@click.option(
    "--retry-failed/--skip-failed",
    default=True,
    show_default=True,
    help="Whether recordings that failed before are tried again.",
)
@click.option(
    "--allow-unsafe-place",
    is_flag=True,
    help="Write into a git work tree or a folder that is copied to a server, too.",
)
def transcribe(  # noqa: PLR0913, PLR0917 (one argument for each option)
    recordings: tuple[Path, ...],
    output: Path,
    model: str,
    folder: Path | None,
    language: str,
    task: str,
    speakers: int | None,
    min_speakers: int | None,
    max_speakers: int | None,
    no_speakers: bool,
    terms: str,
    device: str,
    compute_type: str,
    batch_size: str,
    retry_failed: bool,
    allow_unsafe_place: bool,
) -> int:
    """Transcribe RECORDINGS, files and folders of sound or video, into STUDY.

    Nothing leaves this computer. Interrupted, the same command goes on where it stopped; what is
    finished is not done again. A recording that cannot be transcribed costs only itself.

    Exit code 0: all are transcribed; 1: some are lost, or a file has to be looked at; 130:
    interrupted.
    """
    from compass_scripts.study.place import refuse_unsafe_place  # noqa: PLC0415 (only here)
    from compass_scripts.transcribe.run import Request, run  # noqa: PLC0415

    refuse_unsafe_place(output, allowed=allow_unsafe_place, what="the transcripts")
    low, high = _speakers(speakers, min_speakers, max_speakers, none=no_speakers)
    options = Options(
        model=model,
        language=_language(language),
        task=task,
        diarise=not no_speakers,
        min_speakers=low,
        max_speakers=high,
        terms=" ".join(terms.split()),
        device=device,
        compute_type=compute_type,
        batch_size=_batch_size(batch_size),
    )
    request = Request(recordings, output, folder, options, skip_failed=not retry_failed)
    try:
        return run(request)
    except KeyboardInterrupt:
        click.echo("interrupted; the same command goes on where it stopped", err=True)
        return 130


def _speakers(
    exactly: int | None, low: int | None, high: int | None, *, none: bool
) -> tuple[int | None, int | None]:
    """Return the least and the greatest number of speakers.

    :raises click.UsageError: when the options contradict each other
    """
    if none and (exactly or low or high):
        raise click.UsageError("--no-speakers goes with no other option about speakers")
    if exactly and (low or high):
        raise click.UsageError("give --speakers, or --min-speakers and --max-speakers, not both")
    if low and high and low > high:
        raise click.UsageError(f"--min-speakers {low} is more than --max-speakers {high}")
    return (exactly, exactly) if exactly else (low, high)


def _language(code: str) -> str:
    code = code.lower()
    if code in LANGUAGES or code == AUTO:
        return code
    hint = did_you_mean(code[:2], LANGUAGES)
    hint = hint or "; give a code such as en for English or de for German"
    raise click.UsageError(f"--language {code}: no code of a language that Whisper knows{hint}")


def _batch_size(text: str) -> int:
    if text == AUTO:
        return 0
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    raise click.UsageError(f"--batch-size {text}: give a number from 1, or auto")
