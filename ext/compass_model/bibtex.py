"""BibTeX as pybtex reads it, with the line of everything, and with limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person
from pybtex.database.input.bibtex import LowLevelParser, UndefinedMacro, month_names
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text
from pybtex.scanner import PrematureEOF, PybtexSyntaxError
from pybtex.textutils import normalize_whitespace
from pybtex.utils import CaseInsensitiveDict

MAX_CHARACTERS = 256 * 1024
"""The most that is read. pybtex takes seconds for such a file when somebody makes it slow."""
MAX_VALUES = 4 * MAX_CHARACTERS
"""The most that all values may come to; abbreviations can multiply them."""

_ENTRY = re.compile(r"^[ \t]*@", re.M)
_PLAIN = re.compile(r"[^\\{}$~]*")
_NO_ENTRIES = {"comment", "preamble", "string"}


class RawField(NamedTuple):
    """A field as it was written, its white space made single spaces."""

    name: str
    """In small letters."""
    value: str
    line: int


class RawEntry(NamedTuple):
    """An entry as it was written. A field may be there twice."""

    type: str
    """In small letters."""
    key: str
    line: int
    fields: tuple[RawField, ...]
    whole: bool
    """Whether all of it could be read; otherwise fields may be lost."""


class BibtexError(NamedTuple):
    """What is wrong with the BibTeX."""

    line: int
    message: str
    too_large: bool = False


class _TooLargeError(Exception):
    pass


def load_bibtex(text: str) -> tuple[list[RawEntry], list[BibtexError]]:
    """Read all entries that can be read, also those after a mistake.

    :returns: the entries in the order of the file, and everything wrong
    """
    if len(text) > MAX_CHARACTERS:
        limit = MAX_CHARACTERS // 1024
        message = f"the file has {len(text) // 1024} kB, at most {limit} are read; shorten it"
        return [], [BibtexError(1, message, too_large=True)]
    parser = _Parser(text)
    entries = []
    try:
        for entry in parser.entries():
            entries.append(entry)  # those before a mistake are kept
    except _TooLargeError:
        message = "abbreviations ('@string') make the file too large; write the texts out"
        parser.errors.append(BibtexError(parser.entry_line, message, too_large=True))
    return entries, parser.errors


class _Parser(LowLevelParser):  # type: ignore[misc]  # pybtex has no types
    """Notes lines and mistakes, and goes on with the next entry after a mistake."""

    def __init__(self, text: str) -> None:
        # A copy: '@string' adds to it.
        super().__init__(text, macros=CaseInsensitiveDict(month_names))
        self.lineno, self.pos = 1, 0
        self.errors: list[BibtexError] = []
        self.entry_line = 1
        self._errors_before = 0
        self._value_lines: list[int] = []
        self._size = 0

    def entries(self) -> Iterator[RawEntry]:
        for kind, body in self:
            if kind.lower() not in _NO_ENTRIES and body[0] is not None:
                key, written = body
                fields = tuple(
                    RawField(name.lower(), normalize_whitespace("".join(parts)), line)
                    for (name, parts), line in zip(written, self._value_lines, strict=False)
                )
                whole = len(self.errors) == self._errors_before
                yield RawEntry(kind.lower(), key, self.entry_line, fields, whole)

    def parse_command(self) -> Any:
        self.entry_line = self.lineno
        self._errors_before = len(self.errors)
        self._value_lines = []
        return super().parse_command()

    def parse_value(self) -> None:
        self._value_lines.append(self.lineno)
        super().parse_value()
        self._size += sum(map(len, self.current_value))
        if self._size > MAX_VALUES:
            raise _TooLargeError

    def handle_error(self, error: PybtexSyntaxError) -> None:
        what = str(error.args[0])
        if isinstance(error, UndefinedMacro):  # the entry goes on behind it
            message = f"'{what}' is no abbreviation; write the value in braces: '{{{what}}}'"
            self.errors.append(BibtexError(self.lineno, message))
            return
        if isinstance(error, PrematureEOF) or self.text.startswith("\n@", self.pos - 1):
            message = "what begins here has no end; look for a missing '}' or '\"'"
            self.errors.append(BibtexError(self.entry_line, f"broken BibTeX: {message}"))
        else:
            message = f"broken BibTeX: {what}; check the commas, quotes and braces here and above"
            line = error.lineno if self.current_entry_key is not None else self.entry_line
            self.errors.append(BibtexError(line, message))
        found = _ENTRY.search(self.text, self.command_start + 1)
        self.pos = found.start() if found else self.end_pos
        self.lineno = self.entry_line + self.text.count("\n", self.command_start, self.pos)


def plain_text(value: str) -> str | None:
    """Return the text that readers see of a value with LaTeX in it; ``None`` if that is broken."""
    if _PLAIN.fullmatch(value):
        return value
    try:
        return str(Text.from_latex(value))
    except (PybtexError, UnicodeError):
        return None


def names_in(value: str) -> tuple[str, ...] | None:
    """Return the names in a list of persons as they are read out; ``None`` if one is no name."""
    found = []
    for name in split_name_list(value):
        try:
            person = Person(name)
        except PybtexError:
            return None
        suffix = person.lineage_names
        if not all(re.fullmatch(r"[JS]r\.?|[IVX]+", part) for part in suffix):
            return None  # "Ada Example, Ben Example, Cleo Example" in place of "... and ..."
        first = [*person.first_names, *person.middle_names]
        parts = [*first, *person.prelast_names, *person.last_names, *suffix]
        shown = [plain_text(part) for part in parts]
        if None in shown or not any(re.search(r"\w", part) for part in person.last_names):
            return None
        found.append(" ".join(map(str, shown)))
    return tuple(found) or None
