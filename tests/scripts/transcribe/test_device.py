"""Number formats, batch sizes, and the two ways in which the memory of a GPU is full."""

from __future__ import annotations

import pytest

from compass_scripts.transcribe.device import (
    choose_batch_size,
    choose_compute_type,
    is_out_of_memory,
)
from compass_scripts.transcribe.failure import StopError

CPU = {"int8", "float32", "int8_float32"}
GPU = {"float16", "int8_float16", "bfloat16", "int8", "float32"}


def test_the_number_format_that_fits() -> None:
    assert choose_compute_type("auto", "cpu", CPU) == "int8"
    assert choose_compute_type("auto", "cuda", GPU) == "float16"
    assert choose_compute_type("auto", "cuda", {"int8", "float32"}) == "int8"
    assert choose_compute_type("auto", "cpu", set()) == "float32"
    assert choose_compute_type("float32", "cpu", CPU) == "float32"


def test_a_number_format_that_the_device_does_not_know() -> None:
    with pytest.raises(StopError) as caught:
        choose_compute_type("float16", "cpu", CPU)
    assert str(caught.value) == (
        "cpu cannot compute with float16; it can with float32, int8, int8_float32"
    )


@pytest.mark.parametrize(
    ("free", "batch"), [(None, 4), (130.0, 32), (14.0, 16), (8.0, 8), (4.5, 4), (2.1, 2), (0.5, 1)]
)
def test_the_batch_that_fits(free: float | None, batch: int) -> None:
    assert choose_batch_size(0, free) == batch
    assert choose_batch_size(5, free) == 5


def test_full_memory_is_known_in_both_forms() -> None:
    class OutOfMemoryError(RuntimeError):
        """As torch names it."""

    assert is_out_of_memory(OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"))
    assert is_out_of_memory(RuntimeError("CUDA failed with error out of memory"))
    assert is_out_of_memory(RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling"))
    assert not is_out_of_memory(RuntimeError("CUDA failed with error no kernel image"))
    assert not is_out_of_memory(ValueError("out of memory"))
