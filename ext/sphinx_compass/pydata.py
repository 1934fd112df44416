"""Sphinx extension: mends what readers of the pydata theme stumble over first.

* A page without a section of its own has no empty column "Section Navigation"
  (https://github.com/pydata/pydata-sphinx-theme/issues/1662).
* Relative links in the announcement lead to the same place from every page.
* Print shows closed dropdowns and unselected tabs, and leaves out what only works on a screen.
* The navigation bar stays on one row.
* The buttons that open a part of the side column have a name for screen readers.
* Works in a bibliography are list items; docutils gives them a role that ARIA has withdrawn.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from compass_model import __version__
from compass_model.facts import Words
from sphinx_compass.messages import say

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator

_STATIC = Path(__file__).parent / "static_pydata"
_RELATIVE_LINK = re.compile(r'(<a\b[^>]*\bhref=")(?![A-Za-z][A-Za-z0-9+.\-]*:|/|#)([^"]*)(")')


def mend_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Handle ``html-page-context``."""
    if doctree is not None and not _has_section(app.env, pagename):
        context["sidebars"] = []
    announcement = context.get("theme_announcement")
    if announcement:
        pathto = context["pathto"]
        context["theme_announcement"] = _RELATIVE_LINK.sub(
            lambda link: f"{link[1]}{_from_root(pathto, link[2])}{link[3]}", announcement
        )


def name_buttons(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Handle ``html-page-context``, after the theme: say what the buttons of the side column do."""
    make = context.get("generate_toctree_html")
    if make is None:
        return
    label = escape(say(Words("Show or hide the pages below")))

    def named(*arguments: Any, **options: Any) -> str:
        html = str(make(*arguments, **options))
        return html.replace("<summary>", f'<summary aria-label="{label}">')

    context["generate_toctree_html"] = named


def _from_root(pathto: Any, link: str) -> str:
    """Turn a link from the top of the site into one from the page."""
    path, mark, anchor = link.partition("#")
    target = pathto(path, resource=True)
    return f"{target.removesuffix('#')}#{anchor}" if mark else target


def _has_section(env: BuildEnvironment, docname: str) -> bool:
    """Return whether the part of the site that a page belongs to has more pages than one."""
    parents = {child: page for page, below in env.toctree_includes.items() for child in below}
    root, seen = env.config.root_doc, {docname}
    while docname in parents and parents[docname] != root:
        docname = parents[docname]
        if docname in seen:
            break
        seen.add(docname)
    return docname != root and bool(env.toctree_includes.get(docname))


def add_files(app: Sphinx, config: Config) -> None:
    """Handle ``config-inited``: offer the style sheet and the script."""
    # A new list: the old one may be the default that all sites of this process share.
    config.html_static_path = [*config.html_static_path, str(_STATIC)]
    app.add_css_file("compass-pydata.css")
    app.add_js_file("compass-print.js", loading_method="defer")


def visit_citation(translator: HTML5Translator, node: nodes.citation) -> None:
    """Begin a work as docutils does, with the role that fits the list around it."""
    type(translator).visit_citation(translator, node)
    translator.body[-1] = translator.body[-1].replace("doc-biblioentry", "listitem")


def depart_citation(translator: HTML5Translator, node: nodes.citation) -> None:
    """End a work as docutils does."""
    type(translator).depart_citation(translator, node)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the handlers."""
    app.add_node(nodes.citation, override=True, html=(visit_citation, depart_citation))
    app.connect("config-inited", add_files)
    app.connect("html-page-context", mend_page, priority=400)
    app.connect("html-page-context", name_buttons, priority=800)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
