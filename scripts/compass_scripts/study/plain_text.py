"""A transcript as plain text: each line with its number, by which corrections name it."""

from __future__ import annotations

from compass_model.study.transcript import FORMAT, Transcript
from compass_scripts.study.turns import clock, in_ms, one_line


def plain_text(transcript: Transcript) -> str:
    """Return a transcript as lines like ``12 [00:12:31] P07: text``."""
    lines = [f"# {FORMAT} {one_line(transcript.id)}"]
    for line in transcript.lines:
        name = f"{one_line(line.speaker)}: " if line.speaker else ""
        lines.append(f"{line.number} [{clock(in_ms(line.start))}] {name}{one_line(line.text)}")
    return "\n".join(lines) + "\n"
