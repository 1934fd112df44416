"""Files that must not enter a repository, and files that look like them and may."""

import io
import json
import wave
from dataclasses import asdict

from compass_model.study.review import Review
from compass_model.study.transcript import Line, Recording, Transcript, to_json
from compass_scripts.study.corrections import FIRST_CORRECTIONS
from compass_scripts.study.markdown import markdown
from compass_scripts.study.plain_text import plain_text
from compass_scripts.study.review_file import review_text
from compass_scripts.study.speaker_map import first_speakers
from compass_scripts.study.subtitles import srt, vtt
from compass_scripts.transcribe.recording import Journal

_LINES = [("P07", "My name is Alice Example."), ("Interviewer", "Thank you."), ("P07", "I began.")]
_TRANSCRIPT = Transcript(
    id="INT-14",
    recording=Recording(name="INT-14.m4a", sha256="0" * 64, seconds=9),
    language="en",
    speakers=("P07", "Interviewer"),
    lines=tuple(
        Line(number=i + 1, start=3 * i, end=3 * i + 2, text=text, speaker=speaker)
        for i, (speaker, text) in enumerate(_LINES)
    ),
)
_JSON = to_json(_TRANSCRIPT)
_MARKDOWN, _TEXT = markdown(_TRANSCRIPT), plain_text(_TRANSCRIPT)
_JOURNAL = json.dumps(asdict(Journal(name="INT-14.m4a", state="done")), indent=1).encode()
_STAGE = json.dumps({"key": "a", "sha256": "0" * 64, "result": {"segments": []}}).encode()
_REVIEW = review_text(Review.model_validate({"text-sha256": "0" * 64, "applied": "0" * 64}))
_ROSTER = "people:\n  - pseudonym: P07\n    names: [Alice Example]\n"


def _wav() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 16000, 0, "NONE", ""))
        sound.writeframes(bytes(3200))
    return file.getvalue()


def _frame(header: str, length: int) -> bytes:
    return bytes.fromhex(header).ljust(length, b"\x55")


def _pem(kind: str) -> bytes:
    # In pieces, so that no program takes this file for a key.
    body = "MC4CAQAwBQYDK2VwBCIEIExampleExampleExample"
    return f"-----BEGIN {kind}-----\n{body}\n-----END {kind}-----\n".encode()


_PRIVATE_KEY = "PRIVATE" + " KEY"
_AGE_KEY = "AGE-SECRET-KEY-" + "1" + "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L" * 2
_RESTIC_KEY = {"created": "2026-11-21", "kdf": "scrypt", "N": 32768, "salt": "x", "data": "x"}
_HF_TOKEN = "hf" + "_" + "Example" * 5
_PERSON = {"people": [{"pseudonym": "P07", "names": ["Alice Example"]}]}
_SHA = "0123456789abcdef" * 4

_SOUND = "a recording of sound or video"
_OF_A_TRANSCRIPT = "a transcript"
_KEY = "a secret key"
_BACKUP = "a part of a backup"
_PEOPLE = "a list of people and their pseudonyms"
_SPEAKERS = "a list of who speaks in a recording"
_CORRECTIONS = "a list of corrections to a transcript"

