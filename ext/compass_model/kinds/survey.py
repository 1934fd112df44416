"""The survey: questions that many people answer by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from compass_model.facts import Words
from compass_model.kinds.questionnaire import Questionnaire


class Survey(Questionnaire):
    """Questions that many people answer by themselves, online or on paper.

    The page shows every question as people see it, can be printed as a form, and ends with a code
    book for whoever reads the data.
    """

    name: ClassVar[str] = "survey"
    title: ClassVar[Words] = Words("Survey")
    folder: ClassVar[str] = "research/instruments/{id}.md"
    not_here: ClassVar[Mapping[str, str]] = {
        "priority": "interview guides",
        "probes": "interview guides",
    }
