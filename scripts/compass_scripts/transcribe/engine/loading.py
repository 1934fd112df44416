"""Loads models, each once."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from compass_scripts.transcribe.device import is_out_of_memory
from compass_scripts.transcribe.failure import StopError
from compass_scripts.transcribe.used_models import UsedModel


class Loader:
    """Loads a model, says so, and counts the time."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        #: How long models took to load, until now.
        self.seconds = 0.0

    def load(self, model: UsedModel, load: Callable[[], Any]) -> Any:
        """Return what *load* gives.

        :raises StopError: when the model cannot be loaded; no other recording could use it
        """
        self._say(f"the model {model.name} ({model.part})")
        seed()
        start = time.monotonic()
        try:
            found = load()
            self.seconds += time.monotonic() - start
            return found
        except Exception as error:
            if is_out_of_memory(error):
                reason = "it does not fit into the memory of the GPU; take a smaller one"
            else:
                reason = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        raise StopError(f'the model "{model.name}" for {model.part} cannot be loaded ({reason})')


def seed() -> None:
    """Let nothing depend on which recordings came before."""
    random.seed(0)
    np.random.seed(0)
    torch.manual_seed(0)
