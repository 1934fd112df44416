"""Why one recording is lost, or the whole run ends."""

from __future__ import annotations


class LostError(Exception):
    """A recording cannot be transcribed; the others go on. The message says why."""


class StopError(Exception):
    """No recording can be transcribed. The message says why and what to do."""
