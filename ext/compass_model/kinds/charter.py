"""The charter: what a community is for and how it works, assembled from its parts."""

from __future__ import annotations

from typing import ClassVar

from compass_model.envelope import Assembled
from compass_model.facts import Words


class Charter(Assembled):
    """A community's charter: why it exists, where it is going and how it works together.

    The page holds an introduction and names its parts; each part is a page of its own, which the
    charter shows in place.
    """

    name: ClassVar[str] = "charter"
    title: ClassVar[Words] = Words("Charter")
    folder: ClassVar[str] = "{id}/index.md"
    part_kind: ClassVar[str] = "charter-part"