PRIVATE: dict[str, tuple[str, bytes]] = {
    # By the name, whatever is in it
    "INT-14.wav": (_SOUND, _wav()),
    "a/INT-14.M4A": (_SOUND, b"x"),
    "empty.mp3": (_SOUND, b""),
    "film.MOV": (_SOUND, b""),
    "dictation.ds2": (_SOUND, b"x"),
    "a.srt": (_OF_A_TRANSCRIPT, srt(_TRANSCRIPT).encode()),
    "a.vtt": (_OF_A_TRANSCRIPT, b""),
    "study/INT-14/transcript.json": (_OF_A_TRANSCRIPT, b"{}"),
    "INT-14.transcript.txt": (_OF_A_TRANSCRIPT, b"x"),
    "pseudonymised.md": (_OF_A_TRANSCRIPT, b"x"),
    "study/INT-14/.rendered.json": ("a file of a study", b"{}"),
    "roster.csv": (_PEOPLE, b"x"),
    "alpha.roster.yml": (_PEOPLE, b"x"),
    "gocryptfs.conf": ("a part of an encrypted folder", b"x"),
    "vault/x/gocryptfs.diriv": ("a part of an encrypted folder", b"x"),
    "secrets.age": ("an encrypted file", b"x"),
    "passwords.kdbx": ("a store of secret keys or passwords", b"x"),
    "id_ed25519": (_KEY, b"x"),
    f"backup/keys/{_SHA}": (_BACKUP, b"x"),
    f"backup/data/01/{_SHA}": (_BACKUP, b"x"),
    # By the content, whatever its name
    "wav": (_SOUND, _wav()),
    "w64.bin": (_SOUND, b"RF64\xff\xff\xff\xffWAVEds64"),
    "avi.dat": (_SOUND, b"RIFF\x00\x10\x00\x00AVI LIST"),
    "tagged.md": (_SOUND, b"ID3\x04\x00\x00\x00\x00\x0f\x76TSSE"),
    "mp3": (_SOUND, _frame("fffb9000", 417) * 3),
    "mp3-low.txt": (_SOUND, _frame("fff36400", 144) * 3),
    "mp2": (_SOUND, _frame("fffda400", 576) * 3),
    "aac": (_SOUND, _frame("fff15080047ffc", 35) * 3),
    "m4a.pdf": (_SOUND, b"\x00\x00\x00\x20ftypM4A \x00\x00\x02\x00"),
    "mp4": (_SOUND, b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00"),
    "mov": (_SOUND, b"\x00\x01\x02\x03moov"),
    "ogg": (_SOUND, b"OggS\x00\x02"),
    "flac": (_SOUND, b"fLaC\x00\x00\x00\x22"),
    "webm": (_SOUND, b"\x1a\x45\xdf\xa3\x9f\x42"),
    "aiff": (_SOUND, b"FORM\x00\x00\x10\x00AIFF"),
    "amr": (_SOUND, b"#!AMR\n\x3c"),
    "wma": (_SOUND, bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + bytes(9)),
    "mpeg": (_SOUND, b"\x00\x00\x01\xba\x44\x00"),
    "ts": (_SOUND, b"G".ljust(188, b"\xff") * 3),
    "renamed.json": (_OF_A_TRANSCRIPT, _JSON),
    "minified.json": (_OF_A_TRANSCRIPT, json.dumps(json.loads(_JSON)).encode()),
    "sorted.json": (_OF_A_TRANSCRIPT, json.dumps(json.loads(_JSON), sort_keys=True).encode()),
    "utf-16.json": (_OF_A_TRANSCRIPT, _JSON.decode().encode("utf-16")),
    "mark.json": (_OF_A_TRANSCRIPT, b"\xef\xbb\xbf" + _JSON),
    "json-without-ending": (_OF_A_TRANSCRIPT, _JSON),
    "renamed.md": (_OF_A_TRANSCRIPT, _MARKDOWN.encode()),
    "renamed.txt": (_OF_A_TRANSCRIPT, _TEXT.encode()),
    "windows.txt": (_OF_A_TRANSCRIPT, _TEXT.replace("\n", "\r\n").encode()),
    "vtt.txt": (_OF_A_TRANSCRIPT, vtt(_TRANSCRIPT).encode()),
    "srt.txt": (_OF_A_TRANSCRIPT, srt(_TRANSCRIPT).encode()),
    "without-its-first-line.md": (_OF_A_TRANSCRIPT, _MARKDOWN.partition("\n")[2].encode()),
    "without-its-first-line.txt": (_OF_A_TRANSCRIPT, _TEXT.partition("\n")[2].encode()),
    "people.yml": (_PEOPLE, _ROSTER.encode()),
    "flow.yaml": (_PEOPLE, b"people: [{names: [Alice Example], pseudonym: P07}]\n"),
    "quoted.yaml": (_PEOPLE, b'people:\n- "pseudonym": P07\n  "names": [Alice]\n'),
    "places.yml": (_PEOPLE, b"places:\n  - names: [Exampleton]\n    as: '[a town]'\n"),
    "sheet.csv": (_PEOPLE, b"Pseudonym;Name;Consent\nP07;Alice Example;yes\n"),
    "who.yml": (_SPEAKERS, first_speakers(_TRANSCRIPT).replace("P07:", "SPEAKER_00:").encode()),
    "corrections.yml": (_CORRECTIONS, FIRST_CORRECTIONS.encode()),
    "fixes.yml": (_CORRECTIONS, b"- {line: 3, was: I began, now: We began}\n"),
    "review.yml": ("a review of a transcript", _REVIEW.encode()),
    "journal.json": ("a file of a study", _JOURNAL),
    "stages/align.json": ("a file of a study", _STAGE),
    "pem": (_KEY, _pem(_PRIVATE_KEY)),
    "rsa.txt": (_KEY, _pem("RSA " + _PRIVATE_KEY)),
    "locked.pem": (_KEY, _pem("ENCRYPTED " + _PRIVATE_KEY)),
    "ssh": (_KEY, _pem("OPENSSH " + _PRIVATE_KEY)),
    "gpg.asc": (_KEY, _pem(_PRIVATE_KEY + " BLOCK").replace(b"-\nM", b"-\nVersion: 1\n\nM")),
    "both.pem": (_KEY, _pem("CERTIFICATE") + _pem(_PRIVATE_KEY)),
    "age.txt": (_KEY, f"# created: 2026-11-21\n{_AGE_KEY}\n".encode()),
    "sealed": ("an encrypted file", b"age-encryption.org/v1\n-> X25519 x\n"),
    "sealed.txt": ("an encrypted file", b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n"),
    "vault": ("a store of secret keys or passwords", b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5"),
    "restic": (_BACKUP, json.dumps(_RESTIC_KEY, separators=(",", ":")).encode()),
    ".env": (_KEY, f"DEBUG=1\nHF_TOKEN={_HF_TOKEN}\n".encode()),
    # Copies, as editors, programs and people name them
    "transcript.json~": (_OF_A_TRANSCRIPT, _JSON),
    "INT-14.json.old": (_OF_A_TRANSCRIPT, _JSON),
    "notebook.ipynb": (_OF_A_TRANSCRIPT, _JSON),
    ".0123456789abcdef.part": (_OF_A_TRANSCRIPT, _JSON),  # left by a program that was killed
    "transcript.json.orig": (_OF_A_TRANSCRIPT, b"{}"),
    "pseudonymised (1).md": (_OF_A_TRANSCRIPT, b"x"),
    "pseudonymised.txt": (_OF_A_TRANSCRIPT, b"x"),
    "renamed.md.bak": (_OF_A_TRANSCRIPT, _MARKDOWN.partition("\n")[2].encode()),
    "INT-14.srt.txt": (_OF_A_TRANSCRIPT, b"x"),
    "INT-14.m4a.part": (_SOUND, b"x"),
    "journal.json~": ("a file of a study", _JOURNAL),
    "align.json.tmp": ("a file of a study", _STAGE),
    "roster.yml~": (_PEOPLE, b""),
    ".roster.yml.swp": (_PEOPLE, b"b0VIM 9.1\0"),
    "#roster.yml#": (_PEOPLE, b""),
    "Copy of roster.yml": (_PEOPLE, b""),
    "Roster - Copy (2).YML": (_PEOPLE, b""),
    "roster copy 2.yml.txt": (_PEOPLE, b""),
    "roster.txt": (_PEOPLE, _ROSTER.encode()),
    "roster": (_PEOPLE, _ROSTER.encode()),
    "people.2026-11-21": (_PEOPLE, _ROSTER.encode()),
    "people.json": (_PEOPLE, json.dumps(_PERSON, indent=1).encode()),
    "places.txt": (_PEOPLE, b"places:\n  - names: [Exampleton]\n    as: '[a town]'\n"),
    "sheet.txt": (_PEOPLE, b"Pseudonym\tName\tConsent\nP07\tAlice Example\tyes\n"),
    "who.yml.save": (_SPEAKERS, b"SPEAKER_00: Interviewer\nSPEAKER_01: P07\n"),
    "who.txt": (_SPEAKERS, b"SPEAKER_00: Interviewer\nSPEAKER_01: P07\n"),
    "corrections.yml~": (_CORRECTIONS, FIRST_CORRECTIONS.encode()),
    "corrections (copy).yml": (_CORRECTIONS, FIRST_CORRECTIONS.encode()),
    "review.yml.bak": ("a review of a transcript", _REVIEW.encode()),
    "id_rsa.bak": (_KEY, b"x"),
    # Documents, which nobody looks into
    "INT-14 transcript.docx": (_OF_A_TRANSCRIPT, b"PK"),
    "INT-14_Transcript (1).odt": (_OF_A_TRANSCRIPT, b"PK"),
    "transcripts-final.pdf": (_OF_A_TRANSCRIPT, b"%PDF"),
    "roster-2026.xlsx": (_PEOPLE, b"PK"),
    "study-roster (1).ods": (_PEOPLE, b"PK"),
}

HARMLESS: dict[str, bytes] = {
    "empty.md": b"",
    "link": b"",
    # Images, fonts, documents and programs
    "photo.webp": b"RIFF\x00\x10\x00\x00WEBPVP8 ",
    "photo.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "photo.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "photo.gif": b"GIF89a",
    "photo.heic": b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00",
    "photo.avif": b"\x00\x00\x00\x20ftypavif\x00\x00\x00\x00",
    "photo.jp2": b"\x00\x00\x00\x0cjP  \r\n\x87\n\x00\x00\x00\x14ftypjp2 ",
    "photo.tiff": b"II*\x00\x08\x00\x00\x00",
    "favicon.ico": b"\x00\x00\x01\x00\x01\x00",
    "paper.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "font.woff2": b"wOF2\x00\x01\x00\x00",
    "font.ttf": b"\x00\x01\x00\x00\x00\x12\x01\x00",
    "font.otf": b"OTTO\x00\x0c\x00\x80",
    "sheet.xlsx": b"PK\x03\x04\x14\x00",
    "words.mo": b"\xde\x12\x04\x95\x00\x00\x00\x00",
    "program.wasm": b"\x00asm\x01\x00\x00\x00",
    "types.ts": b"GGG = 1\nexport const GGG = 'G'\n",
    "slides.key": b"PK\x03\x04\x14\x00",
    "public.gpg": b"\x99\x01\x0d\x04",
    # Text that begins like sound
    "utf-16.txt": "ÿûID3 words".encode("utf-16-le").join([b"\xff\xfe", b""]),
    "utf-16-words.txt": "Some words in another encoding.\n".encode("utf-16"),
    "one-sign.bin": _frame("fffb9000", 60) * 9,
    "ID3.md": b"ID3 tags\n========\n",
    "riff.md": b"RIFF is a format; WAVE is held in it.\n",
    "ogg.md": b"OggS is how every page of an Ogg file begins.\n",
    # Pages and programs that speak of all this
    "format.md": b"# The format\n\nThe first value is `compass-transcript/1`.\n",
    "format.py": b'SAMPLE = {"format": "compass-transcript/1"}\n',
    "transcript.schema.json": b'{"properties": {"format": {"const": "compass-transcript/1"}}}',
    "guide.md": b"# A guide\n\n```\n"
    + _TEXT.encode()
    + b"```\n\n```\n"
    + _MARKDOWN.encode()
    + b"```\n",
    "example.md": b"# An example\n\n**P07** [00:12:31] I began in one place.\n",
    "transcript.md": b"# How to write a transcript\n\nNumber each line.\n",
    "transcripts.py": b"x = 1\n",
    "meeting.md": b"# Notes\n\n- 10:00 welcome\n- 10:15 agenda\n\n1 [link](https://example.org)\n",
    # Files with names that studies use, too
    "source/_data/speakers.yml": b"- name: Alice Example\n  talk: How we began\n",
    ".github/workflows/review.yml": b"name: review\non: pull_request\n",
    "journal.json": b'{"name": "Journal of Examples", "issn": "0000-0000"}',
    ".release/sandbox-1.0.json": b'{"target": "sandbox", "version": "1.0", "step": "checked"}',
    "corrections.yml": b"- text: The date was wrong.\n  on: 2026-11-02\n",
    "roster.md": b"# The roster of mentors\n",
    "names.yml": b"names: [one, two]\n",
    "candidates/x-0123456789.yml": (
        b"id: x-0123456789\nstate: candidate\nparticipant: P07\n"
        b"redactions:\n  - {kind: name, as: '[a place]'}\ntext-sha256: x\n"
    ),
    "question.yml": b"- text: Which pseudonym shall we use, and which names must not stand?\n",
    "authors.csv": b"name,orcid\nAlice Example,0000\n",
    # Names and contents that are nearly those of copies
    "roster.schema.json": (
        b'{"properties": {"pseudonym": {"type": "string"}, "names": {"type": "array"}}}'
    ),
    "sample.py~": b'SAMPLE = {"format": "compass-transcript/1"}\nSPEAKER_00: int = 0\n',
    "guide.md.bak": b"# A guide\n\n```yaml\n" + _ROSTER.encode() + b"```\n",
    "guide.rst": b"A guide\n=======\n\n.. code-block:: yaml\n\n    " + _ROSTER.encode(),
    "source.js.map": b'{"version": 3, "sources": ["a.js"], "names": ["as", "line", "was"]}',
    "names.txt": b"The pseudonym, the name and the day\n",
    "lines.txt": b"line: one\nnow: two\n",
    "transcribe.docx": b"PK",
    "rosters.py": b"x = 1\n",
    "transcriptome-data.xlsx": b"PK",
    "chapter 2.md": b"# Chapter\n",
    "manual.1": b".TH MANUAL 1\n",
    "settings.env": b"HF_TOKEN=hf_\nHF_MODEL=hf_some_model_with_a_name_that_is_long\n",
    # Nearly keys
    "certificate.pem": _pem("CERTIFICATE"),
    "public.pem": _pem("PUBLIC KEY"),
    "keys.md": f"A key begins with `-----BEGIN {_PRIVATE_KEY}-----`.\n".encode(),
    "keys2.md": f"```\n-----BEGIN {_PRIVATE_KEY}-----\n...\n```\n".encode(),
    "age.md": b"Keys look like `AGE-SECRET-KEY-1...`; files begin with age-encryption.org/v1\n",
    f"objects/01/{_SHA}": b"x",
    f"data/ff/{_SHA}": b"x",
}
