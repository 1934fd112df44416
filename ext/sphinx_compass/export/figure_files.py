"""The one folder of figures: copies of images and of files to keep, and drawings of ours."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from compass_model.export.labels import slug
from compass_model.problems import Code, Problem
from sphinx_compass.export.output import Output

if TYPE_CHECKING:
    from sphinx_compass.export.context import Written
    from sphinx_compass.export.pages import Site

FIGURES = "figures"


def wrong_names(written: Iterable[Written]) -> Iterator[Problem]:
    """Yield the files that would have no name in the folder of figures, or that of another."""
    origin: dict[str, str] = {}
    for one in written:
        for figure in one.figures:
            path = figure.image or figure.path
            other = origin.setdefault(figure.name, path)
            if figure.image and not slug(posixpath.splitext(figure.image)[0]):
                message = (
                    f"the name '{path}' has no Latin letter and no digit, and the export makes its "
                    "own name from these; rename the file"
                )
                yield Problem(figure.path, figure.line, message, Code.IMAGE_LIMITS)
            elif other != path:
                message = (
                    f"'{path}' and '{other}' would both be the figure '{figure.name}'; rename one "
                    "of them"
                )
                yield Problem(figure.path, figure.line, message, Code.LABEL_CLASH)


def add_figures(site: Site, written: Iterable[Written], output: Output, folder: str) -> list[str]:
    """Add the files of all figures, each once, and return their names."""
    names = set()
    for one in written:
        for figure in one.figures:
            if figure.name in names:
                continue
            names.add(figure.name)
            content = figure.content.encode() if figure.content is not None else None
            if figure.image is not None:
                content = site.image(figure.image)
            if content is not None:
                output.add(f"{folder}/{figure.name}", content, figure.image or figure.path)
    return sorted(names)
