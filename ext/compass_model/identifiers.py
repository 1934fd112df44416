"""Identifiers of people and works: whether they can be right, and how they are written."""

from __future__ import annotations

import re

ORCID = re.compile(r"(?:https://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)?/[A-Za-z0-9:/_;.()-]+")


def orcid_problem(text: str) -> str:
    """Return what is wrong with an ORCID iD, and what to do; empty when it can be right."""
    match = ORCID.fullmatch(text)
    if match is None:
        return f"must be an ORCID iD like https://orcid.org/0000-0002-1825-0097, not '{text[:60]}'"
    digits = match[1].replace("-", "")
    if orcid_check_digit(digits[:-1]) != digits[-1]:
        return f"'{match[1]}' is no ORCID iD: its last digit does not fit the others; copy it again"
    return ""


def orcid_check_digit(digits: str) -> str:
    """Return the last digit of an ORCID iD for its first fifteen (ISO 7064, MOD 11-2)."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    result = (12 - total % 11) % 11
    return "X" if result == 10 else str(result)


def bare_orcid(text: str) -> str:
    """Return an ORCID iD without the address before it; what is no iD stays as it is."""
    match = ORCID.fullmatch(text)
    return match[1] if match is not None else text


def is_doi(text: str) -> bool:
    """Return whether *text* is a DOI as such, without the address of a resolver before it."""
    return _DOI.fullmatch(text) is not None


def doi_url(doi: str) -> str:
    """Return the address of a DOI."""
    return f"https://doi.org/{doi}"
