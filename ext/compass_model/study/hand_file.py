"""Reading a YAML file that stands beside a transcript and belongs to the researcher."""

from __future__ import annotations

import re
from pathlib import Path

from compass_model.problems import Code, Problem
from compass_model.source_file import read_source
from compass_model.yaml_source import YamlDocument, YamlError, load_yaml


def read_hand_file(folder: Path, name: str) -> tuple[YamlDocument | None, list[Problem]]:
    """Read a YAML file that may be missing.

    No problem quotes the file: it may hold what somebody said in confidence.

    :returns: the document, or ``None`` where there is none or it cannot be read, and the problems
    """
    path = folder / name
    if not path.exists() and not path.is_symlink():
        return None, []
    text, problems = read_source(folder, name)
    problems = [problem._replace(path=path.as_posix()) for problem in problems]
    if text is None:
        return None, problems
    try:
        return load_yaml(text), problems
    except YamlError as error:
        code = Code.TOO_LARGE if error.too_large else Code.BROKEN_YAML
        message = re.sub(r"'.*'", "'…'", error.message, flags=re.DOTALL)
        return None, [*problems, Problem(path.as_posix(), error.line, message, code)]
