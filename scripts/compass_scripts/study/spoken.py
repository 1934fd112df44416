"""Addresses as people say them: "alice at example dot org", "example dot org slash alice"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from compass_scripts.study.ordinary_words import ORDINARY

_DOMAIN_ENDS_TEXT = """
com org net edu gov mil int io dev app ai info biz name museum eu uk academy agency blog cloud
club codes community company design digital email events foundation fyi global group health host
network ngo online page press pub research school science scot sh site social software solutions
space studio systems team tech tools university website wiki world xyz zone london ac ad ae af ag
al am ao ar at au az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg ch ci ck
cl cm cn co cr cu cv cy cz de dj dk dm do dz ec ee eg es et fi fj fm fo fr ga ge gg gh gi gl gm gn
gr gt gu gy hk hn hr ht hu id ie il im in iq ir is it je jm jo jp ke kg kh ki km kr kw ky kz la lb
lc li lk lr ls lt lu lv ly ma mc md me mg mk ml mm mn mo mr ms mt mu mv mw mx my mz na nc ne ng ni
nl no np nr nu nz om pa pe pf pg ph pk pl pm pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg si
sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug us uy
uz va vc ve vg vn vu wf ws ye yt za zm zw example test invalid localhost
"""
DOMAIN_ENDS = frozenset(_DOMAIN_ENDS_TEXT.split())
"""How domains end: countries, and what is frequent among the others."""

_WORD = re.compile(r"[^\W_]+(?:[._+-][^\W_]+)*|@")
_DOTS = frozenset({"dot", "punkt", "point", "punto", "ponto"})
_JOINS = frozenset(
    {"dot", "underscore", "dash", "hyphen", "minus", "plus", "punkt", "point", "punto"}
)
_ATS = frozenset({"at", "@", "arobase", "arroba"})
_SLASHES = frozenset({"slash", "forward"})
_MOST = 12
"""Words in one address, at most."""


def spoken(line: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the spoken addresses in a *line*: start, end, and whether it is an e-mail address."""
    if not _may_hold(line):
        return
    words = list(_WORD.finditer(line))
    texts = [word[0].lower() for word in words]
    i = 0
    while i < len(words):
        end = _host_end(texts, i)
        spoken_dot = end > i + 1
        if end == i or not _written_together(line, words[i:end]):
            i += 1
            continue
        first, is_email = i, False
        if i >= 2 and texts[i - 1] in _ATS:
            local = _local_start(texts, i - 2)
            together = not line[words[i - 2].end() : words[i - 1].start()].strip()
            if together and (texts[i - 2] not in ORDINARY or local < i - 2 or texts[i - 1] == "@"):
                first, is_email = local, True
        if not is_email:
            end = _path_end(texts, end)
        if spoken_dot or is_email:
            yield words[first].start(), words[end - 1].end(), is_email
        i = end


def _may_hold(line: str) -> bool:
    lower = f" {line.lower()} "
    return any(f"{word}" in lower for word in (*_DOTS, " at ", "@", "arobase", "arroba"))


def _host_end(texts: Sequence[str], first: int) -> int:
    """Return the end of a domain that begins at *first*, or *first* when none does."""
    if texts[first] in _DOTS | _ATS or texts[first] in {"the", "a", "this", "that", "of"}:
        return first
    end = first + 1
    longest = first
    if "." in texts[first] and texts[first].rpartition(".")[2] in DOMAIN_ENDS:
        longest = end
    while end + 1 < len(texts) and end - first < _MOST and texts[end] in _DOTS:
        end += 2
        if texts[end - 1].rpartition(".")[2] in DOMAIN_ENDS:
            longest = end
    # A label of several words, as in "two i two c dot org", is found from its last word.
    return longest


def _written_together(line: str, words: Sequence[re.Match[str]]) -> bool:
    """Return whether no sentence ends between the words."""
    return all(
        line[left.end() : right.start()].strip(" ,") == "" for left, right in pairwise(words)
    )


def _local_start(texts: Sequence[str], last: int) -> int:
    """Return where the part before the *at* begins: words joined by dot, underscore and so on."""
    first = last
    while first >= 2 and texts[first - 1] in _JOINS and last - first < _MOST:
        first -= 2
    return first


def _path_end(texts: Sequence[str], end: int) -> int:
    start = end
    while end + 1 < len(texts) and texts[end] in _SLASHES and end - start < _MOST:
        end += 2 + (texts[end] == "forward" and end + 2 < len(texts))
    return min(end, len(texts))
