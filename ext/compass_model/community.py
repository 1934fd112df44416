"""``_data/community.yml``: the teams, roles and audiences that pages may name."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from compass_model.fact_files import read_data_file
from compass_model.fields import Id, Link, Model, Text
from compass_model.problems import Code, Problem
from compass_model.validate import validate
from compass_model.yaml_source import YamlDocument

COMMUNITY_FILE = "_data/community.yml"


class Group(Model):
    """A team, a public role or an audience."""

    id: Id = Field(examples=["maintainers"])
    """The name that pages use."""
    name: Text = Field(examples=["Maintainers"])
    """The name that readers see."""
    description: Text | None = None
    """What it is, in a sentence."""
    url: Link | None = None
    """Where readers find more."""


class CommunityData(Model):
    """The lists of a community that pages refer to. Name public roles, never private people."""

    name: Text = Field(examples=["JupyterHub"])
    """The community."""
    teams: list[Group] = []
    """Teams: they may own pages and decide what is to be agreed."""
    roles: list[Group] = []
    """Public roles of single people: as teams."""
    audiences: list[Group] = []
    """For whom pages are written."""


class Community(NamedTuple):
    """The community's data with the lines of its entries."""

    data: CommunityData
    document: YamlDocument

    @property
    def owners(self) -> dict[str, Group]:
        """Teams and roles by id."""
        return {group.id: group for group in (*self.data.teams, *self.data.roles)}

    @property
    def audiences(self) -> dict[str, Group]:
        """Audiences by id."""
        return {group.id: group for group in self.data.audiences}

    def name_line(self, id: str) -> int:
        """Return the line of the name of the group with *id*."""
        for name in ("teams", "roles", "audiences"):
            for i, group in enumerate(getattr(self.data, name)):
                if group.id == id:
                    return self.document.line((name, i, "name"))
        return 0


def read_community(root: Path) -> tuple[Community | None, list[Problem]]:
    """Read the community's data below the source folder *root*.

    :returns: the data, or ``None`` when there is none or it is wrong, and the problems; a file
        that does not exist is no problem by itself
    """
    if not (root / COMMUNITY_FILE).exists():
        return None, []
    document, problems = read_data_file(root, COMMUNITY_FILE)
    if document is None:
        return None, problems
    line = document.line
    validated = validate(
        CommunityData, document.value, lambda loc: (COMMUNITY_FILE, line(loc)), quote=True
    )
    problems += validated.problems
    if not validated.complete:
        return None, problems
    community = Community(validated.value, document)
    problems += _repeated_ids(community)
    return community, problems


def missing_community(root: Path) -> list[Problem]:
    """Return the problem of a source folder whose pages state facts but that has no such file."""
    if (root / COMMUNITY_FILE).exists():
        return []
    message = (
        "the file is missing; write it with the teams, roles and audiences that pages name "
        "(authoring guide, 'Facts')"
    )
    return [Problem(COMMUNITY_FILE, 1, message, Code.MISSING_FILE)]


def _repeated_ids(community: Community) -> list[Problem]:
    problems = []
    seen: dict[str, int] = {}
    for name in ("teams", "roles", "audiences"):
        for i, group in enumerate(getattr(community.data, name)):
            line = community.document.line((name, i, "id"))
            if group.id in seen:
                message = (
                    f"the id '{group.id}' is used in line {seen[group.id]} too; choose another"
                )
                problems.append(Problem(COMMUNITY_FILE, line, message, Code.DUPLICATE_ID))
            seen.setdefault(group.id, line)
    return problems
