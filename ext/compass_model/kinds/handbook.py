"""The handbook: pages of any kind, read as one document."""

from __future__ import annotations

from typing import ClassVar

from compass_model.envelope import Assembled
from compass_model.facts import Words


class Handbook(Assembled):
    """A document that is assembled from other pages, such as all pathways into a community.

    The page holds an introduction and names its parts and appendices; each of them is a page of
    its own, which the handbook shows in place.
    """

    name: ClassVar[str] = "handbook"
    title: ClassVar[Words] = Words("Handbook")
    folder: ClassVar[str] = "{id}/index.md"
