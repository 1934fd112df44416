"""What a run of ``compass transcribe`` was asked for."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

AUTO = "auto"
_CODES = (
    "af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha "
    "haw he hi hr ht hu hy id is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr "
    "ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk sl sn so sq sr su sv sw ta te tg "
    "th tk tl tr tt uk ur uz vi yi yo yue zh "
)
LANGUAGES = frozenset(_CODES.split())
"""The languages that Whisper knows, as it writes them."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """The options of one run."""

    model: str = "large-v3"
    language: str = AUTO
    #: "transcribe", or "translate" into English
    task: str = "transcribe"
    #: Whether speakers are told apart.
    diarise: bool = True
    min_speakers: int | None = None
    max_speakers: int | None = None
    #: Words that are likely to be said, such as the names of projects.
    terms: str = ""
    device: str = AUTO
    compute_type: str = AUTO
    #: 0: what fits
    batch_size: int = 0

    @property
    def speakers(self) -> str:
        """How many speakers there are: ``none``, ``auto``, ``2`` or ``2-4``."""
        low, high = self.min_speakers, self.max_speakers
        if not self.diarise:
            return "none"
        if low is None and high is None:
            return AUTO
        return str(low) if low == high else f"{low or 1}-{'' if high is None else high}"

    def shaping(self) -> dict[str, str]:
        """Return the options that shape a transcript.

        The device and the batch size do not: a study may move from one computer to another.
        """
        return {
            "model": self.model,
            "language": self.language,
            "task": self.task,
            "terms": self.terms,
            "compute-type": self.compute_type,
            "speakers": self.speakers,
        }

    def to_json(self) -> dict[str, Any]:
        """Return what :meth:`from_json` takes."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Options:
        """Return the options that another process wrote."""
        return cls(**value)
