"""One page: its front matter, its facts, its headings, and everything wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from compass_model.envelope import Page
from compass_model.fact_files import FactFiles, data_text, read_fact_files
from compass_model.front_matter import FrontMatter, read_front_matter
from compass_model.headings import Heading, missing_sections, title_problem
from compass_model.hidden_facts import may_hide_facts, misspelt, not_at_the_top
from compass_model.left_overs import MAY_BE_LEFT, left_overs, unknown_appendix
from compass_model.markdown_scan import MAX_DEPTH, MarkdownScanner, Scan
from compass_model.page_kind import kind_of
from compass_model.problems import Code, Problem
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
from compass_model.yaml_source import MAX_CHARACTERS, YamlDocument, texts_of

_DATA = re.compile(r"""(?:^|[{,])\s*data:\s*["']?([\w./-]+)""", re.M)
_CODE = re.compile(r"(`+).+?\1")
_ID = re.compile(r"""(?:^|[{,])\s*id:\s*["']?([a-z0-9-]+)""", re.M)
_ID_OF_DATA = re.compile(r"""^id:\s*["']?([a-z0-9-]+)""", re.M)


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
            return None, _hidden(path, text, front)
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
        elif front is None or document is not None:
            problems += _hidden(path, text, front)
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
        for line in scan.too_deep:
            message = f"more than {MAX_DEPTH} directives stand in one another; take some apart"
            yield Problem(path, line, message, Code.TOO_LARGE)
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
        kind, problems = kind_of(path, document)
        if kind is None:
            return None, problems
        files, found = read_fact_files(self.root, path, document)
        if found and files.data is None:
            return None, found  # without its data, everything else would be missing too
        validated = validate(kind, files.raw, files.place, quote=True)
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


def lost_ids(path: str, text: str | None, root: Path | None = None) -> set[str]:
    """Guess the id of a page whose facts cannot be read: references to it may well be right.

    :param text: its text, or ``None`` when the file cannot be read
    :param root: the source folder, to look into the data file that the page names
    """
    file = PurePosixPath(path)
    if text is None:
        return {file.stem, file.parent.name}
    front = FrontMatter.of(text)
    if not _means_facts(path, text, front):
        return set()
    head = text[:MAX_CHARACTERS] if front is None else front.text
    found = {file.parent.name if file.stem == "index" else file.stem, *_ID.findall(head)}
    for name in _DATA.findall(head):
        found.add(PurePosixPath(name).stem)
        data = data_text(root, name) if root is not None else None
        found.update(_ID_OF_DATA.findall(data or ""))
    return found


def _means_facts(path: str, text: str, front: FrontMatter | None) -> bool:
    if front is None:
        return any(not_at_the_top(path, text))
    return front.may_hold_facts() or may_hide_facts(front)


def _hidden(path: str, text: str, front: FrontMatter | None) -> list[Problem]:
    """Find facts that are not where facts are read."""
    if front is None:
        return list(not_at_the_top(path, text))
    document = read_front_matter(path, front)[0] if may_hide_facts(front) else None
    return list(misspelt(path, document)) if document is not None else []


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
