"""A tox plugin: builds are dated by the last commit, so one commit always gives the same bytes."""

import os
import subprocess
from pathlib import Path
from typing import Any

from tox.plugin import impl

HERE = Path(__file__).parent
# Who signs commits may let git show signatures, and then they stand before the time.
GIT = ["git", "-c", "log.showSignature=false", "log", "-1", "--format=%ct"]


@impl
def tox_add_core_config(core_conf: Any, state: Any) -> None:  # noqa: ARG001 (tox gives them)
    try:
        run = subprocess.run(GIT, cwd=HERE, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):  # no git, no repository, or no commit yet
        return
    os.environ.setdefault("SOURCE_DATE_EPOCH", run.stdout.strip())
