"""How long builds take with the extension, against without: ``python -m tests.bench.run``.

A timed result is never a failure: the exit code says only whether everything could be measured.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import time

from tests.bench.measure import REPOSITORY, CommandError
from tests.bench.report import figures, save, table
from tests.bench.suite import LETTERS, Suite

FOLDER = REPOSITORY / "_build" / "bench"


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser("python -m tests.bench.run", description=__doc__)
    parser.add_argument("--pages", type=int, default=500, help="pages of a site (500)")
    parser.add_argument("--pairs", type=int, default=7, help="interleaved pairs of A and B (7)")
    parser.add_argument("--large", action="store_true", help="also sites four times as large (D)")
    parser.add_argument("--only", default="", help="some of A,B,C,E,H,Q,X (README.md says what)")
    parser.add_argument("--keep", action="store_true", help="keep the sites and their builds")
    chosen = parser.parse_args(arguments)
    chosen.only = [letter for letter in chosen.only.upper().split(",") if letter]
    if chosen.pages < 20 or chosen.pairs < 1 or not set(chosen.only) <= set(LETTERS):
        parser.error(f"at least 20 pages and 1 pair; --only takes {','.join(LETTERS)}")
    return chosen


def main() -> int:
    """Measure, report, clean up."""
    chosen = options()
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup does
            signal.signal(number, _interrupt)
    started = time.time()
    work = FOLDER / "work"
    shutil.rmtree(work, ignore_errors=True)

    def say(text: str) -> None:
        print(f"[{(time.time() - started) / 60:5.1f} min] {text}", flush=True)

    suite = Suite(work, chosen.pages, chosen.pairs, say)
    code = 0
    try:
        suite.run(chosen.only or list(LETTERS), large=chosen.large)
    except KeyboardInterrupt as error:
        say(f"interrupted {error}".strip())
        code = 130
    except CommandError as error:
        print(f"This command failed, so there is nothing to compare:\n{error}", file=sys.stderr)
        code = 1
    finally:
        if not chosen.keep:
            shutil.rmtree(work, ignore_errors=True)
    found = figures(suite.samples, suite.pages)
    file = FOLDER / time.strftime("results-%Y%m%d-%H%M%S.json", time.gmtime(started))
    save(file, {**vars(chosen)}, found, suite.samples, suite.remarks)
    print(table(found, suite.remarks))
    print(f"All samples: {file}")
    return code


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt(signal.Signals(number).name)


if __name__ == "__main__":
    sys.exit(main())
