"""How much is done at once, and what happens when the memory of the GPU is full."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TypeVar

import torch

from compass_scripts.transcribe.device import is_out_of_memory
from compass_scripts.transcribe.failure import LostError

Result = TypeVar("Result")


class BatchSize:
    """The number of pieces of 30 seconds that are recognised at once."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._others: list[Callable[[], None]] = []

    def also_halve(self, halve: Callable[[], None]) -> None:
        """Add what else can be made smaller when memory is short."""
        self._others.append(halve)

    def fitting(self, work: Callable[[], Result]) -> Result:
        """Do something; when the memory of the GPU is full, once more with half as much at once.

        :raises LostError: when it is full again
        """
        try:
            return work()
        except Exception as error:
            if not is_out_of_memory(error):
                raise
        self._halve()
        try:
            return work()
        except Exception as error:
            if not is_out_of_memory(error):
                raise
        _clear()
        raise LostError(
            f"the memory of the GPU is full, also with a batch of {self.size}; close other "
            "programs, take a smaller --model, or add --device cpu"
        )

    def _halve(self) -> None:
        _clear()
        self.size = max(1, self.size // 2)
        for halve in self._others:
            halve()


def _clear() -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
