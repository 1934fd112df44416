"""The one folder of figures: copies of images, and drawings of ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from compass_model.problems import Code, Problem
from sphinx_compass.export.checks import place_of
from sphinx_compass.export.output import Output
from sphinx_compass.export.pages import figure_name

if TYPE_CHECKING:
    from sphinx_compass.export.pages import Made, Page, Site

FIGURES = "figures"


def name_clashes(pages: Iterable[Page], srcdir: Path) -> Iterator[Problem]:
    """Yield the images of which two would have one name in the folder of figures."""
    origin: dict[str, str] = {}
    for page in pages:
        for image in page.doctree.findall(nodes.image):
            path = str(image["uri"])
            name = figure_name(path)
            other = origin.setdefault(name, path)
            if other != path:
                message = (
                    f"'{path}' and '{other}' would both be the figure '{name}'; rename one of them"
                )
                yield Problem(*place_of(image, page.path, srcdir), message, Code.LABEL_CLASH)


def add_figures(site: Site, made: Iterable[Made], output: Output, folder: str) -> list[str]:
    """Add the files of all figures, each once, and return their names."""
    names = set()
    for _page, written in made:
        for figure in written.figures:
            names.add(figure.name)
            content = figure.content.encode() if figure.content is not None else None
            if figure.image is not None:
                content = site.image(figure.image)
            if content is not None:
                output.add(f"{folder}/{figure.name}", content, figure.image or figure.path)
    return sorted(names)
