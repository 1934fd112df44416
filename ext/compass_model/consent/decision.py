"""The decision about one excerpt: may it be shown today, and how?"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from compass_model.consent.excerpts import Excerpt
from compass_model.consent.participants import Participant


class Decision(StrEnum):
    """What is shown in the place of an excerpt."""

    VERBATIM = "verbatim"
    PARAPHRASE = "paraphrase"
    WITHDRAWN = "withdrawn"
    EMBARGO = "embargo"
    AWAITING_APPROVAL = "awaiting-approval"
    REFUSED = "refused"

    @property
    def shows_words(self) -> bool:
        """Whether words may be shown."""
        return self in {Decision.VERBATIM, Decision.PARAPHRASE}


def decide(participant: Participant | None, excerpt: Excerpt, today: dt.date | None) -> Decision:
    """Decide about an excerpt.

    :param participant: who said it; ``None`` when nothing is known of a consent
    :param today: the day; without one an embargo is not over, and nothing is approved yet
    """
    if excerpt.state == "withdrawn" or (participant and participant.withdrawn_on is not None):
        return Decision.WITHDRAWN
    if participant is None or participant.consent.quotes == "none":
        return Decision.REFUSED
    consent = participant.consent
    if consent.embargo_until is not None and (today is None or today <= consent.embargo_until):
        return Decision.EMBARGO
    if consent.approve_each and not _approved(excerpt, today):
        return Decision.AWAITING_APPROVAL
    if consent.quotes == "paraphrase" or (excerpt.paraphrase and not excerpt.text):
        return Decision.PARAPHRASE
    return Decision.VERBATIM


def _approved(excerpt: Excerpt, today: dt.date | None) -> bool:
    return today is not None and excerpt.approved_on is not None and excerpt.approved_on <= today
