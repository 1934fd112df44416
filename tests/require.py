"""One rule for every test that needs a program which may not be there.

Without the program, the test is skipped and says which one is missing. Where the environment
variable COMPASS_REQUIRE names it, as `.ci/run` does, the test fails instead.
"""

from __future__ import annotations

import os
import re
import shutil

import pytest

VARIABLE = "COMPASS_REQUIRE"


def require(*programs: str) -> None:
    """Go on only where all these programs are on the PATH; `require("restic")`.

    Raises:
        Skipped or Failed, of pytest, with the names of what is missing.
    """
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        absent(*missing, why=f"{' and '.join(missing)} not found; install it and run again")


def absent(*needs: str, why: str) -> None:
    """Say that something is missing: a failure where it was asked for, else a skip by name.

    Args:
        needs: The names by which COMPASS_REQUIRE would ask for it.
        why: What is missing, and what to do about it.
    """
    if asked_for() & set(needs):
        pytest.fail(why, pytrace=False)
    pytest.skip(why)


def asked_for() -> set[str]:
    """What must be there, from the environment: names between commas or spaces."""
    return set(re.split(r"[,\s]+", os.environ.get(VARIABLE, ""))) - {""}
