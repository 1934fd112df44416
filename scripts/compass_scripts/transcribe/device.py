"""What the models run on: device, number format, how much at once."""

from __future__ import annotations

import os
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from compass_scripts.transcribe.failure import StopError
from compass_scripts.transcribe.options import AUTO, Options

_PREFERRED = {
    "cuda": ("float16", "int8_float16", "bfloat16", "int8", "float32"),
    "cpu": ("int8", "float32"),
}
# Free memory of the GPU in GiB, once the models are there, and the batch that fits with large-v3.
_FITTING = ((24, 32), (12, 16), (7, 8), (4, 4), (2, 2))
_ON_CPU = 4
_FULL = ("out of memory", "CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED")


class Machine(NamedTuple):
    """What is computed on, and how."""

    device: str
    """``cuda`` or ``cpu``."""
    compute_type: str
    threads: int


def choose_machine(options: Options) -> Machine:
    """Return the device and the number format that were asked for, or that fit best.

    :raises StopError: when this computer has not what was asked for
    """
    import ctranslate2  # noqa: PLC0415 (only a process that transcribes has it)
    import torch  # noqa: PLC0415

    usable = torch.cuda.is_available() and ctranslate2.get_cuda_device_count() > 0
    device = options.device
    if device == AUTO:
        device = "cuda" if usable else "cpu"
    elif device == "cuda" and not usable:
        raise StopError(
            "no GPU can be used: there is none, or its driver or torch's CUDA build is missing; "
            "leave '--device cuda' out to work on the processor"
        )
    supported = ctranslate2.get_supported_compute_types(device)
    return Machine(device, choose_compute_type(options.compute_type, device, supported), _threads())


def choose_compute_type(asked: str, device: str, supported: AbstractSet[str]) -> str:
    """Return the number format of the recogniser.

    :raises StopError: when the device cannot compute with what was asked for
    """
    if asked != AUTO:
        if asked not in supported:
            raise StopError(
                f"{device} cannot compute with {asked}; it can with {', '.join(sorted(supported))}"
            )
        return asked
    return next((name for name in _PREFERRED[device] if name in supported), "float32")


def choose_batch_size(asked: int, free: float | None) -> int:
    """Return how many pieces of 30 seconds are recognised at once.

    :param asked: 0 for what fits
    :param free: GiB of memory that the GPU has left; ``None`` without a GPU
    """
    if asked:
        return asked
    if free is None:
        return _ON_CPU
    return next((batch for needed, batch in _FITTING if free >= needed), 1)


def free_memory(device: str) -> float | None:
    """Return how many GiB the GPU has left; ``None`` without one."""
    if device != "cuda":
        return None
    import torch  # noqa: PLC0415 (only a process that transcribes has it)

    free, _total = torch.cuda.mem_get_info()
    return float(free) / 2**30


def is_out_of_memory(error: BaseException) -> bool:
    """Return whether the memory of a GPU is full: CTranslate2 and torch say it each in its way."""
    names = {cls.__name__ for cls in type(error).__mro__}
    if "OutOfMemoryError" in names:
        return True
    return isinstance(error, RuntimeError) and any(words in str(error) for words in _FULL)


def _threads() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1
