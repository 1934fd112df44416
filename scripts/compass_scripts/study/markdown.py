"""A transcript to read: Markdown with who speaks, paragraph times, pauses and gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compass_model.study.transcript import FORMAT, Transcript
from compass_scripts.study.turns import Gap, Paragraph, clock, conversation, one_line

# What Markdown, and the common additions to it (formulas, strike-through, roles, attributes),
# would take for markup anywhere in a line. A "_" within a word and a lone "&" mean themselves.
_SPECIAL = re.compile(r"[\\`*\[\]<>{}~$^|]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")


def markdown(transcript: Transcript) -> str:
    """Return a transcript as Markdown.

    Nothing in the text can become markup: no word of a speaker makes a link, a heading or HTML.
    """
    blocks = [f"<!-- {FORMAT} -->", f"# {_heading(transcript.id)}"]
    notes = [f"- Note: {escaped(flag.message)}" for flag in transcript.flags]
    if notes:
        blocks.append("\n".join(notes))
    blocks += _blocks(transcript)
    if not transcript.lines:
        blocks.append("*No words.*")
    return "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    """Return a text as Markdown that shows it, on one line."""
    return _SPECIAL.sub(r"\\\g<0>", one_line(text))


def _heading(text: str) -> str:
    return escaped(text).replace("#", "\\#")


def _blocks(transcript: Transcript) -> Iterator[str]:
    for item in conversation(transcript):
        if isinstance(item, Gap):
            yield f"[gap {_length(item.milliseconds)}]"
        elif item.text:
            yield _paragraph(item)


def _paragraph(item: Paragraph) -> str:
    name = f"**{escaped(item.speaker)}** " if item.speaker and not item.goes_on else ""
    return f"{name}[{clock(item.start)}] {escaped(item.text)}"


def _length(milliseconds: int) -> str:
    """Return a length of time as ``00:12``, with hours where there are some."""
    time = clock(milliseconds)
    return time.removeprefix("00:")
