"""No socket of the Internet, also not for native code: a rule that Linux keeps for the process.

Libraries bring telemetry of their own, written in C++, which no hook of Python sees. Here the
kernel refuses the call ``socket`` for IPv4 and IPv6 in this process, in all its threads and in
every program that it starts. Sockets between processes of one computer go on working.

The filter is a program of the kernel's packet filter (BPF), see seccomp(2) and
https://docs.kernel.org/userspace-api/seccomp_filter.html.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import socket
import sys

_CALLS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""For each sort of processor: its number in audit(7), and the number of the call ``socket``."""
_SET_SECCOMP, _FILTER, _SET_NO_NEW_PRIVILEGES = 22, 2, 38
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.ENETUNREACH
_CALL, _PROCESSOR, _FIRST_ARGUMENT = 0, 4, 16
"""Where they stand in what the kernel shows to the filter."""


class _Instruction(ctypes.Structure):
    _fields_ = [
        ("code", ctypes.c_ushort),
        ("if_true", ctypes.c_ubyte),
        ("if_false", ctypes.c_ubyte),
        ("value", ctypes.c_uint),
    ]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("first", ctypes.POINTER(_Instruction))]


def refuse_internet_sockets() -> bool:
    """Have the kernel refuse Internet sockets; call it before the first thread begins.

    :returns: whether it does; not on other systems than Linux, nor where Linux has no filters
    """
    found = _CALLS.get(platform.machine()) if sys.platform == "linux" else None
    if found is None:
        return False
    processor, call = found
    # The jumps say how many instructions are left out.
    steps = [
        (_LOAD, 0, 0, _PROCESSOR),
        (_EQUAL, 0, 5, processor),
        (_LOAD, 0, 0, _CALL),
        (_EQUAL, 0, 3, call),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_EQUAL, 2, 0, int(socket.AF_INET)),
        (_EQUAL, 1, 0, int(socket.AF_INET6)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    instructions = (_Instruction * len(steps))(*(_Instruction(*step) for step in steps))
    program = _Program(len(steps), instructions)
    control = ctypes.CDLL(None, use_errno=True).prctl
    control.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    if control(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return not control(_SET_SECCOMP, _FILTER, ctypes.addressof(program), 0, 0)
