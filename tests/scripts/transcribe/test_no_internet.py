"""The kernel refuses Internet sockets to native code, threads and programs of the process."""

import errno
import platform
import subprocess
import sys

import pytest

REFUSED = """
import ctypes, socket, subprocess, sys, threading
from compass_scripts.transcribe.no_internet import refuse_internet_sockets

native = ctypes.CDLL(None, use_errno=True).socket
def tried(family):
    handle = native(family, socket.SOCK_STREAM, 0)
    return "opened" if handle >= 0 else ctypes.get_errno()

before = tried(socket.AF_INET)
kept = refuse_internet_sockets()
after = [tried(family) for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX)]
def in_thread():
    after.append(tried(socket.AF_INET))
thread = threading.Thread(target=in_thread)
thread.start()
thread.join()
child = "import socket; socket.socket(socket.AF_INET)"
code = subprocess.run([sys.executable, "-c", child], stderr=subprocess.DEVNULL).returncode
one, two = socket.socketpair()
print(kept, before, *after, code)
"""


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"},
    reason="a rule of Linux on two sorts of processors",
)
def test_native_code_threads_and_programs_get_no_internet_socket():
    done = subprocess.run(
        [sys.executable, "-c", REFUSED], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    refused = str(errno.ENETUNREACH)
    expected = ["True", "opened", refused, refused, "opened", refused, "1"]
    assert done.stdout.split() == expected
