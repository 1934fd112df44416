"""Names in the labels of a transcript: its own name, and the names of its speakers."""

from __future__ import annotations

import re

from compass_model.study.folding import clean, fold
from compass_scripts.study.lexicon import Lexicon
from compass_scripts.study.names import longest
from compass_scripts.study.near_misses import NearMisses
from compass_scripts.study.tokens import Said, tokens_of

_ROLES_TEXT = """
interviewer interviewee participant moderator facilitator researcher host guest speaker unknown
person observer translator interpreter everyone all several voice
"""
_ROLES = frozenset(_ROLES_TEXT.split())
_FILES_TEXT = """
int interview rec recording record session audio video part zoom pilot gmt final edit edited copy
voice memo call track test sound file teams meeting utc take new old raw mono stereo
"""
_FILES = frozenset(_FILES_TEXT.split())
_STEPS = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


def without_names(label: str, lexicon: Lexicon) -> str:
    """Return a *label* with the names of the roster replaced.

    A label is a name, or holds one, more surely than a text does: capitals decide nothing here.
    """
    tokens = tokens_of([Said(1, "", label)])
    pieces: list[str] = []
    end = i = 0
    while i < len(tokens):
        hit = longest(tokens, i, lexicon)
        targets = lexicon.replacements(hit.key) if hit else []
        if hit is None or len(targets) != 1:
            i += 1
            continue
        if not (
            pieces and pieces[-1] == targets[0] and not label[end : tokens[i].place.start].strip()
        ):
            pieces += [label[end : tokens[i].place.start], targets[0]]
        end = tokens[hit.end - 1].place.end
        i = hit.end
    return "".join([*pieces, label[end:]])


def speaker_is_explained(label: str, lexicon: Lexicon) -> bool:
    """Return whether the label of a speaker names nobody."""
    if label in lexicon.pseudonyms:
        return True
    words = [token.key for token in tokens_of([Said(1, "", label)])]
    return all(_is_neutral(word, lexicon) or word in _ROLES for word in words)


def _is_neutral(word: str, lexicon: Lexicon) -> bool:
    return (
        bool(re.fullmatch(r"[a-z]{0,2}\d*|speaker\d*", word))
        or word in lexicon.pseudonym_words
        or (word in lexicon.names and not lexicon.replacements(word))
    )


def recording_without_names(name: str, sha256: str, lexicon: Lexicon, near: NearMisses) -> str:
    """Return the name of a recording with the names of the roster replaced.

    Where one cannot be taken out cleanly, the recording is called by its hash.
    """
    spaced = _spaced(name)
    bare = without_names(spaced, lexicon)
    if near.within(fold(bare)):
        return f"recording-{sha256[:8]}"
    if bare == spaced:
        return name
    return re.sub(r"[\s_]+", "-", bare).strip("-")


def recording_is_explained(name: str, lexicon: Lexicon) -> bool:
    """Return whether the name of a recording holds only words that name nobody."""
    if re.fullmatch(r"recording-[0-9a-f]{8}", name):
        return True
    words = re.findall(r"[^\W_]+", _spaced(name))
    return all(_is_neutral(fold(word), lexicon) or fold(word) in _FILES | _ROLES for word in words)


def _spaced(name: str) -> str:
    """Return ``INT14AliceExample`` with spaces between its words."""
    return _STEPS.sub(" ", clean(name).replace("_", " "))
