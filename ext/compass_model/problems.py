"""Problems: what is wrong in a source file, where, and what to do next."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Code(StrEnum):
    """Stable codes of problems. Sphinx takes them in ``suppress_warnings`` as ``compass.CODE``."""

    # A file as such
    UNREADABLE_FILE = "unreadable-file"
    VANISHED_FILE = "vanished-file"
    NOT_UTF8 = "not-utf8"
    BYTE_ORDER_MARK = "byte-order-mark"
    EMPTY_FILE = "empty-file"
    MISNAMED_FILE = "misnamed-file"
    MISSING_FILE = "missing-file"
    OUTSIDE_SOURCE = "outside-source"
    # Front matter and data
    BROKEN_YAML = "broken-yaml"
    TOO_LARGE = "too-large"
    UNKNOWN_KIND = "unknown-kind"
    UNKNOWN_FIELD = "unknown-field"
    MISSING_FIELD = "missing-field"
    REPEATED_FIELD = "repeated-field"
    WRONG_TYPE = "wrong-type"
    WRONG_VALUE = "wrong-value"
    BAD_DATE = "bad-date"
    BAD_DURATION = "bad-duration"
    TRANSLATED_TWICE = "translated-twice"
    # Headings
    MISSING_TITLE = "missing-title"
    TITLE_MISMATCH = "title-mismatch"
    MISSING_SECTION = "missing-section"
    # Rules between fields and between files
    AGENDA_TOO_LONG = "agenda-too-long"
    MISSING_PHASE = "missing-phase"
    MISSING_ENTRY = "missing-entry"
    MISSING_WORDING = "missing-wording"
    SESSION_TOO_LONG = "session-too-long"
    IMPOSSIBLE_CONDITION = "impossible-condition"
    NOT_COVERED = "not-covered"
    COVERAGE_GAP = "coverage-gap"
    LADDER_CYCLE = "ladder-cycle"
    UNREACHABLE_RUNG = "unreachable-rung"
    DUPLICATE_ID = "duplicate-id"
    UNKNOWN_REFERENCE = "unknown-reference"
    TWO_HOSTS = "two-hosts"
    HOST_IN_HOST = "host-in-host"
    PLACEHOLDER = "placeholder"
    # Who may be recognised, and by what
    CLOSED_FORUM = "closed-forum"
    NAMED_PERSON = "named-person"
    MAY_NOT_BE_SHOWN = "may-not-be-shown"
    # The bibliography
    BROKEN_BIBTEX = "broken-bibtex"
    DUPLICATE_KEY = "duplicate-key"
    UNUSED_ENTRY = "unused-entry"
    UNKNOWN_CITATION = "unknown-citation"
    # A study: transcripts and what is made of them
    BROKEN_TRANSCRIPT = "broken-transcript"
    UNKNOWN_LINE = "unknown-line"
    UNKNOWN_SPEAKER = "unknown-speaker"
    CORRECTION_MISMATCH = "correction-mismatch"
    HAND_EDITED = "hand-edited"
    UNDECIDED = "undecided"
    NOT_SIGNED = "not-signed"
    CHANGED_SINCE = "changed-since"
    PRIVATE_FILE = "private-file"
    # A release
    VERSION_MISMATCH = "version-mismatch"
    # An export
    UNKNOWN_NODE = "unknown-node"
    SPANNED_CELL = "spanned-cell"
    NO_ADDRESS = "no-address"
    DUPLICATE_CHAPTER = "duplicate-chapter"
    LABEL_CLASH = "label-clash"
    NOT_PUBLISHED = "not-published"
    MISSING_ALT = "missing-alt"
    HEADING_JUMP = "heading-jump"
    UNDEFINED_FOOTNOTE = "undefined-footnote"
    LATIN_ABBREVIATION = "latin-abbreviation"
    IMAGE_LIMITS = "image-limits"
    IMAGE_LICENCE = "image-licence"
    FIGURE_NUMBER = "figure-number"
    KEY_FORM = "key-form"
    NOT_TO_BE_SHOWN = "not-to-be-shown"
    # Safety
    UNSAFE_FRONT_MATTER = "unsafe-front-matter"
    RAW_HTML = "raw-html"
    REFUSED_DIRECTIVE = "refused-directive"
    ACTIVE_FILE = "active-file"
    REMOTE_FILE = "remote-file"
    LINK_SCHEME = "link-scheme"


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What may break a line, turn it around, or not be printed at all."""
_LONG = re.compile(r"([^\s/';]{60})[^\s/';]{60,}")


class Problem(NamedTuple):
    """One thing to mend. Sorting a list of problems puts them in file and line order."""

    path: str
    """The file, relative to the source folder, with forward slashes."""
    line: int
    """The line, counted from 1; the first when the problem belongs to no line."""
    message: str
    """What is wrong and what to do next, in one sentence or two."""
    code: Code
    """The stable code."""

    @property
    def place(self) -> str:
        """The file and the line, ``file:line``, on one line whatever the name of the file is."""
        return f"{_on_one_line(self.path)}:{self.line}"

    @property
    def shown(self) -> str:
        """The message on one line, whatever control characters a page brought into it.

        Otherwise a page could write lines of its own into the log, which some programs obey.
        """
        return _LONG.sub(r"\1…", _on_one_line(self.message))


def _on_one_line(text: str) -> str:
    return _CONTROL.sub(lambda match: repr(match[0])[1:-1], text)


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the choice nearest to *word*, or an empty string.

    Capitals make no difference.
    """
    known = {choice.lower(): choice for choice in choices}
    near = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f"; did you mean '{known[near[0]]}'?" if near else ""


def one_of(choices: Iterable[str]) -> str:
    """Return the choices as a readable list: ``a, b or c``."""
    words = list(choices)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
