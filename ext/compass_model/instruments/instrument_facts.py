"""What every instrument shows of its facts: at a glance, and whom to turn to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from compass_model.facts import (
    Cell,
    Fields,
    Piece,
    Plain,
    Words,
    fields,
    joined,
    link,
    sentence,
    shown,
    wording,
)
from compass_model.fields import ToBeAgreed

if TYPE_CHECKING:
    from compass_model.kinds.instrument import Contact, Ethics, Instrument

_NAMES = {
    "ar": "العربية",
    "ca": "català",
    "de": "Deutsch",
    "en": "English",
    "es": "español",
    "eu": "euskara",
    "fr": "français",
    "gl": "galego",
    "hi": "हिन्दी",
    "it": "italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nl": "Nederlands",
    "pl": "polski",
    "pt": "português",
    "pt_BR": "português (Brasil)",
    "ru": "русский",
    "tr": "Türkçe",
    "uk": "українська",
    "zh": "中文",
}
"""What languages call themselves; the same in every language."""

COMMA = Words("%(first)s, %(second)s")
SEMICOLON = Words("%(first)s; %(second)s")


def at_a_glance(instrument: Instrument, *rows: tuple[Words, Cell]) -> Fields:
    """Make the block at the top of the page.

    :param rows: what a kind adds
    """
    return fields(
        "at-a-glance",
        None,
        (Words("Version"), shown(instrument.version, lambda version: (Plain(version),))),
        (Words("Languages"), shown(instrument.languages, _languages)),
        *rows,
        (Words("Ethics approval"), shown(instrument.ethics, lambda e: tuple(_ethics(e)))),
        (Words("Licence"), shown(instrument.licence, lambda licence: (Plain(licence),))),
    )


def _languages(codes: list[str]) -> Cell:
    return (joined(COMMA, [Plain(_NAMES.get(code, code)) for code in codes]),)


def _ethics(ethics: Ethics) -> Iterator[Piece]:
    yield from shown(ethics.reference, lambda text: (Plain(text),))
    yield from shown(ethics.body, lambda text: (Plain(text),))
    if ethics.approved is not None and not isinstance(ethics.approved, ToBeAgreed):
        day = Plain(ethics.approved.isoformat())
        yield sentence(Words("approved on %(day)s"), day=day)
    if isinstance(ethics.covers, list) and ethics.covers:
        versions = joined(COMMA, [Plain(version) for version in ethics.covers])
        yield sentence(Words("covers %(versions)s"), versions=versions)


def contact_facts(contact: Contact | ToBeAgreed) -> Fields:
    """Show whom people turn to, under a heading of its own."""
    title = Words("Whom to turn to")
    if isinstance(contact, ToBeAgreed):
        return fields("contact", title, (Words("Contact"), shown(contact, lambda _: ())))
    return fields(
        "contact",
        title,
        (Words("Contact"), wording(contact.role, "contact", "role")),
        (Words("Address"), shown(contact.address, _address)),
    )


def _address(address: str) -> Cell:
    if address.startswith(("https://", "http://", "mailto:")):
        return link(address)
    is_mail = "@" in address and " " not in address
    return (Plain(address, f"mailto:{address}" if is_mail else ""),)
