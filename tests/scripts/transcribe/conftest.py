"""What the tests of `compass transcribe` need that are run without torch."""

from __future__ import annotations

import pytest
from tests.require import require


@pytest.fixture(scope="session")
def ffmpeg() -> None:
    """Skip by name without ffmpeg, which brings ffprobe."""
    require("ffmpeg", "ffprobe")
