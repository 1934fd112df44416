"""Names that editors and people give to copies: ``roster.yml~``, ``roster (1).yml.bak``."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What editors, programs and people put behind the name of a copy or of a file that is not whole.
# Behind .txt, some programs for mail and chats hide another ending.
_BEHIND = re.compile(
    r"(?:~|#|\.(?:bak|backup|back|old|orig|save|saved|sav|copy|tmp|temp|part|partial|download"
    r"|crdownload|filepart|sw[a-p]|txt|\d{1,3}))\Z"
)
_BEFORE = re.compile(r"\A(?:\.?#|~\$|copy of |kopie von |copie de |copia de )")
# Behind the name and before the ending: "(1)", "(copy)", " - Copy (2)", " copy 2", " 2".
_BETWEEN = re.compile(
    r"(?:[ _]?\((?:\d{1,3}|[^()]*\bcopy\b[^()]*)\)|[ _-]+(?:copy|kopie|copie|copia)| \d{1,3})"
    r"(?=\.[^.]*\Z|\Z)"
)


def without_marks_of_copies(name: str) -> Iterator[str]:
    """Yield the *name* of a file in small letters, then what is left of it, mark by mark.

    The last one is the name that the file was copied from.
    """
    name = name.casefold().strip()
    yield name
    while True:
        for pattern in (_BEHIND, _BEFORE, _BETWEEN):
            shorter = pattern.sub("", name, count=1).strip()
            if shorter and shorter != name:
                break
        else:
            # Vim hides its copies: .roster.yml.swp
            shorter = name.removeprefix(".")
            if shorter == name or "." not in shorter:
                return
        name = shorter
        yield name
