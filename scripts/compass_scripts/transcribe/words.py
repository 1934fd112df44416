"""How durations, names and reasons are shown to people."""

from __future__ import annotations

import os
import re
import signal

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_ADDRESS = re.compile(r"\[[^\]]*@ 0x[0-9a-f]+\] *")


def shown(text: str) -> str:
    """Return a name on one line, whatever characters are in it."""
    return _CONTROL.sub(lambda match: repr(match[0])[1:-1], text)


def clock(seconds: float) -> str:
    """Return a place in a recording: ``0:03:12``."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def short_clock(seconds: float) -> str:
    """Return a length: ``0:10``, or ``1:00:10`` from an hour on."""
    return clock(seconds) if seconds >= 3600 else clock(seconds)[2:].removeprefix("0")


def amount(seconds: float) -> str:
    """Return a length of time in words: ``26 h 41 min``, ``3 min 20 s``, ``12 s``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 600:
        return f"{whole // 60} min {whole % 60} s" if whole % 60 else f"{whole // 60} min"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def about(seconds: float) -> str:
    """Return how long something may still take, as exactly as one can know it."""
    if seconds < 60:
        return "less than a minute"
    minutes = round(seconds / 60)
    if minutes < 10:
        return f"about {minutes} min"
    minutes = 5 * round(minutes / 5)
    if minutes < 60:
        return f"about {minutes} min"
    return f"about {minutes // 60} h {minutes % 60:02} min"


def files(number: int) -> str:
    """Return ``1 recording`` or ``3 recordings``."""
    return f"{number} recording{'' if number == 1 else 's'}"


def system_reason(error: OSError) -> str:
    """Return what the system says, without the path."""
    return os.strerror(error.errno) if error.errno else type(error).__name__


def tool_reason(stderr: str, path: str) -> str:
    """Return the useful line that ffmpeg wrote: its last, without path and address."""
    lines = [
        _ADDRESS.sub("", line).replace(path, "").strip(" :")
        for line in stderr.replace(path, "").splitlines()
    ]
    lines = [line for line in lines if line]
    useful = [line for line in lines if "Error opening input" not in line] or lines
    if len(useful) > 1 and useful[-1].startswith("Invalid"):
        # The system's words for any trouble: the line in front says what it was.
        useful[-1] = f"{useful[-2].rstrip('.')}: {useful[-1]}"
    return shown(useful[-1])[:200] if useful else ""


def end_reason(code: int) -> str:
    """Say how a process ended that was not meant to."""
    if code >= 0:
        return f"the recogniser ended with code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    if name == "SIGKILL":
        return "the recogniser was ended by SIGKILL (systems do that when memory runs out)"
    return f"the recogniser crashed ({name})"
