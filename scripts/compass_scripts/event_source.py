"""Finding the page of an event guide, by its id or its file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import click

from compass_model.envelope import Page
from compass_model.front_matter import FrontMatter
from compass_model.kinds.event_guide import EventGuide
from compass_model.markdown_scan import MarkdownScanner
from compass_model.page import TypedPage, lost_ids
from compass_model.problems import Problem, did_you_mean, one_of
from compass_model.source_file import read_source
from compass_model.tree import read_compass


class FoundGuide(NamedTuple):
    """An event guide as it was found."""

    guide: EventGuide | None
    """``None`` when it cannot be read, for which there is a problem."""
    page: TypedPage | None
    title: str
    """Inline MyST."""
    owners: dict[str, str]
    """The names of teams and roles, by id."""
    problems: list[Problem]
    """Everything wrong with the page; with a problem, the guide may not be complete."""


def find_guide(name: str, source: Path) -> FoundGuide:
    """Find and read an event guide.

    :param name: its id, or its file
    :param source: the folder of the pages
    :raises click.BadParameter: when there is no such guide
    """
    compass = read_compass(source)
    pages = {page.path: page for page in compass.pages}
    if "/" in name or os.sep in name or name.endswith(".md"):
        path = _path_of_file(name, source, compass.files)
    else:
        broken = dict.fromkeys(p.path for p in compass.problems if p.path not in pages)
        path = _path_of_id(name, source, compass.pages, list(broken))
    page = pages.get(path)
    paths = {path, page.files.data_path} if page is not None else {path}
    problems = [problem for problem in compass.problems if problem.path in paths]
    guide = page.facts if page is not None else None
    if guide is not None and not isinstance(guide, EventGuide):
        raise _refusal(_other_kind(name, guide))
    if guide is None and not problems:
        raise _refusal(f"'{name}' is not an event guide; name a page with 'kind: event-guide'")
    owners = compass.community.owners if compass.community else {}
    names = {id: group.name for id, group in owners.items()}
    return FoundGuide(guide, page, _title(source, path, guide), names, problems)


def _path_of_file(name: str, source: Path, files: list[str]) -> str:
    for file in (Path(name), source / name):
        here = os.path.relpath(os.path.realpath(file), os.path.realpath(source))
        path = Path(here).as_posix()
        if path in files:
            return path
    message = f"there is no page '{name}' in {source.as_posix()}"
    raise _refusal(f"{message}; name another, or its folder with --source")


def _path_of_id(id: str, source: Path, pages: list[TypedPage], broken: list[str]) -> str:
    """Return the path of the guide with an id, or of a broken page that seems to have it."""
    named = [page for page in pages if page.facts.id == id]
    for page in named:
        if isinstance(page.facts, EventGuide):
            return page.path
    if named:
        raise _refusal(_other_kind(id, named[0].facts))
    for path in broken:
        if path.endswith(".md") and id in lost_ids(path, read_source(source, path)[0]):
            return path
    guides = sorted(str(page.facts.id) for page in pages if isinstance(page.facts, EventGuide))
    if guides:
        hint = did_you_mean(id, guides) or f"; use {one_of(guides)}"
    else:
        hint = f" in {source.as_posix()}; write one with: compass new event-guide {id}"
    raise _refusal(f"there is no event guide '{id}'{hint}")


def _other_kind(name: str, page: Page) -> str:
    return f"'{name}' is not an event guide but a page of kind '{page.name}'"


def _refusal(message: str) -> click.BadParameter:
    return click.BadParameter(message, param_hint="'GUIDE'")


def _title(source: Path, path: str, guide: EventGuide | None) -> str:
    text = read_source(source, path)[0] or ""
    front = FrontMatter.of(text)
    headings = MarkdownScanner().headings(text[front.end :] if front else text)
    if headings and headings[0].level == 1:
        return headings[0].text
    return guide.title_text if guide is not None else ""
