"""Safety rules for works and citations. Loaded only where sphinxcontrib-bibtex is loaded.

That extension stops at a mistake in a file of works or in a citation, and shows whatever it finds.
So the files below the source folder are read by :mod:`compass_model.bibliography` in its place:
what is wrong with an entry is left out, and the rest is shown.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from pybtex.bibtex.utils import split_name_list
from pybtex.database import BibliographyData, Person
from pybtex.database import Entry as PybtexEntry
from pybtex.plugin import PluginNotFound, find_plugin
from sphinxcontrib.bibtex.bibfile import BibData, BibFile, get_mtime, parse_bibdata
from sphinxcontrib.bibtex.directives import BibliographyDirective
from sphinxcontrib.bibtex.foot_roles import FootCiteRole
from sphinxcontrib.bibtex.roles import CiteRole

from compass_model.bibliography import Entry, read_bibliography
from compass_model.bibtex_entries import PERSONS
from compass_model.citations import keys_of, not_a_key
from compass_model.problems import Code, Problem
from sphinx_compass.citations import is_judged
from sphinx_compass.reporting import report

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.roles import XRefRole
    from sphinx.util.typing import RoleFunction

# Types that some versions of pybtex cannot show, and those that they are shown as.
_SHOWN_AS = {
    "conference": "inproceedings",
    "dataset": "misc",
    "online": "misc",
    "report": "techreport",
    "software": "misc",
}
MAX_KEYS = 100
"""The most works that one citation may name; each takes a level of the program's stack."""
_UNSAFE = {Code.BROKEN_BIBTEX, Code.LINK_SCHEME, Code.OUTSIDE_SOURCE, Code.TOO_LARGE}


def guard(app: Sphinx) -> None:
    """Apply the rules, before sphinxcontrib-bibtex handles ``builder-inited``."""
    _read_works(app)
    app.connect("env-check-consistency", _report_unsafe)
    app.add_directive("bibliography", SafeBibliography, override=True)
    app.add_role("cite", SafeCitation(CiteRole()), override=True)
    app.add_role("footcite", SafeCitation(FootCiteRole()), override=True)
    for name in ("cite", "footcite"):
        roles = app.env.get_domain(name).roles
        roles.update({role: SafeCitation(made) for role, made in roles.items()})


def _read_works(app: Sphinx) -> None:
    """Put the works into the store of sphinxcontrib-bibtex, which takes them for its own."""
    domain: Any = app.env.get_domain("cite")
    encoding = app.config.bibtex_encoding
    data, files = BibliographyData(), {}
    for name in app.config.bibtex_bibfiles or ():
        path, inside = _place(app, name)
        if inside is not None:
            entries = read_bibliography(Path(app.srcdir), inside).entries
            works = list(map(_as_pybtex, entries.values()))
        else:
            works = list(parse_bibdata([path], encoding).data.entries.items())
        new = [(key, work) for key, work in works if key not in data.entries]
        data.add_entries(new)
        files[path] = BibFile(get_mtime(path), dict.fromkeys(key for key, _work in new))
    domain.data["bibdata"] = BibData(encoding, files, data)


def _place(app: Sphinx, name: str) -> tuple[Path, str | None]:
    """Return the path of a file of works, and its name if it is below the source folder.

    A link below it counts as being there, wherever it leads: others may have put it there.
    """
    given = Path(os.path.normpath(Path(app.confdir) / name))
    inside = given.is_relative_to(app.srcdir)
    return given.resolve(), given.relative_to(app.srcdir).as_posix() if inside else None


def _as_pybtex(entry: Entry) -> tuple[str, PybtexEntry]:
    fields = {name: value for name, value in entry.fields.items() if name not in PERSONS}
    persons = {
        role: [Person(name) for name in split_name_list(entry.fields[role])]
        for role in PERSONS
        if role in entry.fields
    }
    return entry.key, PybtexEntry(_SHOWN_AS.get(entry.type, entry.type), fields, persons)


def _report_unsafe(app: Sphinx, env: BuildEnvironment) -> None:
    """Handle ``env-check-consistency``: say what was left out where nobody else says it."""
    if is_judged(app):
        return
    for name in app.config.bibtex_bibfiles or ():
        _path, inside = _place(app, name)
        if inside is not None:
            problems = read_bibliography(Path(app.srcdir), inside).problems
            report(Path(app.srcdir), [p for p in problems if p.code in _UNSAFE])


class SafeCitation:
    """A role that cites, and that reports what is no list of keys."""

    def __init__(self, role: RoleFunction | XRefRole) -> None:
        self._role = role

    def __call__(
        self,
        name: str,
        rawtext: str,
        text: str,
        lineno: int,
        inliner: Any,
        options: dict[str, Any] | None = None,
        content: Sequence[str] = (),
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Cite as usual, or show the text as it stands."""
        keys = keys_of(text)
        wrong = next(filter(None, map(not_a_key, keys)), None)
        if len(keys) > MAX_KEYS:
            wrong = f"this cites {len(keys)} works at once; at most {MAX_KEYS} are shown"
        if wrong is None:
            return self._role(name, rawtext, text, lineno, inliner, options, content)
        env = inliner.document.settings.env
        path = Path(env.doc2path(env.docname, base=False)).as_posix()
        report(Path(env.srcdir), [Problem(path, lineno, wrong, Code.UNKNOWN_CITATION)])
        return [nodes.Text(text)], []


def _style(name: str) -> str:
    try:
        find_plugin("pybtex.style.formatting", name)
    except PluginNotFound:
        raise ValueError(f"there is no style '{name}'") from None
    return name


def _refused(_value: str) -> str:
    raise ValueError("not allowed in a page; name the keys instead, one on each line")


class SafeBibliography(BibliographyDirective):
    """Lists works in a style that exists, and without searching by patterns that may take hours."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        **BibliographyDirective.option_spec,
        "style": _style,
        "filter": _refused,
    }
