"""What a list of recommendations is made of: recommendations, actions, what answers them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from compass_model.fields import Finding, Id, Link, Model, Open, Text, WhenMissing
from compass_model.problems import Code

_OWNER = WhenMissing(
    "name the team or role that answers for the action, or who decides: {to-be-agreed: OWNER}"
)


class Decision(Model):
    """A decision that was taken in public."""

    title: Open[Text] = Field(examples=["The team agreed on a day for reviews"])
    """What was decided."""
    url: Open[Link] = Field(examples=["https://example.org/decision"])
    """Where everybody can read it."""


class AnsweredBy(Model):
    """What answers an action."""

    pages: Open[list[Id]] = []
    """The ids of pages of this compass; each of them shows at its foot why it is there."""
    deliverables: Open[list[Id]] = []
    """The ids of deliverables of a register."""
    decisions: Open[list[Decision]] = []
    """Decisions that were taken in public."""

    @property
    def is_empty(self) -> bool:
        """Whether it names nothing, and leaves nothing to be agreed either."""
        return not (self.pages or self.deliverables or self.decisions)


class Action(Model):
    """Something to do."""

    id: Id = Field(examples=["review-day"])
    """The name by which other pages refer to it; unique among all actions, never changed."""
    action: Open[Text] = Field(examples=["Agree on one day a week for reviews"])
    """What is to be done."""
    owner: Annotated[Open[Id], _OWNER]
    """The team or role that answers for it, or who decides that."""
    status: Open[Literal["planned", "doing", "done", "dropped"]] | None = Field(
        default=None, examples=["planned"]
    )
    """How far it is; left out while nobody has taken it on."""
    answered_by: Open[AnsweredBy] | None = Field(
        default=None, examples=["{pages: [my-page], deliverables: [my-deliverable]}"]
    )
    """What answers it so far."""
    so_far: Open[Text] | None = None
    """How that answers it, and what is still missing."""
    gap: Open[Text] | None = None
    """Why nothing answers it; only while nothing does, and always when it was dropped."""

    def rules(self) -> Iterator[Finding]:
        """What is done was done somewhere; what was dropped has a reason, and no answer."""
        empty = isinstance(self.answered_by, AnsweredBy) and self.answered_by.is_empty
        answered = self.answered_by is not None and not empty
        if self.status == "done" and not answered:
            message = (
                f"the action '{self.id}' is done, but nothing answers it; say under 'answered-by' "
                "where that can be seen, or change 'status'"
            )
            yield Finding(("status",), Code.MISSING_FIELD, message)
        if self.status == "dropped" and self.gap is None:
            message = f"'gap' is missing; say why the action '{self.id}' was dropped"
            yield Finding(("status",), Code.MISSING_FIELD, message)
        if self.status == "dropped" and answered:
            message = (
                f"the action '{self.id}' was dropped, but something answers it; "
                "change 'status', or take 'answered-by' out"
            )
            yield Finding(("answered-by",), Code.WRONG_VALUE, message)
        if empty:
            message = (
                f"'answered-by' of the action '{self.id}' names nothing; name a page, a "
                "deliverable or a decision, or take it out and say why under 'gap'"
            )
            yield Finding(("answered-by",), Code.MISSING_ENTRY, message)


class Recommendation(Model):
    """Something that was recommended."""

    id: Id = Field(examples=["quicker-reviews"])
    """The name by which other pages refer to it; unique among all recommendations, never
    changed."""
    number: Open[Text] = Field(examples=["R1"])
    """How it is cited, as in the report that recommends it."""
    recommendation: Open[Text] = Field(examples=["Review first changes sooner"])
    """What was recommended, in one sentence."""
    rests_on: Open[list[Id]] = []
    """The ids of the findings that it rests on; a recommendation without one is a problem."""
    actions: Open[list[Action]] = []
    """What is to be done."""
    gap: Open[Text] | None = None
    """Why no action follows from it; only while none does."""

    def rules(self) -> Iterator[Finding]:
        """It rests on a finding; its actions are sound."""
        if self.rests_on == []:
            message = (
                f"the recommendation '{self.id}' rests on no finding; name one under 'rests-on', "
                "or say who decides: {to-be-agreed: OWNER}"
            )
            yield Finding(("rests-on",), Code.MISSING_FIELD, message)
        for i, action in enumerate(self.actions if isinstance(self.actions, list) else []):
            for found in action.rules():
                yield found._replace(loc=("actions", i, *found.loc))
