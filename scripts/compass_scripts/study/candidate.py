"""Candidate files: an excerpt on its way from a study to the site."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from compass_model.study.excerpt import Excerpt
from compass_scripts.study.place import work_tree
from compass_scripts.study.private_files import write_private
from compass_scripts.writing import write_whole

_HEADER = """\
# A candidate: reviewed words from a study. Whether they may be shown depends on the consent of
# the participant, which is checked when the excerpt enters the site.
"""


def write_candidate(made: Excerpt, folder: Path) -> tuple[Path, bool]:
    """Write an excerpt into a folder, and never over another file.

    Nobody may have approved these words yet. So file and folder are for their owner alone, except
    in a git work tree, where they are like the other files.

    :returns: the file, and whether it was written; if not, it was there already
    :raises click.UsageError: when it cannot be written, or a file with other content is there
    """
    path, content = folder / f"{made.id}.yml", excerpt_text(made).encode()
    try:
        if os.path.lexists(path):
            if path.read_bytes() == content:
                return path, False
            message = "exists with other content; choose another folder, or move the file away"
            raise click.UsageError(f"{path.as_posix()} {message}")
        write = write_private if work_tree(folder) is None else write_whole
        write(path, content)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise click.UsageError(f"{path.as_posix()} cannot be written ({reason})") from None
    return path, True


def excerpt_text(made: Excerpt) -> str:
    """Return the text of a candidate file."""
    lines = [_HEADER + f"id: {made.id}", f"state: {made.state}"]
    lines.append(f"participant: {_text(made.participant)}")
    lines.append(f"item: {_text(made.item)}")
    lines.append(f"codes: {json.dumps(made.codes, ensure_ascii=False)}")
    for name, value in (("text", made.text), ("paraphrase", made.paraphrase)):
        if value:
            lines.append(f"{name}: {_text(value)}")
    lines.append("redactions:" if made.redactions else "redactions: []")
    lines += [f"  - {{kind: {one.kind}, as: {_text(one.as_)}}}" for one in made.redactions]
    lines.append("review:")
    lines.append(f"  by: {json.dumps(made.review.by, ensure_ascii=False)}")
    lines.append(f"  on: {made.review.on.isoformat()}")
    lines.append(f"lines: {json.dumps(made.lines)}")
    lines.append(f"text-sha256: {_text(made.text_sha256)}")
    lines.append(f"transcript-sha256: {_text(made.transcript_sha256)}")
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
