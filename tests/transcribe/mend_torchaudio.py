"""Makes torchaudio importable beside a torch that its native libraries do not fit.

Its wheel is built against CUDA: beside a torch for the CPU, its libraries cannot be loaded, and
the import fails. Where they are absent it goes on in Python, which is all that WhisperX and
pyannote use. So they are taken away, but only where the import fails: with a CUDA build of torch
nothing changes.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import files


def imports() -> bool:
    """Say whether torchaudio can be imported, in a process of its own."""
    command = [sys.executable, "-c", "import torchaudio"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def main() -> int:
    """Mend it where it is broken; 1 when that did not help."""
    if imports():
        return 0
    for file in files("torchaudio") or ():
        if file.suffix == ".so":
            file.locate().unlink(missing_ok=True)
    return 0 if imports() else 1


if __name__ == "__main__":
    sys.exit(main())
