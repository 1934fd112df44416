"""What `compass transcribe` costs beside its models: ``python -m tests.bench.transcribe.run``.

A timed result is never a failure: the exit code says only whether everything could be measured.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import sys
import time
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from tests.bench.measure import REPOSITORY, CommandError
from tests.bench.report import Figure, table
from tests.bench.transcribe.suite import PARTS, Suite

FOLDER = REPOSITORY / "_build" / "bench"
PACKAGES = ("torch", "whisperx", "ctranslate2", "pyannote-audio", "numpy")


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser("python -m tests.bench.transcribe.run", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (3)")
    parser.add_argument("--only", default="", help=f"some of {','.join(PARTS)} (README.md)")
    parser.add_argument("--keep", action="store_true", help="keep the recordings and studies")
    parser.add_argument(
        "--without-gpu",
        action="store_true",
        help="try part E with small models where there is no GPU: shows only that it works",
    )
    chosen = parser.parse_args(arguments)
    chosen.only = [part for part in chosen.only.upper().split(",") if part] or list(PARTS)
    if chosen.rounds < 1 or not set(chosen.only) <= set(PARTS):
        parser.error(f"at least 1 round; --only takes {','.join(PARTS)}")
    return chosen


def main() -> int:
    """Measure, report, clean up."""
    chosen = options()
    started = time.time()
    work = FOLDER / "transcribe"
    shutil.rmtree(work, ignore_errors=True)

    def say(text: str) -> None:
        print(f"[{(time.time() - started) / 60:5.1f} min] {text}", flush=True)

    suite = Suite(work, chosen.rounds, say, without_gpu=chosen.without_gpu)
    code = 0
    try:
        suite.run(chosen.only)
    except KeyboardInterrupt:
        say("interrupted")
        code = 130
    except CommandError as error:
        print(f"This command failed, so there is nothing to compare:\n{error}", file=sys.stderr)
        code = 1
    finally:
        if not chosen.keep:
            shutil.rmtree(work, ignore_errors=True)
    name = time.strftime("results-transcribe-%Y%m%d-%H%M%S.json", time.gmtime(started))
    save(FOLDER / name, suite.figures, suite)
    print(table(suite.figures, suite.remarks))
    print(f"All samples: {FOLDER / name}")
    return code


def save(path: Path, figures: list[Figure], suite: Suite) -> None:
    """Write a JSON file with all samples."""
    content = {
        "machine": {"python": platform.python_version(), "system": platform.platform()},
        "versions": {name: version(name) for name in PACKAGES},
        "figures": [
            {**figure._asdict(), "median": figure.median, "verdict": figure.verdict}
            for figure in figures
        ],
        "remarks": suite.remarks,
        "samples": {what: [asdict(one) for one in found] for what, found in suite.samples.items()},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
