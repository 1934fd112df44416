"""Watches every Python process of a run, and plants accidents in it.

A test puts this folder first on PYTHONPATH, so each process of the run loads this file before
anything else. COMPASS_WATCH names a folder: what happens is written there, one JSON object on a
line, a file for each process. COMPASS_PLANT holds a list of accidents in JSON (see `Plant` in
tests/transcribe/watched.py). A socket of the Internet or a look-up of a name is written down and
refused.
"""

import contextlib
import errno
import importlib.abc
import importlib.util
import json
import os
import signal
import socket
import sys
import threading
from pathlib import Path

WORKER = "compass_scripts.transcribe.worker"
INTERNET = {socket.AF_INET, socket.AF_INET6}
LOOK_UPS = {
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.getnameinfo",
}
WITH_SOCKET = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
REFUSALS = {"disk full": errno.ENOSPC, "no permission": errno.EACCES}
RATE = 16_000


class Watch:
    """Writes down what a process does, and makes the planted accidents happen."""

    def __init__(self, folder, plants):
        self.folder = Path(folder)
        self.plants = plants
        self.inside = threading.local()
        self.pending = None
        name = self.folder / f"{os.getpid()}.jsonl"
        self.file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        role = "worker" if WORKER in sys.orig_argv else "parent"
        (self.folder / f"{role}.pid").write_text(str(os.getpid()), encoding="utf-8")

    def note(self, what, **more):
        os.write(
            self.file, (json.dumps({"what": what, "pid": os.getpid(), **more}) + "\n").encode()
        )

    def hook(self, event, arguments):
        """Be called by Python for each event that it can be asked about."""
        if getattr(self.inside, "busy", False):
            return
        self.inside.busy = True
        try:
            self.seen(event, arguments)
        finally:
            self.inside.busy = False

    def seen(self, event, arguments):
        if event.startswith("socket."):
            self.socket(event, arguments)
        elif event == "os.rename":
            self.renamed(Path(os.fsdecode(arguments[1])))
        elif event == "open":
            self.opened(*arguments)
        elif event == "subprocess.Popen":
            self.note("started", command=[os.fsdecode(word) for word in arguments[1]])

    def socket(self, event, arguments):
        """Refuse the Internet; pipes between processes of this machine are allowed."""
        if event in LOOK_UPS:
            self.note("network", event=event, to=repr(arguments[0]))
            raise OSError(errno.ENETUNREACH, "the test allows no look-up of names")
        if event == "socket.__new__":
            family = arguments[1]
        elif event in WITH_SOCKET:
            family = arguments[0].family
        else:
            return
        if family in INTERNET:
            self.note("network", event=event, to=repr(arguments[1]))
            raise OSError(errno.ENETUNREACH, "the test allows no network")

    def renamed(self, path):
        """A file gets its name: the end of a stage."""
        if path.suffix == ".pyc":
            return
        self.note("written", path=str(path))
        self.happen(f"before {path.name}", path=path)
        self.pending = f"after {path.name}", path

    def opened(self, path, _mode, flags):
        if self.pending:  # something is opened after the last renaming: that one is done
            (moment, last), self.pending = self.pending, None
            self.happen(moment, path=last)
        if isinstance(path, str | bytes | os.PathLike):
            writes = flags & (os.O_WRONLY | os.O_RDWR)
            self.happen("writing" if writes else "reading", path=Path(os.fsdecode(path)))

    def call(self, name, audio, **more):
        """A model is used."""
        seconds = audio.shape[-1] / RATE
        self.note("call", of=name, seconds=round(seconds, 3), **more)
        self.happen(f"in {name}", seconds=seconds)

    def happen(self, moment, path=None, seconds=None):
        """Make the first accident happen that is planted for this moment."""
        for number, plant in enumerate(self.plants):
            wanted = plant.get("seconds")
            if (
                plant["at"] == moment
                and (wanted is None or (seconds is not None and abs(wanted - seconds) < 0.3))
                and plant.get("below", "") in str(path)
                and self.counted(number, plant.get("times", 1))
            ):
                self.note("planted", **plant)
                self.accident(plant["do"])
                return

    def counted(self, number, times):
        """Say whether an accident is still to come: each time is a file, over all processes."""
        for time in range(times):
            with contextlib.suppress(FileExistsError):
                (self.folder / f"plant-{number}-{time}").touch(exist_ok=False)
                return True
        return False

    def accident(self, name):
        if name in {"kill worker", "kill parent", "interrupt parent"}:
            self.inside.busy = False
            victim = int((self.folder / f"{name.split()[1]}.pid").read_text(encoding="utf-8"))
            os.kill(victim, signal.SIGINT if name.startswith("interrupt") else signal.SIGKILL)
            if victim != os.getpid() and name.startswith("kill"):
                threading.Event().wait(30)  # until our own end comes
        elif name == "abort":
            os.abort()
        elif name == "connect":
            self.inside.busy = False
            with contextlib.suppress(OSError):
                socket.create_connection(("192.0.2.1", 443), timeout=0.1)
        elif name == "look up":
            self.inside.busy = False
            with contextlib.suppress(OSError):
                socket.getaddrinfo("example.org", 443)
        elif name == "out of memory in CTranslate2":
            raise RuntimeError("CUDA failed with error out of memory")
        elif name == "out of memory in torch":
            import torch  # this process has it

            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        elif name in REFUSALS:
            raise OSError(REFUSALS[name], os.strerror(REFUSALS[name]))
        elif name.startswith("remove "):
            Path(name.removeprefix("remove ")).unlink()
        else:
            raise AssertionError(name)


