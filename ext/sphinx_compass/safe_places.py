"""Where a text that breaks a safety rule stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from compass_model.consent.files import leads_to_study
from compass_model.problems import Code, Problem
from compass_model.safety import file_place

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.environment import BuildEnvironment

TRANSLATED = ":<translated>"
"""The end of the source of a translation, which Sphinx writes as ``page.md:7:<translated>``."""


def page_of(env: BuildEnvironment, docname: str) -> str:
    """Return the file of a page, relative to the source folder."""
    return Path(env.doc2path(docname, base=False)).as_posix()


def problem_at(
    env: BuildEnvironment, docname: str, node: nodes.Node | None, message: str, code: Code
) -> Problem:
    """Make the problem of a node: at its place, or that of the nearest one around it with a line.

    That may be in a file that the page includes, or in a translation, whose place is that of the
    text for which it stands.
    """
    path, line = page_of(env, docname), 1
    while node is not None and not node.line:
        node = node.parent
    if node is not None:
        source = str(node.source or "")
        if source.endswith(TRANSLATED):
            number = source.removesuffix(TRANSLATED).rpartition(":")[2]
            line = int(number) if number.isdigit() else 1
        else:
            line = node.line or 1
            file = Path(env.srcdir) / source
            if file.is_file() and file.is_relative_to(env.srcdir):
                path = file.relative_to(env.srcdir).as_posix()
    return Problem(path, line, message, code)


def note_file(env: BuildEnvironment, target: str) -> None:
    """Have the page that is being read, read again when a file that was refused is mended."""
    root = Path(env.srcdir)
    path = file_place(root, page_of(env, env.docname), target)
    if path is None or leads_to_study(root, root / path):
        # Nobody can say when it will be there, or a page that depends on it stops the build.
        env.note_reread()
    else:
        env.note_dependency(path)
