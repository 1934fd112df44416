"""Reading a YAML file that stands beside a transcript and belongs to the researcher."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

from compass_model.consent.quiet_fields import without_strange_fields
from compass_model.fields import Model
from compass_model.problems import Code, Problem
from compass_model.source_file import read_source
from compass_model.validate import Validated, validate
from compass_model.yaml_source import Loc, YamlDocument, YamlError, load_yaml

M = TypeVar("M", bound=Model)


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


def validate_quietly(model: type[M], document: YamlDocument, path: str) -> Validated[M]:
    """Make a *model* of a document, as :func:`validate` does, and repeat no field that is unknown.

    A name or words may stand there: in place of a field, or behind a comma without quotes. The
    types of the model's fields have to be quiet about their values.

    :param path: the file, for the problems
    """

    def place(loc: Loc) -> tuple[str, int]:
        return path, document.line(loc)

    raw, strange = without_strange_fields(model, document.value, (), path, document)
    problems = [
        one._replace(message=re.sub(r"^unknown field '[^']*'", "unknown field", one.message))
        for one in strange
    ]
    checked = validate(model, raw, place)
    return checked._replace(
        complete=checked.complete and not problems, problems=[*problems, *checked.problems]
    )
