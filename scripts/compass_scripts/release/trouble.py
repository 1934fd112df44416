"""What ended a run, as something that a person can act on."""

from __future__ import annotations

import os
from pathlib import Path

from compass_scripts.release.context import Setting, Wish
from compass_scripts.release.errors import ZenodoError
from compass_scripts.release.redaction import Redactor
from compass_scripts.release.stages import progress_so_far
from compass_scripts.release.stop import Stop


def as_stop(error: Exception, root: Path, wish: Wish, setting: Setting) -> Stop:
    """Return an error as reasons and a hint, without a token in any of them."""
    match error:
        case Stop():
            stop = error
        case ZenodoError():
            stop = Stop(str(error), hint=progress_so_far(root, wish, setting))
        case OSError():
            place = f": {error.filename}" if error.filename else ""
            reason = os.strerror(error.errno) if error.errno else type(error).__name__
            stop = Stop(f"{reason}{place}", hint=progress_so_far(root, wish, setting))
        case _:
            stop = Stop(
                f"this program failed ({type(error).__name__}: {error})",
                hint=f"Please report it. {progress_so_far(root, wish, setting)}".strip(),
            )
    return _redacted(stop, setting)


def _redacted(stop: Stop, setting: Setting) -> Stop:
    reasons, hint = list(stop.reasons), stop.hint
    for target in setting.targets.values():
        token = setting.environ.get(target.variable, "").strip()
        if len(token) > 3:
            redact = Redactor(token)
            reasons, hint = [redact(reason) for reason in reasons], redact(hint)
    return Stop(*reasons, hint=hint, code=stop.code)
