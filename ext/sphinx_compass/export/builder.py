"""The builders ``turing-way`` and ``plain-myst``: the compass as MyST for other engines.

``compass export`` runs them, and looks after the folder in which their result is kept. Run by
themselves they write into the output folder of Sphinx, all files or, when there is a problem, none.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from sphinx.builders import Builder

from sphinx_compass.export.context import document_uri
from sphinx_compass.reporting import report

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from compass_model.problems import Problem
    from sphinx_compass.export.output import Output


class ExportBuilder(Builder):
    """Writes pages as MyST, from the same resolved doctrees as every other builder."""

    format = "myst"
    epilog = "The export is in %(outdir)s."
    supported_image_types: ClassVar[list[str]] = [
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
    ]

    def init(self) -> None:
        """Load what only an export needs."""
        from sphinx_compass.export.citations import KeepCitations  # noqa: PLC0415

        self._app.add_post_transform(KeepCitations)

    def get_outdated_docs(self) -> str:
        """Write everything: a page of an export holds something of many others."""
        return "all pages"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return an address that the writer turns into a label or a web address."""
        return document_uri(docname)

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same address from everywhere."""
        return document_uri(to)

    def resolved(self, docname: str) -> nodes.document:
        """Return a page the way readers see it, with the files of its images chosen."""
        doctree = self.env.get_and_resolve_doctree(docname, self, tags=self.tags)
        self.post_process_images(doctree)
        return doctree

    def write_documents(self, docnames: Set[str]) -> None:
        """Write the export, or say what is wrong with it."""
        output, problems = self.export()
        if problems:
            report(Path(self.srcdir), problems)
            return
        output.write(Path(self.outdir))

    def export(self) -> tuple[Output, Sequence[Problem]]:
        """Make the files of the export."""
        raise NotImplementedError


class TuringWayBuilder(ExportBuilder):
    """Chapters that The Turing Way can take over as they are."""

    name = "turing-way"

    def export(self) -> tuple[Output, Sequence[Problem]]:
        """Make the chapters that ``_data/export.yml`` names."""
        from sphinx_compass.export.turing_way import export_chapters  # noqa: PLC0415

        return export_chapters(self)


class PlainBuilder(ExportBuilder):
    """All pages as plain MyST, for another engine and for ever."""

    name = "plain-myst"

    def export(self) -> tuple[Output, Sequence[Problem]]:
        """Make all pages, and the settings of Jupyter Book 2."""
        from sphinx_compass.export.plain import export_all  # noqa: PLC0415

        return export_all(self)


def register(app: Sphinx) -> None:
    """Add the builders and what they are told."""
    settings: list[tuple[str, Any, type]] = [
        ("compass_export_only", "", str),
        ("compass_published_at", "", str),
    ]
    for name, default, kind in settings:
        app.add_config_value(name, default, "", kind)
    app.add_builder(TuringWayBuilder)
    app.add_builder(PlainBuilder)
