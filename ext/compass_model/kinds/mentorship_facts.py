"""What the pages about mentoring show of their facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from compass_model.facts import (
    Block,
    Cell,
    Fact,
    Group,
    Plain,
    Table,
    Words,
    fields,
    link,
    pages,
    shown,
    text,
    texts,
)
from compass_model.fields import Open, Text, ToBeAgreed
from compass_model.kinds.naming import owner, undecided
from compass_model.kinds.part_facts import filled_table, rows_of, takes
from compass_model.kinds.taking_part import conduct_rows

if TYPE_CHECKING:
    from compass_model.kinds.mentorship_programme import MentorshipProgramme, Phase, Selection
    from compass_model.kinds.mentorship_strategy import (
        Ending,
        Feedback,
        Matching,
        MentoringMeeting,
        MentoringRole,
        MentorshipStrategy,
    )


def strategy_facts(strategy: MentorshipStrategy) -> Iterator[Block]:
    """Yield the blocks of a mentorship strategy, from top to bottom."""
    roles = strategy.roles
    yield fields(
        "at-a-glance",
        None,
        (Words("Goals"), texts(strategy.goals, "goals")),
        (Words("Signs of success"), texts(strategy.indicators, "indicators")),
        (Words("Roles"), undecided(roles)),
        (Words("Meetings"), undecided(strategy.cadence)),
        (Words("Feedback"), undecided(strategy.feedback)),
        *conduct_rows(strategy.code_of_conduct),
    )
    if isinstance(roles, dict):
        yield _roles(roles)
    columns = {
        "stage": Words("Stage"),
        "does": Words("Does"),
        "support": Words("Is helped by"),
        "signal": Words("Moves on when"),
    }
    yield from rows_of("route", Words("From learning to leading"), strategy.route, columns)
    yield fields("matching", Words("Who works with whom"), *_matching(strategy.matching))
    if isinstance(strategy.cadence, list):
        yield _meetings(strategy.cadence, roles)
    support = texts(strategy.support_for_mentors, "support-for-mentors")
    yield fields("support", Words("What mentors can count on"), (Words("Support"), support))
    if isinstance(strategy.feedback, list):
        yield _feedback(strategy.feedback)
    yield fields("ending", Words("How it ends"), *_ending(strategy.ending))


def _roles(roles: Mapping[str, MentoringRole]) -> Group:
    """A section for each role: five columns of text would be too narrow to read."""
    return Group("roles", Words("Who does what"), tuple(_role(*item) for item in roles.items()))


def _role(id: str, role: MentoringRole) -> Group:
    at = ("roles", id)
    block = fields(
        "role",
        None,
        (Words("Does"), texts(role.does, *at, "does")),
        (Words("Time"), text(role.time, *at, "time")),
        (Words("Training"), text(role.training, *at, "training")),
        (Words("Recognition"), text(role.recognition, *at, "recognition")),
    )
    return Group(f"role-{id}", role_name(id, role.title), (block,))


def _matching(matching: Matching | ToBeAgreed) -> Iterator[tuple[Words, Cell]]:
    if isinstance(matching, ToBeAgreed):
        yield Words("Matching"), undecided(matching)
        return
    at = "matching"
    yield Words("A good match"), texts(matching.criteria, at, "criteria")
    yield Words("Decided by"), owner(matching.decided_by)
    yield Words("How"), text(matching.how, at, "how")
    yield Words("When it does not fit"), text(matching.rematch, at, "rematch")


def _meetings(
    meetings: list[MentoringMeeting], roles: Mapping[str, MentoringRole] | ToBeAgreed
) -> Table:
    titles = {} if isinstance(roles, ToBeAgreed) else {id: role.title for id, role in roles.items()}
    rows: list[tuple[Cell, ...]] = []
    for i, item in enumerate(meetings):
        who = shown(item.who, lambda ids: tuple(role_name(id, titles.get(id)) for id in ids))
        name = text(item.meeting, "cadence", i, "meeting")
        rows.append((name, text(item.every, "cadence", i, "every"), takes(item.minutes), who))
    columns = (Words("Meeting"), Words("Every"), Words("Takes"), Words("Who comes"))
    return Table("cadence", Words("Meetings"), columns, tuple(rows))


def _feedback(occasions: list[Feedback]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for i, item in enumerate(occasions):
        questions = shown(item.instrument, lambda id: pages([id]))
        how = text(item.how, "feedback", i, "how")
        rows.append((text(item.when, "feedback", i, "when"), how, questions))
    columns = (Words("When"), Words("How"), Words("Questions"))
    return filled_table("feedback", Words("How we listen"), columns, rows)


def _ending(ending: Ending | ToBeAgreed) -> Iterator[tuple[Words, Cell]]:
    if isinstance(ending, ToBeAgreed):
        yield Words("The end"), undecided(ending)
        return
    yield Words("The end"), text(ending.how, "ending", "how")
    yield Words("Report"), text(ending.report, "ending", "report")


def programme_facts(programme: MentorshipProgramme) -> Iterator[Block]:
    """Yield the blocks of a mentorship programme, from top to bottom."""
    yield fields(
        "at-a-glance",
        None,
        (Words("Run by"), text(programme.host, "host")),
        (Words("Found at"), link(programme.url)),
        (Words("Stipend"), text(programme.stipend, "stipend")),
        (Words("Lasts"), text(programme.length, "length")),
        (Words("Rounds"), text(programme.rounds, "rounds")),
        (Words("Who can apply"), text(programme.eligibility, "eligibility")),
        (Words("Roles"), undecided(programme.roles)),
        (Words("Phases"), undecided(programme.phases)),
    )
    yield fields("selection", Words("How applicants are chosen"), *_selection(programme.selection))
    if isinstance(programme.phases, list):
        yield _phases(programme, programme.phases)
    if isinstance(programme.roles, dict):
        rows = tuple(
            ((role_name(name, role.title),), texts(role.does, "roles", name, "does"))
            for name, role in programme.roles.items()
        )
        yield Table("roles", Words("Roles"), (Words("Role"), Words("Does")), rows)


def _selection(selection: Selection | ToBeAgreed) -> Iterator[tuple[Words, Cell]]:
    if isinstance(selection, ToBeAgreed):
        yield Words("Selection"), undecided(selection)
        return
    at = "selection"
    words = {True: Words("each reviewer alone"), False: Words("the reviewers together")}
    reviewers = shown(selection.reviewers, lambda n: (Plain(str(n)),))
    yield Words("Reviewers for each applicant"), reviewers
    yield Words("Scale"), text(selection.scale, at, "scale")
    yield Words("Assessed by"), shown(selection.independent, lambda value: (words[value],))
    yield Words("Decision"), text(selection.decision, at, "decision")


def _phases(programme: MentorshipProgramme, phases: list[Phase]) -> Table:
    """One row for each task, and one for a phase whose tasks are not known."""
    roles = programme.roles if isinstance(programme.roles, dict) else {}
    titles = {id: role.title for id, role in roles.items()}
    rows: list[tuple[Cell, ...]] = []
    for i, phase in enumerate(phases):
        name, when = text(phase.name, "phases", i, "name"), text(phase.when, "phases", i, "when")
        if not isinstance(phase.tasks, list) or not phase.tasks:
            rows.append((name, when, (), undecided(phase.tasks)))
            continue
        for j, task in enumerate(phase.tasks):
            who = shown(task.role, lambda id: (role_name(id, titles.get(id)),))
            rows.append((name, when, who, text(task.task, "phases", i, "tasks", j, "task")))
    columns = (Words("Phase"), Words("When"), Words("Who"), Words("What"))
    return filled_table("phases", Words("Phases"), columns, rows)


def role_name(id: str, title: Open[Text] | None) -> Fact:
    """Show the title of one of the page's ``roles``, or its id in words."""
    if isinstance(title, str):
        return Fact(title, ("roles", id, "title"))
    return Fact(id.replace("-", " ").capitalize(), ("roles", id))
