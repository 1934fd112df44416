"""``compass release`` with a local server for a target: started by the tests, in a process.

With ``--nursery`` it stays and makes a child for each line that it reads: everything is imported
by then, so a child starts at once. It builds without Sphinx, which these tests are not about.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from compass_scripts import cli
from compass_scripts.release import build, client, session, stages  # noqa: F401 (for children)
from compass_scripts.release.backoff import Clock
from compass_scripts.release.context import Setting
from compass_scripts.release.tokens import TARGETS


def setting(told: dict[str, Any]) -> Setting:
    target = TARGETS[told["target"]]._replace(base_url=told["url"], prefix=told["prefix"])
    answers = iter(told.get("answers", []))
    return Setting(
        targets={**TARGETS, target.name: target},
        clock=Clock(sleep=lambda _seconds: None),
        ask=(lambda _question: next(answers)) if "answers" in told else None,
    )


def build_nothing(part: Path, _time: int, doi: str) -> None:
    (part / "html").mkdir()
    (part / "html" / "index.html").write_text(f"<p>{doi}</p>", "utf-8")


def child(told: dict[str, Any]) -> None:
    """Become the program: leave only with an exit code."""
    sink = os.open(told["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(sink, 1)
    os.dup2(sink, 2)
    os.chdir(told["root"])
    os.environ[TARGETS[told["target"]].variable] = told["token"]
    build._run_sphinx = build_nothing
    sys.argv = ["compass", "release", *told["arguments"]]
    code = 1
    try:
        cli.main(obj=setting(told))
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def nursery() -> None:
    """Answer each line with the number of the child, and then with how it ended."""
    for line in sys.stdin:
        number = os.fork()
        if not number:
            child(json.loads(line))
        print(number, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]), flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--nursery"]:
        nursery()
    else:
        given = json.loads(sys.argv.pop(1))
        sys.argv[1:1] = ["release"]
        cli.main(obj=setting(given))
