"""The interview guide: what is asked in a conversation."""

from __future__ import annotations

from typing import ClassVar

from compass_model.facts import Words
from compass_model.kinds.questionnaire import Questionnaire


class InterviewGuide(Questionnaire):
    """What one person asks another in a conversation, with probes, notes and times.

    Most items are open questions (``type: text``). The page can be printed and taken along.
    """

    name: ClassVar[str] = "interview-guide"
    title: ClassVar[Words] = Words("Interview guide")
    folder: ClassVar[str] = "research/instruments/{id}.md"
