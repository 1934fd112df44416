r"""Text that stays text, in mystmd and in MyST-Parser, whichever of their extensions are on.

A character with a meaning gets a backslash. Some have one everywhere, others only where a line
begins; which line that is shows only when the sentences are on lines of their own.
"""

from __future__ import annotations

import re
import unicodedata

SPACES = re.compile(r"[ \t\r\n\f\v]+")

# Top-level domains that Jupyter Book 1 turns into links, with two letters or more: "conf.py".
_DOMAINS = r"(?:[a-z]{2}|aero|asia|biz|com|coop|edu|gov|info|museum|name|net|org|pro|shop|web)"
_ANYWHERE = re.compile(
    r"[\\`*\[\]{$@]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # not inside a word: snake_case
    r"|<(?=[A-Za-z/!?]|$)"  # HTML, or an address
    r"|~(?=~|$)|(?<=~)~|^~"  # text that is struck out
    r"|&(?=#?\w+;|$)"  # entities
    rf"|:(?=//)|(?<=\bwww)\.(?=\w)|(?<=[^\W_])\.(?={_DOMAINS}\b)"  # addresses
)
_LINE_START = re.compile(
    r"^(?:(#{1,6}(?=\s|$)|[>%:|~]|[-+](?=\s|$)|--|\+\+\+|=+(?=\s*$)|\((?=[^\n]*\)=\s*$))"
    r"|(\d{1,9})(?=[.)](?:\s|$)))",
    re.MULTILINE,
)
_LEFT_ALONE = re.compile(
    r"(?P<as_it_is>\\."
    r"|(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)"  # code
    r"|\]\([^)]*\)|<https?:[^>]*>|\bhttps?://[^\s<>]+)"  # where a link leads
    r"|\$|(?<!\w)@",
    re.DOTALL,
)


def escape(text: str) -> str:
    """Return *text* so that nothing in it means anything, wherever it stands in a line."""
    return _ANYWHERE.sub(r"\\\g<0>", text)


def escape_signs(text: str) -> str:
    """Return Markdown in which ``$`` begins no formula and ``@`` no citation.

    mystmd reads them so, and who wrote the text did not mean it. Code and addresses stay as they
    are.
    """
    return _LEFT_ALONE.sub(lambda match: match["as_it_is"] or f"\\{match[0]}", text)


def escape_line_starts(text: str) -> str:
    """Escape what has a meaning where a line begins: lists, headings, labels, comments, options."""
    return _LINE_START.sub(lambda match: f"{match[2]}\\" if match[2] else f"\\{match[1]}", text)


def code_span(text: str) -> str:
    """Return *text* as code within a line."""
    fence = "`" * (_longest_run(text, "`") + 1 if "`" in text else 1)
    pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
    if text.strip(" ") and text[0] == " " == text[-1]:
        pad = " "
    return f"{fence}{pad}{text}{pad}{fence}"


def _longest_run(text: str, character: str) -> int:
    runs = re.findall(re.escape(character) + "+", text)
    return max(map(len, runs), default=0)


def fenced(head: str, body: str) -> str:
    """Put a fence around lines; one that is longer than those inside.

    Args:
        head: the language, or a directive with its argument; backticks in it ask for tildes
        body: the lines, without a line break at the end
    """
    character = "~" if "`" in head else "`"
    fences = re.findall(rf"^[ \t>]*({character}{{3,}})", body, re.MULTILINE)
    fence = character * max([3, *(len(inner) + 1 for inner in fences)])
    return f"{fence}{head}\n{body}\n{fence}" if body else f"{fence}{head}\n{fence}"


def emphasis_mark(before: str, first: str, last: str, after: str, used: str) -> str:
    """Return the mark that makes words emphasis: ``*``, ``_``, or ``""`` when none would.

    See "left-flanking delimiter run" in the CommonMark specification.

    Args:
        before: the character before the mark, or ``""``
        first: the first character of the words, or one of its kind
        last: the last one
        after: the character after the mark, or ``""``
        used: the marks of what is around
    """
    opens = not _is_mark(first) or not before or before.isspace() or _is_mark(before)
    closes = not _is_mark(last) or not after or after.isspace() or _is_mark(after)
    if not first or not last or not opens or not closes:
        return ""
    near = (before, first, last, after)
    if "*" not in near and "*" not in used:
        return "*"
    inside_word = before.isalnum() or after.isalnum()
    return "" if "_" in near or "_" in used or inside_word else "_"


def _is_mark(character: str) -> bool:
    return bool(character) and unicodedata.category(character)[0] in "PS"


def link_address(uri: str) -> str:
    """Return an address as it stands in the brackets of a link."""
    uri = re.sub(r"[\s<>\\`|]", lambda match: f"%{ord(match[0]):02X}", uri)
    uri = re.sub(r"&(?=#?\w+;)", "&amp;", uri)
    return f"<{uri}>" if "(" in uri or ")" in uri else uri
