"""Signs in words of a participant that lead to a person: addresses, numbers, hidden letters.

A second look at words that were reviewed before they came here, and may have been changed since.
"""

from __future__ import annotations

import re
import unicodedata

from compass_model.identifying import address_in, handle_in, mail_in
from compass_model.study.folding import clean

_DOMAIN = re.compile(
    r"(?<![\w.@-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}"
    r"\.(?:ac\.[a-z]{2}|co\.[a-z]{2}|biz|cloud|com|dev|edu|eu|gov|info|int|io|mil|net|ngo|org|xyz)"
    r"(?![\w-])",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w.,])(?:\+ ?)?\(?\d(?:[ .\-/()\u2010-\u2013\u00a0]{0,3}\d){6,15}(?:[Xx])?(?!\w)"
)
_NO_PHONE = re.compile(
    r"\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}"  # a date
    r"|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}"
    r"|(?:1[89]|20)\d\d *[-/\u2013 ] *(?:1[89]|20)\d\d"  # years
    r"|\d{1,3}(?:[. \u00a0]\d{3})+"  # a large number
)


def what_identifies(text: str) -> str:
    """Say what in *text* leads to a person, as part of a sentence; empty when nothing was found."""
    plain = unicodedata.normalize("NFC", text.replace("\n", " "))
    seen = clean(plain)
    if seen != plain:
        return "a sign that cannot be seen"
    if mail_in(seen):
        return "an e-mail address"
    if address_in(seen) or _DOMAIN.search(seen):
        return "a web address"
    if handle_in(seen):
        return "a handle"
    numbers = (match[0] for match in _NUMBER.finditer(seen))
    if any(not _NO_PHONE.fullmatch(number.strip()) for number in numbers):
        return "a phone number or the like"
    return ""
