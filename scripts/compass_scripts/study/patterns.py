"""Addresses and numbers that lead to a person, whoever it is: e-mail, web, phone, handle, ORCID.

Every pattern moves forwards only, so that no text takes longer than its length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from compass_model.identifiers import orcid_check_digit
from compass_model.study.folding import fold
from compass_scripts.study.lexicon import Lexicon
from compass_scripts.study.ordinary_words import ORDINARY
from compass_scripts.study.phones import phones
from compass_scripts.study.spoken import DOMAIN_ENDS, spoken

EMAIL, WEB, PHONE = "[e-mail address]", "[web address]", "[phone number]"
HANDLE, ORCID = "[handle]", "[ORCID]"

_DOI = re.compile(r"\b(?:doi: ?)?10\.\d{4,9}/[^\s<>\"“”]+", re.IGNORECASE)
_FULL_URL = re.compile(r"(?:\b(?:https?|ftps?|ssh|git)://|\bwww\.)[^\s<>\"“”]+", re.IGNORECASE)
_LABEL = r"[^\W_](?:[\w-]{0,62})"
_DOMAIN = re.compile(rf"(?<![\w.@-]){_LABEL}(?:\.{_LABEL}){{1,8}}(?![\w-])(?:/[^\s<>\"“”]*)?")
_ORCID = re.compile(
    r"(?:(?:https?://)?orcid\.org/)?(?<!\d)(?:\d{4}[- \u2010–]?){3}\d{3}[\dXx](?!\w)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@.])@(?=[\w.-]{0,62}[^\W\d_])(?:[\w][\w.-]{0,62})(?:@[\w.-]{3,80})?")
_LOCAL = re.compile(r"[\w.+%'’&-]")
_HOST = re.compile(rf"\s?{_LABEL}(?:\.{_LABEL}){{1,8}}(?![\w-])")
_TAIL = ".,;:!?…)]}'’”»"
# Endings of files that are endings of domains, too, and words that people write with a dot.
_FILES_TEXT = """
py md rs sh pl cc ps st ml zip mov app so am is it at in no be me to us my
"""
_FILES = frozenset(_FILES_TEXT.split())


class Found(NamedTuple):
    """A piece of one line that is replaced."""

    start: int
    end: int
    text: str


def find_patterns(line: str, lexicon: Lexicon) -> list[Found]:
    """Return what is replaced in a *line*, from left to right; nothing stands in two of them."""
    seen = _plain(line)
    found: list[Found] = []
    taken = bytearray(len(line))
    for finder in (_orcids, _urls, _emails, _spoken, _handles, _domains, _phones):
        for one in finder(seen, lexicon):
            if taken.find(1, one.start, one.end) == -1:
                found.append(one)
                taken[one.start : one.end] = b"\1" * (one.end - one.start)
    return sorted(found)


def _plain(line: str) -> str:
    """Return the line with full-width and styled letters as plain ones; no letter moves."""
    if line.isascii():
        return line
    plain = (unicodedata.normalize("NFKC", c) for c in line)
    return "".join(n if len(n) == 1 else c for n, c in zip(plain, line, strict=True))


def _orcids(line: str, _lexicon: Lexicon) -> Iterator[Found]:
    for match in _ORCID.finditer(line):
        digits = re.sub(r"[^\dX]", "", match[0].upper().rpartition("/")[2])
        if orcid_check_digit(digits[:-1]) == digits[-1]:
            yield Found(match.start(), match.end(), ORCID)


def _urls(line: str, _lexicon: Lexicon) -> Iterator[Found]:
    for pattern in (_FULL_URL, _DOI):
        for match in pattern.finditer(line):
            yield Found(match.start(), match.start() + len(match[0].rstrip(_TAIL)), WEB)


def _domains(line: str, lexicon: Lexicon) -> Iterator[Found]:
    for match in _DOMAIN.finditer(line):
        host, slash, _path = match[0].partition("/")
        last = host.rpartition(".")[2]
        if last not in DOMAIN_ENDS or (last in _FILES and not slash):
            continue
        if fold(host) in lexicon.names:
            continue  # a term that may stay, or a name of the roster, which is found as such
        whole = match[0].rstrip(_TAIL)
        yield Found(match.start(), match.start() + len(whole), WEB)


def _emails(line: str, _lexicon: Lexicon) -> Iterator[Found]:
    at = line.find("@")
    while at != -1:
        host = _HOST.match(line, at + 1)
        if host is not None:
            start = _local_start(line, at)
            local = line[start:at].strip()
            domain = host[0].strip()
            if local and "." in domain.rstrip(_TAIL):
                yield Found(start, at + 1 + len(host[0].rstrip(_TAIL)), EMAIL)
        at = line.find("@", at + 1)


def _local_start(line: str, at: int) -> int:
    """Return where the part of an e-mail address before its @ begins; one space may be between."""
    start = at
    if start >= 2 and line[start - 1] == " " and line[start - 2].isalnum():
        start -= 1
    word_end = start
    while start > max(0, word_end - 64) and _LOCAL.match(line[start - 1]):
        start -= 1
    while start < word_end and not (line[start].isalnum() or line[start] == "_"):
        start += 1
    if word_end < at and line[start:word_end].lower() in ORDINARY:
        return at  # "look @ this.example"
    return start


def _handles(line: str, lexicon: Lexicon) -> Iterator[Found]:
    for match in _HANDLE.finditer(line):
        whole = match[0].rstrip(_TAIL + "-")
        known = lexicon.handles.get(fold(whole), HANDLE)
        if len(whole) > 1:
            yield Found(match.start(), match.start() + len(whole), known)


def _spoken(line: str, _lexicon: Lexicon) -> Iterator[Found]:
    for start, end, is_email in spoken(line):
        yield Found(start, end, EMAIL if is_email else WEB)


def _phones(line: str, lexicon: Lexicon) -> Iterator[Found]:
    for start, end in phones(line, lexicon.phones):
        yield Found(start, end, PHONE)
