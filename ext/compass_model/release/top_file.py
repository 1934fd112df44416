"""Reading one of the files at the top of a repository, and finding what was left over in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from compass_model.fact_files import read_data_file
from compass_model.left_overs import left_overs
from compass_model.problems import Code, Problem
from compass_model.yaml_source import YamlDocument, texts_of

_LEFT = re.compile(
    r"""\{\{.*?\}\} | \$\{.*?\} | <[a-z][a-z ]*(?:name|title|date|version|here)>
      | \b(?:TODO|FIXME|TBD|TBC|XXX+|CHANGE[ _-]?ME)\b
      | \blorem\ ipsum\b | \byour\ (?:name|title|organi[sz]ation|project)\b
      | \b0000-0000-0000-0000\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


def read_top_file(root: Path, name: str, advice: str) -> tuple[YamlDocument | None, list[Problem]]:
    """Read a YAML file that must be there.

    :param advice: what to do when it is not
    """
    if not (root / name).exists() and not (root / name).is_symlink():
        return None, [Problem(name, 1, f"there is no {name}; {advice}", Code.MISSING_FILE)]
    document, problems = read_data_file(root, name)
    return document, problems


def placeholders(path: str, document: YamlDocument) -> Iterator[Problem]:
    """Yield what looks as if somebody meant to write it later."""
    for text, loc in texts_of(document.value):
        line = document.text_line(loc)
        yield from left_overs(path, [(text, line)]).problems
        for match in _LEFT.finditer(text):
            message = f"'{match[0]}' looks like a placeholder; write what belongs there"
            yield Problem(path, document.line(loc), message, Code.PLACEHOLDER)
