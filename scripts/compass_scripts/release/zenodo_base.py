"""``zenodo_client.Zenodo``, imported without what importing it does to a home folder.

Importing zenodo-client imports pystow, which makes ``~/.data`` with a README; here a temporary
folder takes it.
"""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zenodo_client import Zenodo
else:
    _before = os.environ.get("PYSTOW_HOME")
    with tempfile.TemporaryDirectory() as _folder:
        os.environ["PYSTOW_HOME"] = _folder
        try:
            from zenodo_client import Zenodo
        finally:
            if _before is None:
                del os.environ["PYSTOW_HOME"]
            else:
                os.environ["PYSTOW_HOME"] = _before

__all__ = ["Zenodo"]
