"""What keeps the recogniser off every network: set before it imports anything."""

from __future__ import annotations

import errno
import socket
import sys
from pathlib import Path
from typing import Any

from compass_scripts.transcribe.no_internet import refuse_internet_sockets

_LOOK_UPS = frozenset(
    ["socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"]
)
_INTERNET = (socket.AF_INET, socket.AF_INET6)


def refuse_network() -> None:
    """Let nothing in this process look up a name or open a socket of the Internet, from now on.

    Python asks such a hook before it does so; it cannot be taken away again. Native code is not
    asked: for that, there are the variables of :func:`offline_environment`, and Linux refuses it.
    """
    refuse_internet_sockets()
    # urllib3 opens a socket when it is imported, to see whether it could.
    socket.has_ipv6 = False
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _LOOK_UPS or (event == "socket.__new__" and arguments[1] in _INTERNET):
        raise OSError(errno.ENETUNREACH, "compass transcribe uses no network")


def offline_environment(scratch: Path, sentences: Path | None = None) -> dict[str, str]:
    """Return the variables that a process which transcribes gets.

    WhisperX's voice activity detection is a pipeline of pyannote, which reports the length of
    each recording to its makers unless it is told not to. The hubs of models, and NLTK, would look
    for newer files. Nothing that they write (settings, caches) may outlive the run.

    :param scratch: a private folder that is removed after the run
    :param sentences: the folder of NLTK's data, where there is one
    """
    private = scratch.as_posix()
    return {
        "PYANNOTE_METRICS_ENABLED": "0",
        # onnxruntime, which pyannote imports, reports from native code.
        "ORT_DISABLE_TELEMETRY": "1",
        "OTEL_SDK_DISABLED": "true",
        "OTEL_TRACES_EXPORTER": "none",
        "OTEL_METRICS_EXPORTER": "none",
        "DO_NOT_TRACK": "1",
        "HF_HUB_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
        "HF_DATASETS_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "HF_HOME": f"{private}/huggingface",
        "TORCH_HOME": f"{private}/torch",
        "PYANNOTE_CACHE": f"{private}/pyannote",
        "MPLCONFIGDIR": f"{private}/matplotlib",
        "NLTK_DATA": (sentences or scratch / "nltk_data").as_posix(),
        "TOKENIZERS_PARALLELISM": "false",
    }
