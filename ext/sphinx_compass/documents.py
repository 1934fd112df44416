"""Which documents show a page: as a part, or as an appendix with a letter of its own in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compass_model.cross_file import letter_of

if TYPE_CHECKING:
    from sphinx_compass.state import CompassData


def documents(state: CompassData) -> dict[str, set[str]]:
    """Return the hosts of every part and appendix, all as docnames."""
    found: dict[str, set[str]] = {}
    for shown in (state["parts"], state["appendices"]):
        for host, docnames in shown.items():
            for docname in docnames:
                found.setdefault(docname, set()).add(host)
    return found


def appendix_hosts(state: CompassData) -> dict[str, list[tuple[str, str]]]:
    """Return the hosts of every appendix as docnames, sorted, with its letter in each."""
    hosts: dict[str, list[tuple[str, str]]] = {}
    for host, appendices in sorted(state["appendices"].items()):
        for i, appendix in enumerate(appendices):
            hosts.setdefault(appendix, []).append((host, letter_of(i)))
    return hosts
