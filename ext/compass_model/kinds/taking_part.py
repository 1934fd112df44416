"""What events and sessions say so that everybody can take part, and how that is shown."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from compass_model.facts import Cell, Words, link, shown, text, texts
from compass_model.fields import Link, Model, Open, Text, ToBeAgreed


class Access(Model):
    """What lets people take part. Each line is answered, if only with ``none``."""

    captions: Open[Text] = Field(examples=["automatic, corrected in the notes"])
    """Whether what is said can be read, live or later."""
    breaks: Open[Text] = Field(examples=["five minutes in every hour"])
    """When people can rest."""
    without_attending: Open[Text] = Field(examples=["write in the notes until a week later"])
    """How people take part who cannot be there."""
    languages: Open[list[Text]] = Field(examples=["[English]"])
    """The languages spoken."""
    costs_covered: Open[Text] = Field(examples=["none"])
    """Which costs of taking part are covered: travel, child care, data."""


class Accessibility(Access):
    """What lets people take part in an event. Each line is answered, if only with ``none``."""

    recording: Open[Text] = Field(examples=["not recorded"])
    """What is recorded, and who sees it."""


class Conduct(Model):
    """The rules of behaviour."""

    url: Open[Link] = Field(examples=["https://example.org/conduct"])
    """Where the code of conduct is."""
    contact: Open[Text] = Field(examples=["the facilitator of the day"])
    """Whom to tell when something goes wrong: a public role or address."""


def access_rows(access: Access | ToBeAgreed) -> Iterator[tuple[Words, Cell]]:
    """Yield what the field ``accessibility`` says."""
    at = "accessibility"
    if isinstance(access, ToBeAgreed):
        yield Words("Accessibility"), shown(access, lambda _: ())
        return
    yield Words("Captions"), text(access.captions, at, "captions")
    if isinstance(access, Accessibility):
        yield Words("Recording"), text(access.recording, at, "recording")
    yield Words("Breaks"), text(access.breaks, at, "breaks")
    yield Words("Without attending"), text(access.without_attending, at, "without-attending")
    yield Words("Languages"), texts(access.languages, at, "languages")
    yield Words("Costs covered"), text(access.costs_covered, at, "costs-covered")


def conduct_rows(conduct: Conduct | ToBeAgreed) -> Iterator[tuple[Words, Cell]]:
    """Yield what the field ``code-of-conduct`` says."""
    if isinstance(conduct, ToBeAgreed):
        yield Words("Code of conduct"), shown(conduct, lambda _: ())
        return
    yield Words("Code of conduct"), link(conduct.url)
    yield Words("Conduct contact"), text(conduct.contact, "code-of-conduct", "contact")
