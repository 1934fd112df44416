"""Second readers: what other programs make of our files."""

from __future__ import annotations

import re
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

CUE = re.compile(r"(?:(\d+):)?(\d\d):(\d\d\.\d{3}) --> (?:(\d+):)?(\d\d):(\d\d\.\d{3})\n")
PLAIN = re.compile(r"(\d+) \[(\d\d):(\d\d):(\d\d)\] (?:([^:]+): )?(.+)")


class Cue(NamedTuple):
    """A subtitle."""

    start: float
    end: float
    text: str


def subtitles(path: Path) -> list[Cue]:
    """Read SRT or WebVTT with ffmpeg, as video players do."""
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", path, "-f", "webvtt", "-"]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    return [_cue(block) for block in run.stdout.strip().split("\n\n")[1:]]


def _cue(block: str) -> Cue:
    match = CUE.match(block)
    assert match, block
    first, second = match.groups()[:3], match.groups()[3:]
    return Cue(_seconds(*first), _seconds(*second), block[match.end() :])


def _seconds(hours: str | None, minutes: str, seconds: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)


class Page(NamedTuple):
    """A Markdown file: its headings and the text of its paragraphs."""

    headings: list[str]
    paragraphs: list[str]


def page(path: Path) -> Page:
    """Read Markdown with markdown-it; the text of a paragraph is without marks."""
    found = Page([], [])
    tokens = MarkdownIt("commonmark").parse(path.read_text(encoding="utf-8"))
    for before, token in pairwise(tokens):
        if token.type == "inline":
            words = "".join(
                part.content or "\n" * (part.type == "softbreak") for part in token.children
            )
            (found.headings if before.type == "heading_open" else found.paragraphs).append(words)
    return found


class Said(NamedTuple):
    """A line of the plain text."""

    number: int
    seconds: int
    speaker: str | None
    text: str


def plain(path: Path) -> list[Said]:
    """Read the plain text: the lines that hold speech."""
    matches = map(PLAIN.fullmatch, path.read_text(encoding="utf-8").splitlines())
    return [
        Said(int(m[1]), int(m[2]) * 3600 + int(m[3]) * 60 + int(m[4]), m[5], m[6])
        for m in matches
        if m
    ]
