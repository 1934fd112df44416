"""One page: its front matter, its facts, its headings, and everything wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from compass_model.envelope import Page
from compass_model.fact_files import FactFiles, read_fact_files
from compass_model.front_matter import FACTS_AT, FrontMatter, read_front_matter
from compass_model.headings import Heading, missing_sections, title_problem
from compass_model.kinds import KINDS, page_class
from compass_model.left_overs import MAY_BE_LEFT, left_overs, unknown_appendix
from compass_model.markdown_scan import MarkdownScanner, Scan
from compass_model.problems import Code, Problem, did_you_mean, one_of
from compass_model.safety import (
    EVAL_RST_MESSAGE,
    RAW_HTML_MESSAGE,
    RAW_MESSAGE,
    check_front_matter,
    eval_rst_lines,
    file_problem,
)
from compass_model.source_file import outside_problem, read_source
from compass_model.validate import validate
from compass_model.yaml_source import YamlDocument, texts_of

_DATA = re.compile(r"""^\s*data:\s*["']?([\w./-]+)""", re.M)
_CODE = re.compile(r"(`+).+?\1")
_ID = re.compile(r"""^\s*id:\s*["']?([a-z0-9-]+)""", re.M)


class TypedPage(NamedTuple):
    """A page with facts."""

    path: str
    facts: Page
    complete: bool
    """Whether every field is right; a required field that is not right is ``None``."""
    files: FactFiles
    """The front matter, and the data file if there is one."""
    mentions: tuple[tuple[str, int], ...] = ()
    """The letters of appendices that its text names, each with its line."""
    title_from_data: bool = False
    """Whether its data file gives the title, because its text does not begin with one."""

    def place(self, *loc: str | int) -> tuple[str, int]:
        """Return the file and line of a fact."""
        return self.files.place(loc)

    def line(self, *loc: str | int) -> int:
        """Return the line of a fact."""
        return self.files.place(loc)[1]


