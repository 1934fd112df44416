"""How to cite a release: in words (APA, 7th edition) and for programs (BibTeX)."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from compass_model.identifiers import doi_url
from compass_model.release.record import Party, ReleaseRecord

PUBLISHER = "Zenodo"
_KINDS = {"software": " [Computer software]", "dataset": " [Data set]"}
_MOST_NAMES = 20
_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}


class Apa(NamedTuple):
    """A citation in words, in the parts that look different."""

    before: str
    title: str
    """In italics."""
    after: str
    url: str
    """May be empty."""

    @property
    def text(self) -> str:
        """The whole as plain text."""
        return f"{self.before}{self.title}{self.after}{self.url}"


def best_doi(record: ReleaseRecord, doi: str = "") -> str:
    """Return the DOI to cite: the one given, that of the version, or that of all versions."""
    return doi or record.doi or record.concept_doi


def apa(record: ReleaseRecord, *, doi: str = "") -> Apa:
    """Return the citation in words.

    :param doi: the DOI to cite, when it is not in ``CITATION.cff``
    """
    cited = best_doi(record, doi)
    names = _joined([_apa_name(party) for party in record.creators])
    year = str(record.date.year) if record.date else "n.d."
    stop = "" if names.endswith(".") else "."
    publisher = f" {PUBLISHER}." if cited else ""
    after = f" (Version {record.version}){_KINDS.get(record.upload_type, '')}.{publisher}"
    url = doi_url(cited) if cited else record.url or record.repository
    return Apa(f"{names}{stop} ({year}). ", record.title, f"{after} " if url else after, url)


def _apa_name(party: Party) -> str:
    if not party.is_person or not party.given:
        return party.name
    initials = []
    for name in party.given.replace(".", ". ").split():
        initials.append("-".join(f"{part[0]}." for part in name.rstrip(".").split("-") if part))
    return f"{party.name}, {' '.join(initials)}"


def _joined(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[: _MOST_NAMES - 1])}, … {names[-1]}"
    return f"{', '.join(names[:-1])}, & {names[-1]}"


def bibtex(record: ReleaseRecord, *, doi: str = "") -> str:
    """Return the citation as an entry for BibTeX, which each of its programs knows.

    :param doi: the DOI to cite, when it is not in ``CITATION.cff``
    """
    cited = best_doi(record, doi)
    fields = {
        "author": " and ".join(_bibtex_name(party) for party in record.creators),
        "title": f"{{{_tex(record.title)}}}",
        "year": str(record.date.year) if record.date else "",
        "month": str(record.date.month) if record.date else "",
        "version": _tex(record.version),
        "publisher": PUBLISHER if cited else "",
        "doi": cited,
        "url": doi_url(cited) if cited else record.url or record.repository,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "@misc{" + ",\n".join([_key(record), *lines]) + "\n}\n"


def _bibtex_name(party: Party) -> str:
    # Braces keep a name in one piece: "Rock and Sons" is not two authors.
    if not party.is_person:
        return f"{{{_tex(party.name)}}}"
    family = f"{{{_tex(party.name)}}}"
    return f"{family}, {_tex(party.given)}" if party.given else family


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in text)


def _key(record: ReleaseRecord) -> str:
    plain = unicodedata.normalize("NFKD", f"{record.title} {record.version}")
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    return "-".join(words)
