"""``_data/research/participants.yml``: what each participant agreed to, by pseudonym.

Who they are is kept outside every repository.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from compass_model.consent.identifying_forms import what_identifies
from compass_model.consent.quiet_fields import DayIfAny, Switch, one_from
from compass_model.fields import Finding, Id, Model, Text
from compass_model.problems import Code


def _pseudonym(value: str) -> str:
    if not re.fullmatch(r"P\d{1,4}", value):
        raise PydanticCustomError("wrong_value", "must be a P and digits, like 'P03'; never a name")
    return value


Pseudonym = Annotated[str, AfterValidator(_pseudonym)]
"""Stands for a participant; it is never printed on a page."""


class Consent(Model):
    """What a participant agreed to."""

    form: Id
    """The consent form that was signed."""
    version: Text = Field(examples=['"1.0.0"'])
    """The version of the form that was signed."""
    quotes: Annotated[
        Literal["verbatim", "paraphrase", "none"], one_from("verbatim", "paraphrase", "none")
    ]
    """Whether words may be quoted, told in other words only, or not used at all."""
    attribution: Annotated[
        Literal["descriptor", "role", "named", "none"],
        one_from("descriptor", "role", "named", "none"),
    ]
    """What stands below a quote: ``descriptor``, or nothing. With ``role`` and ``named`` too it is
    the descriptor, which then says the public role or the name that the person asked for."""
    approve_each: Switch
    """Whether the person wants to see each quote before it is shown."""
    embargo_until: DayIfAny = None
    """The last day on which nothing may be shown."""


class Participant(Model):
    """A person who took part, known by a pseudonym alone."""

    id: Pseudonym
    """The pseudonym: a P and digits."""
    descriptor: Text | None = Field(default=None, examples=["a long-term contributor"])
    """Who speaks, as readers see it; so vague that nobody is recognised."""
    consent: Consent
    """What the person agreed to."""
    withdrawn_on: DayIfAny = None
    """When the person took the consent back. From then on nothing of theirs is shown."""

    @property
    def attribution(self) -> str:
        """What stands below a quote."""
        return "" if self.consent.attribution == "none" else self.descriptor or ""

    def rules(self) -> Iterator[Finding]:
        """An attribution needs a descriptor, and that leads to nobody."""
        yield from super().rules()
        consent: object = self.consent
        attributed = isinstance(consent, Consent) and consent.attribution != "none"
        if attributed and not self.descriptor:
            message = (
                "'descriptor' is missing; write who speaks, as vaguely as it must be, or set "
                "'attribution: none'"
            )
            yield Finding(("descriptor",), Code.MISSING_FIELD, message)
        if what := what_identifies(self.descriptor or ""):
            message = f"'descriptor' holds {what}; describe the person without it"
            yield Finding(("descriptor",), Code.NAMED_PERSON, message)
