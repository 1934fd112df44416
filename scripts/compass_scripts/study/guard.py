"""What must not enter a repository: how a private file is told by its name and its beginning."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePosixPath

from compass_scripts.study import media
from compass_scripts.study.copies import without_marks_of_copies

HEAD = 32 * 1024
"""How many bytes of a file are read."""

RECORDING = "a recording of sound or video"
TRANSCRIPT = "a transcript"
STUDY_FILE = "a file of a study"
ROSTER = "a list of people and their pseudonyms"
REVIEW = "a review of a transcript"
SPEAKERS = "a list of who speaks in a recording"
CORRECTIONS = "a list of corrections to a transcript"
KEY = "a secret key"
STORE = "a store of secret keys or passwords"
ENCRYPTED = "an encrypted file"
VAULT = "a part of an encrypted folder"
BACKUP = "a part of a backup"

_BY_ENDING = {
    **dict.fromkeys(media.ENDINGS, RECORDING),
    # Subtitles, and the files of programs for transcribing and for coding interviews.
    **dict.fromkeys(("srt", "vtt", "sbv", "otr", "eaf", "textgrid", "qdpx"), TRANSCRIPT),
    "age": ENCRYPTED,
    **dict.fromkeys(("kdbx", "kdb", "p12", "pfx", "jks"), STORE),
}
_DOCUMENT = r"(?:docx?|odt|rtf|pdf|pages|xlsx?|ods|numbers)"
"""Formats that are not looked into; so a word in the name of such a file is enough."""
_BY_NAME = [
    (reason, re.compile(pattern))
    for reason, pattern in (
        (TRANSCRIPT, r"(?:.*\.)?transcript\.(?:json|txt)|pseudonymised\.(?:json|md|txt|html)"),
        (TRANSCRIPT, rf"(?:.*[ ._-])?(?:transcripts?|pseudonymised)(?:[ ._-].*)?\.{_DOCUMENT}"),
        (STUDY_FILE, r"\.rendered\.json"),
        (ROSTER, r"(?:.*\.)?roster\.(?:ya?ml|csv|tsv|json)"),
        (ROSTER, rf"(?:.*[ ._-])?rosters?(?:[ ._-].*)?\.{_DOCUMENT}"),
        (VAULT, r"gocryptfs\.(?:conf|diriv)|\.gocryptfs\.reverse\.conf"),
        (KEY, r"id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?"),
    )
]
_HASH = r"[0-9a-f]{64}"
_RESTIC = re.compile(
    rf"(?:.*/)?(?:(?:keys|snapshots|index|locks)/{_HASH}|data/([0-9a-f]{{2}})/\1[0-9a-f]{{62}})"
)

_KEYS = re.compile(
    rb"^-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[ \t]*\r?\n"
    rb"(?:[A-Za-z-]+: [^\n]*\n|\s)*[A-Za-z0-9+/=]{16,}"
    rb"|AGE-SECRET-KEY-(?:PQ-)?1[02-9AC-HJ-NP-Z]{58}|^PuTTY-User-Key-File-\d: "
    rb"|\bhf_[A-Za-z0-9]{30,}\b",  # of Hugging Face
    re.MULTILINE,
)
_KEYS_OF_RESTIC = (b'"kdf":"scrypt"', b'"salt":', b'"data":')
_ENCRYPTED = re.compile(rb"\s*(?:age-encryption\.org/v1\n|-----BEGIN AGE ENCRYPTED FILE-----)")
_KEEPASS = b"\x03\xd9\xa2\x9a"

# The first words of a transcript. In JSON they are the value of "format", wherever it stands.
_FORMAT = r"compass-transcript/\d"
_FORMAT_IN_JSON = re.compile(rf'"format"\s*:\s*"{_FORMAT}')
_FORMAT_IN_TEXT = re.compile(rf"\s*(?:WEBVTT\s+)?(?:<!--\s*|NOTE\s+|# )?{_FORMAT}")
_KEYS_OF_JOURNAL = ('"state":', '"stage":', '"machine":', '"took":')
_STAGE = re.compile(r'\s*\{\s*"key":\s*"[^"]*",\s*"sha256":\s*"[0-9a-f]{64}",\s*"result":')
_YAML = frozenset({".yml", ".yaml"})
_PAGES = frozenset({".md", ".markdown"})
# Pages and programs, in which such data are examples.
_EXAMPLES = _PAGES | {
    f".{ending}"
    for ending in re.findall(
        r"\S+",
        """
        adoc c cc cjs cpp cs css go h hpp htm html java jl js jsx kt lua mdx mjs php po pot ps1 py
        pyi pyx r rb rs rst scala scss sh sql swift tex ts tsx vue
        """,
    )
}
# A turn in transcript.md, and a line in transcript.txt. Two of them outside code blocks are no
# accident.
_TURN = re.compile(r"^\*\*[^*\n]+\*\* \[\d+:\d\d:\d\d\]", re.MULTILINE)
_LINE = re.compile(r"^\d+ \[\d+:\d\d:\d\d\] ", re.MULTILINE)
_CUE = re.compile(r"^(?:\d+:)?\d\d:\d\d[,.]\d{3} --> (?:\d+:)?\d\d:\d\d[,.]\d{3}", re.MULTILINE)
_CODE_BLOCK = re.compile(r"^(```+|~~~+).*?^\1", re.MULTILINE | re.DOTALL)
_PERSON_IN_JSON = re.compile(r'"pseudonym"\s*:\s*"'), re.compile(r'"names"\s*:\s*\[\s*"')
_SPEAKER = re.compile(r"""^[ \t]*["']?SPEAKER_\d+["']?\s*:""", re.MULTILINE)


def private_reason(name: str, head: bytes) -> str:
    """Say what makes a file private; empty when nothing was found.

    :param name: its path, with slashes
    :param head: its first bytes; of a symbolic link, nothing
    """
    return _by_name(name) or (_by_content(name, head) if head else "")


def _by_name(name: str) -> str:
    for last in without_marks_of_copies(PurePosixPath(name).name):
        ending = PurePosixPath(last).suffix.removeprefix(".")
        if ending in _BY_ENDING:
            return _BY_ENDING[ending]
        for reason, pattern in _BY_NAME:
            if pattern.fullmatch(last):
                return reason
    return BACKUP if _RESTIC.fullmatch(name) else ""


def _by_content(name: str, head: bytes) -> str:
    if media.is_media(head):
        return RECORDING
    if head.startswith(_KEEPASS):
        return STORE
    if _ENCRYPTED.match(head):
        return ENCRYPTED
    if _KEYS.search(head):
        return KEY
    if head.lstrip()[:1] == b"{" and all(word in head for word in _KEYS_OF_RESTIC):
        return BACKUP
    *_copies, original = without_marks_of_copies(PurePosixPath(name).name)
    return _by_text(_text(head), PurePosixPath(original))


def _text(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = head.decode("utf-16", "replace")
    elif b"\0" in head:
        return ""
    else:
        text = head.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").lstrip("\ufeff")


def _by_text(text: str, name: PurePosixPath) -> str:
    if _FORMAT_IN_TEXT.match(text):
        return TRANSCRIPT
    may_be_data = name.suffix not in _EXAMPLES
    if may_be_data and (reason := _by_data(text, name)):
        return reason
    if may_be_data or name.suffix in _PAGES:
        text = _CODE_BLOCK.sub("", text)
        if any(len(form.findall(text)) >= 2 for form in (_TURN, _LINE, _CUE)):
            return TRANSCRIPT
    return ""


def _by_data(text: str, name: PurePosixPath) -> str:
    """Judge JSON, YAML and tables, whatever the ending says."""
    if (reason := _by_json(text)) or _is_table_of_people(text, name.suffix):
        return reason or ROSTER
    if name.suffix not in _YAML and text.lstrip()[:1] in {"{", "["}:
        return ""
    return _by_yaml(text, name)


def _is_table_of_people(text: str, ending: str) -> bool:
    first = text.lstrip().partition("\n")[0].casefold()
    if ending in {".csv", ".tsv"}:
        columns = set(re.findall(r"[a-z]+", first))
    else:
        columns = {column.strip(" \"'") for column in re.split(r"[;\t]", first)}
    return "pseudonym" in columns and not columns.isdisjoint({"name", "names"})


def _by_json(text: str) -> str:
    if _FORMAT_IN_JSON.search(text):
        return TRANSCRIPT
    if all(pattern.search(text) for pattern in _PERSON_IN_JSON):
        return ROSTER
    is_ours = _STAGE.match(text) or all(key in text for key in _KEYS_OF_JOURNAL)
    return STUDY_FILE if is_ours else ""


def _by_yaml(text: str, name: PurePosixPath) -> str:
    is_named_so = name.suffix in _YAML
    if _has_keys(text, "pseudonym", "names"):
        return ROSTER
    if (is_named_so or not name.suffix) and _has_keys(text, "as", "names"):
        return ROSTER
    # As it is made, the file shows entries in comments only; so its name counts, too.
    are_corrections = is_named_so and name.stem == "corrections"
    if _has_keys(text, "line", *(() if are_corrections else ("was", "now"))):
        return CORRECTIONS
    if _has_keys(text, "text-sha256", "applied"):
        return REVIEW
    return SPEAKERS if _SPEAKER.search(text) else ""


def _has_keys(text: str, *keys: str) -> bool:
    """Return whether YAML has all these keys, at any level, in block or in flow style."""
    return all(
        re.search(rf"""(?:^|[{{,-])[ \t]*["']?{key}["']?[ \t]*:""", text, re.MULTILINE)
        for key in keys
    )
