"""Where the facts of a page stand: in its front matter, and in the data file that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from compass_model.front_matter import FACTS_AT
from compass_model.problems import Code, Problem
from compass_model.source_file import is_there, outside_problem, read_source
from compass_model.yaml_source import Loc, YamlDocument, YamlError, load_yaml

DATA_FOLDER = "_data"


class FactFiles(NamedTuple):
    """The documents that hold the facts of one page."""

    path: str
    """The page."""
    document: YamlDocument
    """Its whole front matter."""
    data_path: str = ""
    """The data file; empty when there is none."""
    data: YamlDocument | None = None

    @property
    def raw(self) -> dict[str, Any]:
        """The facts of both files as they were written."""
        return {**(self.data.value if self.data else {}), **self._own}

    @property
    def _own(self) -> dict[str, Any]:
        found: dict[str, Any] = self.document.value["options"]["compass"]
        return found

    def place(self, loc: Loc) -> tuple[str, int]:
        """Return the file and line of a fact."""
        path, document, whole = self._origin(loc)
        return path, document.line(whole)

    def text_place(self, loc: Loc) -> tuple[str, int]:
        """Return the file and line on which the text of a fact begins."""
        path, document, whole = self._origin(loc)
        return path, document.text_line(whole)

    def _origin(self, loc: Loc) -> tuple[str, YamlDocument, Loc]:
        if self.data is not None and loc and loc[0] not in self._own:
            return self.data_path, self.data, loc
        return self.path, self.document, (*FACTS_AT, *loc)


def read_fact_files(
    root: Path, path: str, document: YamlDocument
) -> tuple[FactFiles, list[Problem]]:
    """Read the data file that the facts of a page name, if they name one.

    :param root: the source folder
    :param path: the page
    :param document: its front matter, which holds facts
    """
    files = FactFiles(path, document)
    name = files.raw.get("data")
    if name is None:
        return files, []
    here = files.place(("data",))
    if not isinstance(name, str) or not _may_name_data(name):
        message = f"'data' must be the path of a .yml file below {DATA_FOLDER}/"
        return files, [Problem(*here, message, Code.WRONG_VALUE)]
    data_path = f"{DATA_FOLDER}/{name}"
    if not is_there(root / data_path):
        message = f"there is no file {data_path}; write it, or correct 'data'"
        return files, [Problem(*here, message, Code.MISSING_FILE)]
    data, problems = read_data_file(root, data_path)
    if data is None:
        return files, problems
    problems += _in_both(files, data_path, data)
    return files._replace(data_path=data_path, data=data), problems


def _may_name_data(name: str) -> bool:
    return re.fullmatch(r"[\w][\w./-]*\.yml", name) is not None and ".." not in name


def data_text(root: Path, name: str) -> str | None:
    """Return the text of the data file *name*, or ``None`` when it cannot be read."""
    path = f"{DATA_FOLDER}/{name}"
    if not _may_name_data(name) or not is_there(root / path) or outside_problem(root, path):
        return None
    return read_source(root, path)[0]


def read_data_file(root: Path, path: str) -> tuple[YamlDocument | None, list[Problem]]:
    """Read a YAML file whose top is a mapping.

    :returns: the document, or ``None`` when it cannot be read, and the problems
    """
    if problem := outside_problem(root, path):
        return None, [problem]
    text, problems = read_source(root, path)
    if text is None:
        return None, problems
    try:
        document = load_yaml(text)
    except YamlError as error:
        code = Code.TOO_LARGE if error.too_large else Code.BROKEN_YAML
        return None, [*problems, Problem(path, error.line, error.message, code)]
    if not isinstance(document.value, dict):
        message = "the file must be a mapping with 'name: value' lines"
        return None, [*problems, Problem(path, 1, message, Code.WRONG_TYPE)]
    return document, problems


def _in_both(files: FactFiles, data_path: str, data: YamlDocument) -> Iterator[Problem]:
    """Nothing is said twice, but the kind, which helps whoever opens the data file alone."""
    for name in files.raw:
        if name in data.value and not (name == "kind" and data.value[name] == files.raw[name]):
            message = f"'{name}' stands in {data_path} too; keep it there and take it out here"
            yield Problem(*files.place((name,)), message, Code.REPEATED_FIELD)
