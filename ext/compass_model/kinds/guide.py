"""The guide: a text that somebody looks after."""

from __future__ import annotations

from typing import ClassVar

from compass_model.envelope import Page
from compass_model.facts import Words


class Guide(Page):
    """A text about how something is done here, such as how one joins or where people talk.

    It has no facts of its own but says who looks after it and when it is due for review.
    """

    name: ClassVar[str] = "guide"
    title: ClassVar[Words] = Words("Guide")
    folder: ClassVar[str] = "onboarding/{id}.md"
