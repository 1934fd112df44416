"""Problems as Sphinx warnings: ``file:line: WARNING: what is wrong [compass.code]``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sphinx.util import logging

from compass_model.problems import Problem

logger = logging.getLogger(__name__)

TYPE = "compass"


def report(srcdir: Path, problems: Iterable[Problem]) -> None:
    """Warn of *problems*, whose paths are relative to *srcdir*."""
    for problem in problems:
        location = str(srcdir / problem.place)
        logger.warning("%s", problem.shown, type=TYPE, subtype=str(problem.code), location=location)