def watch_whisperx_asr(watch, module):
    pipeline = module.FasterWhisperPipeline
    transcribe = pipeline.transcribe

    def watched(self, audio, *args, **options):
        asked = {name: options.get(name) for name in ("batch_size", "language", "task")}
        watch.call("recognise", audio, **asked)
        return transcribe(self, audio, *args, **options)

    pipeline.transcribe = watched
    watch_load(watch, module, "load_model")


def watch_whisperx_alignment(watch, module):
    align = module.align

    def watched(segments, model, metadata, audio, *args, **options):
        watch.call("align", audio)
        return align(segments, model, metadata, audio, *args, **options)

    module.align = watched
    watch_load(watch, module, "load_align_model")


def watch_whisperx_diarize(watch, module):
    pipeline = module.DiarizationPipeline
    apply = pipeline.__call__

    def watched(self, audio, *args, **options):
        watch.call("speakers", audio)
        return apply(self, audio, *args, **options)

    pipeline.__call__ = watched
    watch_load(watch, pipeline, "__init__")


def watch_load(watch, owner, name):
    load = getattr(owner, name)

    def watched(*args, **options):
        watch.note("load", of=f"{owner.__name__}.{name}")
        return load(*args, **options)

    setattr(owner, name, watched)


class Finder(importlib.abc.MetaPathFinder):
    """Notes that WhisperX is imported, and puts our watch around its calls."""

    def __init__(self, watch):
        self.watch = watch
        self.looking = set()
        self.wanted = {
            "whisperx": self.imported,
            "torch": self.imported,
            "whisperx.asr": watch_whisperx_asr,
            "whisperx.alignment": watch_whisperx_alignment,
            "whisperx.diarize": watch_whisperx_diarize,
        }

    @staticmethod
    def imported(watch, module):
        watch.note("imported", module=module.__name__)

    def find_spec(self, name, path=None, target=None):
        if name not in self.wanted or name in self.looking:
            return None
        self.looking.add(name)  # the next finder is asked now, and not this one again
        try:
            spec = importlib.util.find_spec(name)
        finally:
            self.looking.remove(name)
        if spec is None or spec.loader is None:
            return spec
        execute = spec.loader.exec_module

        def watched(module):
            execute(module)
            self.wanted[name](self.watch, module)

        spec.loader.exec_module = watched
        return spec


def start():
    folder = os.environ.get("COMPASS_WATCH")
    if not folder:
        return
    watch = Watch(folder, json.loads(os.environ.get("COMPASS_PLANT", "[]")))
    watch.note("process", argv=sys.orig_argv)
    sys.meta_path.insert(0, Finder(watch))
    sys.addaudithook(watch.hook)


start()
