"""A run of text that is being written: paragraphs, headings, cells."""

from __future__ import annotations

import re

from docutils import nodes

from compass_model.export.escaping import SPACES, escape, escape_line_starts
from compass_model.export.sentences import break_points

BREAK = "\\\n"
_ESCAPED = re.compile(r"\\(.)")
_AROUND_BREAK = re.compile(r" +(?=\\\n)|(?<=\n) +")


class Run:
    """Collects Markdown, and beside it a *shadow* of the same length in which sentences are found.

    In the shadow, what must stay on one line has no spaces.
    """

    def __init__(self, last: str = "", *, marks: str = "") -> None:
        """Begin a run.

        Args:
            last: the character that will stand before it
            marks: the marks of emphasis around it
        """
        self.marks = marks
        """The marks of emphasis around the run."""
        self.last = last
        """The last character."""
        self.following: nodes.Node | None = None
        """The node after the one that is being written."""
        self.after = ""
        """The character that will stand behind the run."""
        self._parts: list[str] = []
        self._shadow: list[str] = []

    def text(self, text: str) -> None:
        """Add words as they are read; they are escaped."""
        if "\x00" in text:
            text = nodes.unescape(text)  # RST leaves a mark where a backslash was
        plain = SPACES.sub(" ", text)
        if self.last in (" ", "\n") and plain[:1] == " ":
            plain = plain[1:]  # two spaces at the end of a line would break it
        if not plain:
            return
        markdown = escape(plain)
        if self.last == "]" and markdown[0] == ":":
            markdown = "\\" + markdown  # "[^1]:" would define a footnote
        self._add(markdown, _ESCAPED.sub(r"\1\1", markdown) if "\\" in markdown else markdown)

    def atom(self, markdown: str, words: str = "") -> None:
        """Add Markdown that stays on one line.

        Args:
            markdown: what is written
            words: what is read of it, when that may end or begin a sentence
        """
        if self.last == "!" and markdown[:1] == "[":
            self._replace_end("!", "\\!")  # or the link would be an image
        elif self.last == "\\" and markdown[:1] == "{":
            self._replace_end("\\\\", "&#92;")  # mystmd takes the backslash for one of the role's
        shadow = "(" + ")" * (len(markdown) - 1)
        words = SPACES.sub("\x01", words)
        if words and len(words) < len(markdown):
            shadow = f"({words}" + ")" * (len(markdown) - len(words) - 1)
        self._add(markdown, shadow)

    def mark(self, mark: str) -> None:
        """Add a mark of emphasis."""
        self._add(mark, mark)

    def include(self, other: Run) -> None:
        """Add another run."""
        self._add("".join(other._parts), "".join(other._shadow))

    def line_break(self) -> None:
        """Add a line break that readers see, unless nothing is before it."""
        if self._parts:
            self._add(BREAK, BREAK)

    def _replace_end(self, old: str, new: str) -> None:
        if self._parts[-1].endswith(old):
            self._parts[-1] = self._parts[-1].removesuffix(old) + new
            self._shadow[-1] = self._shadow[-1][: -len(old)] + "x" * len(new)

    def _add(self, markdown: str, shadow: str) -> None:
        if markdown:
            self._parts.append(markdown)
            self._shadow.append(shadow)
            self.last = markdown[-1]

    @property
    def markdown(self) -> str:
        """What was collected, on one line as far as no reader sees a break."""
        return "".join(self._parts)

    def line(self) -> str:
        """Return the run on one line: for headings, captions and cells."""
        return self.markdown.replace(BREAK, " ").strip(" ")

    def lines(self) -> str:
        """Return the run with a line for each sentence, for the place where a block begins."""
        self._drop_last_breaks()
        markdown = self.markdown
        points = break_points("".join(self._shadow))
        if points:
            letters = list(markdown)
            for point in points:
                letters[point] = "\n"
            markdown = "".join(letters)
        markdown = markdown.strip(" ")
        if "\\\n" in markdown:
            markdown = _AROUND_BREAK.sub("", markdown)
        return escape_line_starts(markdown)

    def stripped(self) -> Run:
        """Return the run without spaces at its two ends."""
        self._drop_last_breaks()
        markdown, shadow = self.markdown, "".join(self._shadow)
        start = len(markdown) - len(markdown.lstrip(" "))
        end = max(start, len(markdown.rstrip(" ")))
        run = Run()
        run._add(markdown[start:end], shadow[start:end])
        return run

    def _drop_last_breaks(self) -> None:
        while self._parts and self._parts[-1] == BREAK:
            del self._parts[-1], self._shadow[-1]
