"""What in a text shows who a person is, or carries somebody's own words.

Pure functions on plain text, for facts in which nobody may be recognised. They find what has a
form: quoted words, handles, addresses. They cannot find a person who is recognised by what is
told, so a text is still read by somebody before it is published.
"""

from __future__ import annotations

import html
import re
import unicodedata

# Every pair of marks that languages of this site use. A straight single mark counts only where a
# word neither ends before it nor goes on after it, so that apostrophes are left alone.
_QUOTED = re.compile(
    r"""
    [“”„‟«»][^“”„‟«»\w]*\w[^“”„‟«»]*[“”„‟«»]
  | "[^"\w]*\w[^"]*"
  | ‘[^‘\w]*\w[^‘]*’(?!\w)
  | (?<!\w)'[^'\w]*\w(?:[^']|'(?=\w)){0,1000}'(?!\w)
  | ^[ ]*>[ ]*\w.*
    """,
    re.VERBOSE | re.MULTILINE,
)
# Zulip writes @**Name** and @_**Name**; "_" is no part of the word before it.
_HANDLE = re.compile(r"(?<![^\W_])@[*_]*[^\W_][\w-]*")
# The lengths have limits, so that no text, however odd, takes long.
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_ADDRESS = re.compile(
    r"(?:\b(?:https?|ftp|mailto|tel|doi):|\bwww\.|\b(?:[a-z0-9-]{1,63}\.){1,9}[a-z]{2,63}/)"
    r"[^\s)>\]]*",
    re.IGNORECASE,
)


def quote_in(text: str) -> str:
    """Return the first words of *text* that stand in quotation marks, or an empty string."""
    return _found(_QUOTED, text)


def handle_in(text: str) -> str:
    """Return the first handle in *text*, such as ``@somebody``, or an empty string."""
    return _found(_HANDLE, text)


def mail_in(text: str) -> str:
    """Return the first e-mail address in *text*, or an empty string."""
    return _found(_MAIL, text)


def address_in(text: str) -> str:
    """Return the first e-mail or web address in *text*, or an empty string."""
    return _found(_MAIL, text) or _found(_ADDRESS, text)


def plain(text: str) -> str:
    """Undo other ways to write the same signs: entities, wide letters."""
    return unicodedata.normalize("NFKC", html.unescape(text))


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(plain(text))
    return " ".join(match[0].split()) if match else ""