class PageReader:
    """Reads pages below one source folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._scanner = MarkdownScanner()

    def facts_of(self, path: str, text: str) -> tuple[TypedPage | None, list[Problem]]:
        """Read the facts and headings of a page, if it states facts.

        :param path: the page, relative to the source folder
        :param text: its text
        :returns: the page, or ``None`` when it states no facts that can be read, and the problems
        """
        front = FrontMatter.of(text)
        if front is None or not front.may_hold_facts():
            return None, []
        document, problems = read_front_matter(path, front)
        if document is None:
            return None, problems
        body = text[front.end :]
        if MAY_BE_LEFT.search(body):
            scan = self._scanner.scan(body, front.body_line)
            return self._typed(path, document, scan.headings, front.body_line, scan.left_overs)
        headings = self._scanner.headings(body, front.body_line)
        return self._typed(path, document, headings, front.body_line)

    def left_overs(self, path: str, text: str) -> list[Problem]:
        """Find what was left over in a page without facts, which has no appendices."""
        if not MAY_BE_LEFT.search(text):
            return []
        return _plain_left_overs(path, self._scan(text, FrontMatter.of(text)))

    def check(self, path: str) -> tuple[TypedPage | None, list[Problem]]:
        """Read a page and find everything wrong with it that can be seen without building it."""
        if problem := outside_problem(self.root, path):
            return None, [problem]
        text, problems = read_source(self.root, path)
        if text is None:
            return None, problems
        if empty := list(empty_file(path, text)):
            return None, [*problems, *empty]
        front = FrontMatter.of(text)
        document, found = read_front_matter(path, front) if front is not None else (None, [])
        problems += found
        scan = self._scan(text, front)
        problems += self._unsafe(path, document, scan)
        for line in eval_rst_lines(text):
            problems.append(Problem(path, line, EVAL_RST_MESSAGE, Code.REFUSED_DIRECTIVE))
        page = None
        if front is not None and document is not None and front.may_hold_facts():
            page, found = self._typed(
                path, document, scan.headings, front.body_line, scan.left_overs
            )
            problems += found
        if page is None:
            problems += _plain_left_overs(path, scan)
        return page, problems

    def _scan(self, text: str, front: FrontMatter | None) -> Scan:
        if front is None:
            return self._scanner.scan(text)
        return self._scanner.scan(text[front.end :], front.body_line)

    def _unsafe(self, path: str, document: YamlDocument | None, scan: Scan) -> Iterator[Problem]:
        if document is not None:
            for finding in check_front_matter(document.value):
                yield Problem(path, document.line(finding.loc), finding.message, finding.code)
        for line in scan.raw_html:
            yield Problem(path, line, RAW_HTML_MESSAGE, Code.RAW_HTML)
        for name, line in scan.directives:
            if name == "raw":
                yield Problem(path, line, RAW_MESSAGE, Code.REFUSED_DIRECTIVE)
        for file in scan.files:
            wrong = file_problem(self.root, path, file.target, download=file.download)
            if wrong is not None:
                yield Problem(path, file.line, wrong.message, wrong.code)

    def _typed(
        self,
        path: str,
        document: YamlDocument,
        headings: list[Heading],
        body_line: int,
        texts: Sequence[tuple[str, int]] = (),
    ) -> tuple[TypedPage | None, list[Problem]]:
        kind, problems = _kind_of(path, document)
        if kind is None:
            return None, problems
        files, found = read_fact_files(self.root, path, document)
        if found and files.data is None:
            return None, found  # without its data, everything else would be missing too
        validated = validate(kind, files.raw, files.place)
        problems += [*found, *validated.problems]
        problems += _heading_problems(validated.value, files, headings, body_line)
        untitled = not headings or headings[0].level > 1
        from_data = untitled and bool(validated.value.title_text)
        here = left_overs(path, texts)
        problems += [*here.problems, *_left_in_facts(files)]
        facts, complete = validated.value, validated.complete
        return TypedPage(path, facts, complete, files, here.mentions, from_data), problems


def empty_file(path: str, text: str) -> Iterator[Problem]:
    """Yield the problem of a page without any text."""
    if not text.strip():
        message = "the file is empty; write the page or delete the file"
        yield Problem(path, 1, message, Code.EMPTY_FILE)


def lost_ids(path: str, text: str | None) -> set[str]:
    """Guess the id of a page whose facts cannot be read: references to it may well be right."""
    if text is None:
        file = PurePosixPath(path)
        return {file.stem, file.parent.name}
    front = FrontMatter.of(text)
    if front is None:
        return set()
    data = {PurePosixPath(name).stem for name in _DATA.findall(front.text)}
    return data | set(_ID.findall(front.text))


def _plain_left_overs(path: str, scan: Scan) -> list[Problem]:
    found = left_overs(path, scan.left_overs)
    there = "a page without facts has no appendices"
    named = [unknown_appendix(path, line, letter, there) for letter, line in found.mentions]
    return [*named, *found.problems]


def _left_in_facts(files: FactFiles) -> Iterator[Problem]:
    for text, loc in texts_of(files.raw):
        if not MAY_BE_LEFT.search(text):
            continue
        path, line = files.place(loc)
        yield from left_overs(path, [(_CODE.sub("", text), line)]).problems


def _kind_of(path: str, document: YamlDocument) -> tuple[type[Page] | None, list[Problem]]:
    """Find the class for the facts in *document*; no class and no problem when it has none."""
    top = document.value or {}
    options = top.get("options")
    if isinstance(top.get("compass"), dict) and "kind" in top["compass"]:
        message = "'compass:' stands one level too high; indent it below 'options:'"
        return None, [Problem(path, document.line(("compass",)), message, Code.UNKNOWN_FIELD)]
    if not isinstance(options, dict) or "compass" not in options:
        return None, []
    raw, line = options["compass"], document.line(FACTS_AT)
    if not isinstance(raw, dict):
        message = "'compass' must be a mapping with 'name: value' lines"
        return None, [Problem(path, line, message, Code.WRONG_TYPE)]
    names = [kind.name for kind in KINDS]
    if "kind" not in raw:
        message = f"'kind' is missing; add it, one of {one_of(names)}"
        return None, [Problem(path, line, message, Code.MISSING_FIELD)]
    kind = page_class(raw)
    if not isinstance(raw["kind"], str):
        message = f"'kind' must be text: {one_of(names)}"
        return None, [Problem(path, document.line((*FACTS_AT, "kind")), message, Code.WRONG_TYPE)]
    if kind is None:
        hint = did_you_mean(str(raw["kind"]), names) or f"; use {one_of(names)}"
        message = f"'{raw['kind']}' is not a kind of page{hint}"
        return None, [Problem(path, document.line((*FACTS_AT, "kind")), message, Code.UNKNOWN_KIND)]
    return kind, []


def _heading_problems(
    facts: Page, files: FactFiles, headings: list[Heading], body_line: int
) -> Iterator[Problem]:
    title, title_at = files.document.value.get("title"), files.document.line(("title",))
    wrong = title_problem(None if title is None else str(title), title_at, headings, body_line)
    if wrong is not None and not (wrong[2] == Code.MISSING_TITLE and facts.title_text):
        yield Problem(files.path, *wrong)
    title_line = headings[0].line if headings else body_line
    for message in missing_sections(facts.sections, headings):
        yield Problem(files.path, title_line, message, Code.MISSING_SECTION)
