"""The kinds of page. To add one, write its class and name it in ``KINDS``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compass_model.envelope import Page
from compass_model.kinds.charter import Charter
from compass_model.kinds.charter_part import CharterPart
from compass_model.kinds.charter_parts_direction import (
    Mission,
    Narrative,
    Objectives,
    Purpose,
    Roadmap,
    Values,
    Vision,
)
from compass_model.kinds.charter_parts_people import Platforms, Skills, Stakeholders
from compass_model.kinds.charter_parts_working import (
    Conduct,
    Governance,
    Principles,
    WaysOfWorking,
)
from compass_model.kinds.cohort import Cohort
from compass_model.kinds.community_role import CommunityRole
from compass_model.kinds.consent_form import ConsentForm
from compass_model.kinds.consortium_guide import ConsortiumGuide
from compass_model.kinds.contributor_ladder import ContributorLadder
from compass_model.kinds.data_protection import DataProtection
from compass_model.kinds.deliverables_register import DeliverablesRegister
from compass_model.kinds.engagement_mountain import EngagementMountain
from compass_model.kinds.engagement_strategy import EngagementStrategy
from compass_model.kinds.event_guide import EventGuide
from compass_model.kinds.findings import Findings
from compass_model.kinds.guide import Guide
from compass_model.kinds.handbook import Handbook
from compass_model.kinds.information_sheet import InformationSheet
from compass_model.kinds.interview_guide import InterviewGuide
from compass_model.kinds.label_guide import LabelGuide
from compass_model.kinds.leadership_workshop import LeadershipWorkshop
from compass_model.kinds.logic_model import LogicModel
from compass_model.kinds.mentorship_programme import MentorshipProgramme
from compass_model.kinds.mentorship_strategy import MentorshipStrategy
from compass_model.kinds.observations import Observations
from compass_model.kinds.open_source_work_guide import OpenSourceWorkGuide
from compass_model.kinds.pathway import Pathway
from compass_model.kinds.persona import Persona
from compass_model.kinds.programme import Programme
from compass_model.kinds.recommendations import Recommendations
from compass_model.kinds.report import Report
from compass_model.kinds.survey import Survey
from compass_model.kinds.team import Team
from compass_model.kinds.team_process import TeamProcess
from compass_model.kinds.training_session import TrainingSession

KINDS: tuple[type[Page], ...] = (
    Charter,
    CharterPart,
    Guide,
    Handbook,
    EngagementStrategy,
    Pathway,
    ContributorLadder,
    EngagementMountain,
    Persona,
    LabelGuide,
    Team,
    CommunityRole,
    EventGuide,
    TrainingSession,
    MentorshipStrategy,
    MentorshipProgramme,
    Cohort,
    Survey,
    InterviewGuide,
    ConsentForm,
    InformationSheet,
    Programme,
    DeliverablesRegister,
    DataProtection,
    TeamProcess,
    Observations,
    Findings,
    Recommendations,
    Report,
    LeadershipWorkshop,
    ConsortiumGuide,
    OpenSourceWorkGuide,
    LogicModel,
)

PARTS: tuple[type[CharterPart], ...] = (
    Narrative,
    Purpose,
    Vision,
    Mission,
    Values,
    Objectives,
    Roadmap,
    Stakeholders,
    Skills,
    Platforms,
    WaysOfWorking,
    Governance,
    Conduct,
    Principles,
)
"""The parts of a charter, in their usual order."""


def part_name(part: type[CharterPart]) -> str:
    """Return the value of ``part:`` that belongs to a class."""
    return str(part.model_fields["part"].default)


def page_class(raw: Mapping[str, Any]) -> type[Page] | None:
    """Return the class for the facts of a page, or ``None`` when their kind is unknown.

    A charter part with an unknown ``part:`` is read as a plain :class:`CharterPart`, which says so.
    """
    kind = next((kind for kind in KINDS if kind.name == raw.get("kind")), None)
    if kind is CharterPart:
        return next((part for part in PARTS if part_name(part) == raw.get("part")), kind)
    return kind


__all__ = ["KINDS", "PARTS", "Charter", "CharterPart", "page_class", "part_name"]
