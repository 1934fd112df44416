"""Sphinx extension: how to cite the site, from ``CITATION.cff`` and ``release.yml``.

Loaded by name (``sphinx_compass.cite``), because it needs these two files. It gives

* the directive ``{compass:cite}``: a box with the citation in words and for BibTeX, and the DOI,
* tags for reference managers and search engines in the head of the start page,
* the DOI in the head of every page, as ``<link rel="cite-as">`` (RFC 8574).

``compass_doi`` is the DOI of this very version, which a release knows before the files do.
``compass_release_root`` is the folder of the two files, if it is not that of ``conf.py``.
Nothing is asked of another host, neither while building nor by the pages.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from compass_model import __version__
from compass_model.facts import Words
from compass_model.identifiers import doi_url, is_doi
from compass_model.problems import Code, Problem
from compass_model.release.citation_file import CITATION_FILE
from compass_model.release.citation_text import apa, best_doi, bibtex
from compass_model.release.record import ReleaseRecord, read_release
from compass_model.release.release_file import RELEASE_FILE
from compass_model.release.web_tags import highwire, json_ld
from sphinx_compass.badge import badge_node, register_badge
from sphinx_compass.messages import say
from sphinx_compass.reporting import report
from sphinx_compass.tables import own_words

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

STATIC = Path(__file__).parent / "static_cite"
SHEET = "compass-cite.css"
BOX = "compass-cite"
"""The class of the box."""


class Cited(NamedTuple):
    """What the pages of this build say of the release."""

    record: ReleaseRecord
    doi: str
    """The DOI to cite; empty when there is none yet."""


def read_files(app: Sphinx) -> None:
    """Handle ``builder-inited``: read the two files and report their problems, in every build."""
    root = _root(app.config, Path(app.confdir))
    record, problems = read_release(root)
    doi = app.config.compass_doi
    if doi and not is_doi(doi):
        message = f"'compass_doi' must be a DOI like 10.5281/zenodo.1003150, not '{doi}'"
        problems.append(Problem("conf.py", 1, message, Code.WRONG_VALUE))
        doi = ""
    cited = None if record is None else Cited(record, best_doi(record, doi))
    before = getattr(app.env, "compass_cited", cited)
    app.env.compass_doi_is_new = _doi(before) != _doi(cited)  # type: ignore[attr-defined]
    app.env.compass_cited = cited  # type: ignore[attr-defined]  # read anew by each build
    report(root, problems)


def _doi(cited: Cited | None) -> str:
    return cited.doi if cited is not None else ""


def pages_with_another_doi(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Handle ``env-updated``: a new DOI stands in the head of every page."""
    return sorted(env.found_docs) if getattr(env, "compass_doi_is_new", False) else []


def _root(config: Config, confdir: Path) -> Path:
    return confdir / config.compass_release_root if config.compass_release_root else confdir


def _cited(env: BuildEnvironment) -> Cited | None:
    return cast("Cited | None", getattr(env, "compass_cited", None))


def note_files(app: Sphinx, docname: str, content: list[str]) -> None:
    """Handle ``source-read``: the start page is made again when one of the files changes."""
    if docname == app.config.root_doc:
        _note_files(app.env, docname)


def _note_files(env: BuildEnvironment, docname: str) -> None:
    root = _root(env.config, Path(env._app.confdir))
    for name in (CITATION_FILE, RELEASE_FILE):
        env.note_dependency(str(root / name), docname=docname)


class CiteDirective(SphinxDirective):
    """Shows how to cite the site."""

    def run(self) -> list[nodes.Node]:
        """Make the box; without a record, whose problems were reported, there is none."""
        _note_files(self.env, self.env.docname)
        cited = _cited(self.env)
        if cited is None:
            return []
        # Names and addresses are shown as they are written: "--" is no dash here.
        box = nodes.container(classes=[BOX], support_smartquotes=False)
        self.set_source_info(box)
        box += own_words(say(Words("Cite this")), classes=["compass-cite-title"])
        if cited.doi:
            box += badge_node("", _link("DOI: ", cited.doi, doi_url(cited.doi)), doi=cited.doi)
        code = bibtex(cited.record, doi=cited.doi)
        block = nodes.literal_block(code, code, language="bibtex", translatable=False)
        box += nodes.definition_list(
            "",
            _named("APA", self._words(cited)),
            _named("BibTeX", block),
            classes=["simple"],  # or the PyData theme takes it for the reference of a program
        )
        return [box]

    def _words(self, cited: Cited) -> nodes.paragraph:
        parts = apa(cited.record, doi=cited.doi)
        paragraph = _link(parts.after, parts.url, parts.url)
        paragraph.insert(0, [nodes.Text(parts.before), nodes.emphasis("", parts.title)])
        return paragraph


def _named(name: str, body: nodes.Node) -> nodes.definition_list_item:
    term = nodes.term(name, name, translatable=False)
    return nodes.definition_list_item("", term, nodes.definition("", body))


def _link(before: str, text: str, url: str) -> nodes.paragraph:
    paragraph = own_words("")
    paragraph += nodes.Text(before)
    if url:
        paragraph += nodes.reference(text, text, refuri=url, internal=False)
    return paragraph


def add_tags(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Handle ``html-page-context``: the DOI, the tags of the start page, the style of the box."""
    cited = _cited(app.env)
    if cited is not None and cited.doi and doctree is not None:
        link = f'\n<link rel="cite-as" href="{escape(doi_url(cited.doi))}">'
        context["metatags"] = context.get("metatags", "") + link
    if cited is not None and pagename == app.config.root_doc:
        context["metatags"] = context.get("metatags", "") + head_of(cited)
    if doctree is not None and any(BOX in n["classes"] for n in doctree.findall(nodes.container)):
        app.add_css_file(SHEET)


def head_of(cited: Cited) -> str:
    """Return the tags as HTML."""
    lines = [
        f'<meta name="{escape(name)}" content="{escape(content)}">'
        for name, content in highwire(cited.record, doi=cited.doi)
    ]
    found = json.dumps(json_ld(cited.record, doi=cited.doi), indent=1)
    # In a script, "<" could end it or begin a comment; JSON may write any sign as a number.
    for sign in "<>&":
        found = found.replace(sign, f"\\u{ord(sign):04x}")
    return "\n".join(["", *lines, f'<script type="application/ld+json">{found}</script>', ""])


def offer_style(app: Sphinx, config: Config) -> None:
    """Handle ``config-inited``: have the style sheet copied."""
    # A new list: the old one may be the default that all sites of this process share.
    config.html_static_path = [*config.html_static_path, str(STATIC)]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect everything."""
    app.setup_extension("sphinx_compass")
    app.add_config_value("compass_doi", "", "env", str)
    app.add_config_value("compass_release_root", "", "env", str)
    app.add_directive_to_domain("compass", "cite", CiteDirective)
    register_badge(app)
    app.connect("config-inited", offer_style)
    app.connect("builder-inited", read_files)
    app.connect("source-read", note_files)
    app.connect("env-updated", pages_with_another_doi)
    app.connect("html-page-context", add_tags)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
