"""Turns the copy of a page so that its ids are unique and its links right on another page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.util.osutil import relative_uri

if TYPE_CHECKING:
    from sphinx.builders import Builder

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|//|/")
# sphinx-design links its tabs and labels by these attributes.
_ID_ATTRIBUTES = ("id", "set_id", "input_id", "aria_controls")


TOP = "top"
"""The first id of a copy, before its prefix."""


class Relocation:
    """Moves resolved copies of pages to the page *host*."""

    def __init__(self, builder: Builder, host: str, prefixes: Mapping[str, str]) -> None:
        """Prepare.

        Args:
            builder: the builder that resolved the copies
            host: the page that will hold the copies
            prefixes: what the ids of each copy will begin with, by the docname of the page
        """
        self._builder = builder
        self._prefixes = prefixes
        self._host_uri = self._uri(host)
        self._copied = {self._uri(docname): docname for docname in prefixes}

    def _uri(self, docname: str) -> str:
        try:
            return self._builder.get_target_uri(docname)
        except NoUri:
            return docname

    def move(self, docname: str, copy: nodes.Element) -> None:
        """Change the ids and links of *copy*, which was resolved as part of the page *docname*."""
        prefix = self._prefixes.get(docname, "")
        copy["ids"].insert(0, TOP)
        for node in copy.findall(nodes.Element):
            for name in ("ids", "backrefs"):
                if node.get(name):
                    node[name] = [prefix + id for id in node[name]]
            for name in ("refid", *_ID_ATTRIBUTES):
                if node.get(name):
                    node[name] = prefix + str(node[name])
            if isinstance(node, nodes.reference) and "refuri" in node:
                node["refuri"] = self._link(docname, str(node["refuri"]))

    def _link(self, docname: str, uri: str) -> str:
        if _ABSOLUTE.match(uri):
            return uri
        if uri.startswith("#"):
            return f"#{self._prefixes.get(docname, '')}{uri[1:]}"
        target, _, anchor = urljoin(self._uri(docname), uri).partition("#")
        other = self._copied.get(target)
        if other is not None and anchor:
            return f"#{self._prefixes[other]}{anchor}"
        if target == self._host_uri:
            return f"#{anchor}"
        return relative_uri(self._host_uri, target) + (f"#{anchor}" if anchor else "")
