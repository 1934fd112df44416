"""Directives that read files or pass text through, in place of the stock ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from docutils.parsers.rst.directives.misc import Include as StandardInclude
from docutils.parsers.rst.directives.tables import CSVTable
from myst_parser.mocking import MockIncludeDirective, MockState
from sphinx.directives.code import LiteralInclude
from sphinx.directives.other import Include
from sphinx.util.docutils import SphinxDirective

from compass_model.problems import Code, Problem
from compass_model.safety import RAW_MESSAGE, file_problem
from sphinx_compass.reporting import report
from sphinx_compass.safe_places import note_file, page_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def _refuse(directive: SphinxDirective, message: str, code: Code) -> None:
    source, line = directive.get_source_info()
    srcdir = Path(directive.env.srcdir)
    path = Path(source).resolve()
    inside = path.is_relative_to(srcdir.resolve())
    name = path.relative_to(srcdir.resolve()).as_posix() if inside else path.as_posix()
    report(srcdir, [Problem(name, line, message, code)])


def _may_read(directive: SphinxDirective, target: str) -> bool:
    """Return whether a directive may read the file it names; report it if not."""
    page = page_of(directive.env, directive.env.docname)
    wrong = file_problem(Path(directive.env.srcdir), page, target.strip())
    if wrong is not None:
        note_file(directive.env, target.strip())
        _refuse(directive, wrong.message, wrong.code)
    return wrong is None


class RefusedRaw(SphinxDirective):
    """Reports ``{raw}``, which passes its content to the output unchanged."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]] | None] = {
        "file": directives.unchanged,
        "url": directives.unchanged,
        "encoding": directives.unchanged,
        "class": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Show nothing."""
        _refuse(self, RAW_MESSAGE, Code.REFUSED_DIRECTIVE)
        return []


class SafeInclude(SphinxDirective):
    """Includes files of the source folder only.

    It is no subclass of docutils' ``Include``, because myst-parser runs code of its own for those
    without asking the class; that code is called from here.
    """

    required_arguments = 1
    final_argument_whitespace = True
    # Without 'parser': another one would obey the front matter of what is included.
    option_spec: ClassVar[dict[str, Callable[[str], Any]] | None] = {
        **{k: v for k, v in (StandardInclude.option_spec or {}).items() if k != "parser"},
        "relative-images": directives.flag,
        "relative-docs": directives.path,
        "heading-offset": directives.nonnegative_int,
    }

    def run(self) -> list[nodes.Node]:
        """Include the file as usual, if it may be read."""
        target = self.arguments[0].strip()
        if not _may_read(self, target):
            return []
        path = Path(self.env.relfn2path(target)[1]).resolve()
        around: Any = self.env.temp_data.get("compass_includes", ())
        if path in (*around, self.env.doc2path(self.env.docname).resolve()):
            _refuse(self, f"'{target}' includes itself; take this out", Code.REFUSED_DIRECTIVE)
            return []
        self.env.temp_data["compass_includes"] = (*around, path)
        try:
            return self._include()
        finally:
            self.env.temp_data["compass_includes"] = around

    def _include(self) -> list[nodes.Node]:
        state: Any = self.state
        if isinstance(state, MockState):
            include = MockIncludeDirective(
                state._renderer,
                name=self.name,
                klass=Include,
                arguments=self.arguments,
                options=self.options,
                body=list(self.content),
                lineno=self.lineno,
            )
            return list(include.run())
        return list(_as(Include, self).run())


def _as(kind: type[Directive], directive: Directive) -> Directive:
    return kind(
        directive.name,
        directive.arguments,
        directive.options,
        directive.content,
        directive.lineno,
        directive.content_offset,
        directive.block_text,
        directive.state,
        directive.state_machine,
    )


class SafeLiteralInclude(LiteralInclude):
    """Shows files of the source folder only."""

    def run(self) -> list[nodes.Node]:
        """Show the file as usual, if it may be read."""
        targets = [self.arguments[0], self.options.get("diff", self.arguments[0])]
        return super().run() if all(_may_read(self, target) for target in targets) else []


class SafeCSVTable(CSVTable, SphinxDirective):
    """Reads tables from files of the source folder only."""

    def run(self) -> list[nodes.Node]:  # type: ignore[override]  # as Sphinx's own class
        """Make the table as usual, if the file may be read."""
        if "url" in self.options and not _may_read(self, self.options["url"]):
            return []
        if "file" in self.options:
            target = self.options["file"].strip()
            if not _may_read(self, target):
                return []
            # The very file that was looked at: Sphinx would take an absolute path as it is.
            self.options["file"] = self.env.relfn2path(target)[1]
        return list(super().run())


def refused_raw_role(
    name: str,
    rawtext: str,
    text: str,
    lineno: int,
    inliner: Any,
    options: dict[str, Any] | None = None,
    content: list[str] | None = None,
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """Show the text of a role that is made from ``raw``; ``SafeDoctree`` reports it."""
    refused = nodes.inline(text, text, compass_refused=RAW_MESSAGE)
    refused.source, refused.line = inliner.document["source"], lineno
    return [refused], []


def register_directives(app: Sphinx) -> None:
    """Handle ``builder-inited``: put these directives in place of the stock ones."""
    app.add_directive("raw", RefusedRaw, override=True)
    refused_raw_role.options = {"format": directives.unchanged}  # type: ignore[attr-defined]  # as docutils' own
    app.add_role("raw", refused_raw_role, override=True)
    app.add_directive("include", SafeInclude, override=True)
    app.add_directive("literalinclude", SafeLiteralInclude, override=True)
    app.add_directive("csv-table", SafeCSVTable, override=True)
    app.env.settings["raw_enabled"] = False
