"""Sphinx extension: take the address and version of the site from Read the Docs.

Does nothing anywhere else. The variables:
https://docs.readthedocs.com/platform/stable/reference/environment-variables.html
"""

from __future__ import annotations

import re
from os import environ
from typing import TYPE_CHECKING, Any

from compass_model import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata


def use_host_values(app: Sphinx, config: Config) -> None:
    """Handle ``config-inited``: set what only the host knows."""
    if environ.get("READTHEDOCS") != "True":
        return
    if not config.html_baseurl:
        config.html_baseurl = environ.get("READTHEDOCS_CANONICAL_URL", "")
    config.html_context["READTHEDOCS"] = True
    repository = _repository(environ.get("READTHEDOCS_GIT_CLONE_URL", ""))
    if repository:
        config.html_context.update(repository)
        config.html_theme_options["use_edit_page_button"] = True


def _repository(url: str) -> dict[str, str]:
    """Return what the theme needs to offer "Edit on GitHub"."""
    match = re.match(r"(?:https://github\.com/|git@github\.com:)([^/]+)/(.+?)(?:\.git)?/?$", url)
    if match is None:
        return {}
    version = environ.get("READTHEDOCS_GIT_IDENTIFIER", "main")
    return {
        "github_user": match[1],
        "github_repo": match[2],
        "github_version": version,
        "doc_path": "source",
    }


def hide_previews(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Handle ``html-page-context``: keep previews of pull requests out of search engines."""
    if environ.get("READTHEDOCS_VERSION_TYPE") == "external":
        context["metatags"] = context.get("metatags", "") + '<meta name="robots" content="noindex">'


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the handler, before other extensions look at the values."""
    app.connect("config-inited", use_host_values, priority=100)
    app.connect("html-page-context", hide_previews)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
