"""Made-up transcripts with made-up names, and where the names stand in them.

It shares no code with the pseudonymiser: its own lists, its own spellings, its own addresses.
Text is written in pieces; a piece may be *gold*: it must not be seen in the result.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_FIRST = (
    "Alice Bora Célestine Dmitri Eilidh Fatoumata Gwendolyn Håkan Ignacio Jürgen Kwabena Łucja "
    "Moana Nkechi Oluwaseun Priyanka Quentin Roísín Siobhán Tomáš Umberto Vasiliki Wanjiru "
    "Xiomara Yusuf Zsófia"
)
FIRST = _FIRST.split()
_LAST = (
    "Example Sample Testersen Mockwell Fakename D'Invented O'Madeup Placeholderson Nonesuch-Blank "
    "Fictiva Ünreal Pretendovic Dummond MacDummy Nobodić Imaginez Storyfield Fabelman Notreál "
    "Inventsson Makebelow Phantomas Unpersons Figmentova Legendre Mythos"
)
LAST = _LAST.split()
NICK = {0: "Ali", 3: "Dima", 8: "Nacho", 14: "Seun", 22: "Shiru"}
AMBIGUOUS = {1: "May", 4: "Will", 6: "Hub", 11: "Grace"}
"""People whose nickname is an ordinary word."""
THINGS = {
    "organisations": [
        ("Example University", "[a university]"),
        ("Institut für Beispiele", "[an institute]"),
        ("NoSuchLabs", "[a company]"),
        ("St. Nowhere's College", "[a college]"),
    ],
    "places": [("Nowhereville", "[a town]"), ("Bath", "[a city]"), ("Sankt Muster", "[a city]")],
    "projects": [("GitMock", "[a project]"), ("BinderFake", "[a project]")],
}
KEEP = ["JupyterHub", "Jupyter", "BinderHub", "Python", "GitHub", "Zulip"]
OTHERS = ["Ostrava", "Kowalczyk", "Zanzibar", "Helvetia", "Tamsin", "Orkney", "Ludovic", "Nairobi"]
"""Names that the roster does not have: they have to be in the review."""


class Piece(NamedTuple):
    """Some text."""

    text: str
    sort: str = ""
    """name, pattern, ambiguous (a name that is a word), other (not in the roster), or nothing"""


class Said(NamedTuple):
    """One line of a transcript."""

    speaker: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def spans(self, sort: str) -> Iterator[tuple[int, int]]:
        at = 0
        for piece in self.pieces:
            if piece.sort == sort:
                yield at, at + len(piece.text)
            at += len(piece.text)


def roster() -> dict[str, object]:
    """Return the roster of all people and things."""
    people = []
    for i, (first, last) in enumerate(zip(FIRST, LAST, strict=True)):
        nicknames = [NICK[i]] if i in NICK else []
        nicknames += [AMBIGUOUS[i]] if i in AMBIGUOUS else []
        person: dict[str, object] = {"pseudonym": f"P{i + 1:02}", "names": [f"{first} {last}"]}
        if nicknames:
            person["nicknames"] = nicknames
        if i % 3 == 0:
            person["handles"] = [f"@{plain(first).lower()}-codes{i}"]
        people.append(person)
    things = {
        sort: [{"names": [name], "as": text} for name, text in entries]
        for sort, entries in THINGS.items()
    }
    return {"people": people, **things, "keep": KEEP}


def transcript(seed: int, lines: int = 400) -> list[Said]:
    """Return the lines of one made-up interview."""
    rng = random.Random(seed)
    made = []
    for _ in range(lines):
        speaker = rng.choice(["Interviewer", "Interviewer", "Célestine Fakename", "SPEAKER_02"])
        made.append(Said(speaker, tuple(_sentence(rng))))
    return made


def _sentence(rng: random.Random) -> list[Piece]:
    kind = rng.random()
    if kind < 0.35:
        return _with_name(rng)
    if kind < 0.5:
        return _with_pattern(rng)
    if kind < 0.65:
        return _with_ambiguous(rng)
    if kind < 0.75:
        return _with_other(rng)
    return [Piece(rng.choice(_PLAIN))]


_FRAMES = [
    ("So then we asked ", " to look at it."),
    ("", " told us about the workshop."),
    ("I think that was ", ", or maybe somebody else, but yes."),
    ("Yeah, and ", " had opened an issue before that."),
    ("It was in the notes from ", " when we started."),
    ("You know, (", ") and then nothing happened."),
]
_PLAIN = [
    "And then the hub was slow, so we waited.",
    "We saw the Bath Abbey choir, the Grace Period band and the Open Hub site.",
    "That was in early May, by May 12 or during May, as in every May.",
    "It has a will of its own, a grace note, a bath and a hub.",
    "May I ask how that will change in May?",
    "Will you go on with this, or will it stop?",
    "The reading group met before the bath was cleaned.",
    "Jupyter is what most people start with, and JupyterHub came later.",
    "In May 2023 we may have had twelve people.",
    "Because they had no time on Monday, I said yes.",
    "Yes. No. Well, that is hard to say.",
    "I was 34 then, and there were 12,500 users by 3 March.",
    "It is version 3.11.4, which came after 1.10, at 12:30 or 2019-2020.",
    "We gave ten percent of it to the grace period, and the mark was high.",
    "You look at the dot product and at the plots in README.md and conf.py.",
    "There were 1,000,000 of them, or 3.14159265 per second, or 12 500 000 000 in all.",
]


def _with_name(rng: random.Random) -> list[Piece]:
    before, after = rng.choice(_FRAMES)
    if rng.random() < 0.7:
        i = rng.randrange(len(FIRST))
        name = rng.choice([f"{FIRST[i]} {LAST[i]}", FIRST[i], LAST[i], NICK.get(i, FIRST[i])])
    else:
        name = rng.choice([name for sort in THINGS.values() for name, _ in sort if name != "Bath"])
    owner = rng.choice(["'s", "’s", "", "", ""])
    if owner and name.endswith("s") and rng.random() < 0.5:
        owner = "’"
    after = f" laptop{after}" if owner else after
    return [Piece(before), Piece(_variant(rng, name), "name"), Piece(owner + after)]


def _variant(rng: random.Random, name: str) -> str:  # noqa: PLR0911 (one for each)
    """Return a name as speech recognition or a tired person might write it."""
    choice = rng.randrange(12)
    if choice == 0:
        return name.upper()
    if choice == 1 and len(name) > 3:
        return name.lower()
    if choice == 2:
        return plain(name)
    if choice == 3:
        return unicodedata.normalize("NFD", name)
    if choice == 4:
        return name.replace("'", "’").replace("-", " ")
    if choice == 5 and " " in name and "-" not in name:
        return name.replace(" ", "-")
    if choice == 6 and name in {"GitMock", "BinderFake", "NoSuchLabs", "MacDummy"}:
        return {
            "GitMock": "Git Mock",
            "BinderFake": "Binder Fake",
            "NoSuchLabs": "NoSuch Labs",
        }.get(name, "Mac Dummy")
    if choice == 7 and " " in name:
        return name.replace(" ", "")
    if choice == 8:
        return "\u200b".join([name[:2], name[2:]])
    if choice == 9:
        return name[:1] + "\u200f" + name[1:] + "\u200e"
    if choice == 10:
        return name.translate(str.maketrans({"a": "а", "e": "е", "o": "о", "M": "М"}))  # noqa: RUF001
    return name


def plain(name: str) -> str:
    bare = unicodedata.normalize("NFD", name).replace("Ł", "L").replace("ł", "l")
    return "".join(c for c in bare if not unicodedata.combining(c))


def _with_ambiguous(rng: random.Random) -> list[Piece]:
    i = rng.choice([*AMBIGUOUS, -1])
    name = AMBIGUOUS.get(i, "Bath")
    frames = [
        ("We went with ", " to the meeting.", name),
        ("", " has been there since it began.", name),
        ("and yes, ", " said so twice.", name.lower()),
        ("Everything was for ", ", of course.", name),
    ]
    before, after, shown = rng.choice(frames)
    return [Piece(before), Piece(shown, "ambiguous"), Piece(after)]


def _with_other(rng: random.Random) -> list[Piece]:
    before, after = rng.choice(_FRAMES)
    return [Piece(before), Piece(rng.choice(OTHERS), "other"), Piece(after)]


def _with_pattern(rng: random.Random) -> list[Piece]:
    before = rng.choice(["You find it under ", "My address is ", "So it is ", "(see "])
    after = ")." if before == "(see " else rng.choice([".", ", I think.", " if you need it.", "?"])
    if rng.random() < 0.15:
        before = "My number is "
    text = rng.choice([_email, _spoken_email, _url, _phone, _orcid, _handle])(rng)
    return [Piece(before), Piece(text, "pattern"), Piece(after)]


def _word(rng: random.Random) -> str:
    return "".join(
        rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") for _ in range(rng.randint(2, 4))
    )


def _host(rng: random.Random) -> str:
    ends = ["org", "com", "ac.uk", "de", "io", "edu", "co.nz", "example", "eu", "tech"]
    return f"{rng.choice(['', '', 'mail.', 'my-'])}{_word(rng)}.{rng.choice(ends)}"


def _email(rng: random.Random) -> str:
    local = rng.choice(["{a}", "{a}.{b}", "{a}_{b}", "{a}+list", "{a}-{b}99", "{A}"])
    name = local.format(a=_word(rng), b=_word(rng), A=_word(rng).title())
    return f"{name}@{_host(rng)}"


def _spoken_email(rng: random.Random) -> str:
    host = f"{_word(rng)} dot {rng.choice(['org', 'com', 'ac dot uk', 'co dot nz', 'de'])}"
    local = rng.choice(["{a}", "{a} dot {b}", "{a} underscore {b}", "{a} dash {b}"])
    return f"{local.format(a=_word(rng), b=_word(rng))} at {host}"


def _url(rng: random.Random) -> str:
    path = rng.choice(["", "/", f"/{_word(rng)}", f"/~{_word(rng)}/a.html?x=1&y=2#top"])
    return rng.choice(
        [
            f"https://{_host(rng)}{path}",
            f"http://www.{_host(rng)}{path}",
            f"www.{_host(rng)}{path}",
            f"{_host(rng)}{path}",
            f"{_word(rng)} dot org slash {_word(rng)}",
        ]
    )


def _phone(rng: random.Random) -> str:
    form = rng.choice(
        [
            "+44 20 7946 0###",
            "+44 (0)20 7946 0###",
            "020 7946 0###",
            "(020) 7946 0###",
            "07700 900###",
            "07700900###",
            "+1 212-555-01##",
            "(212) 555-01##",
            "212.555.01##",
            "1-800-555-01##",
            "555-01##",
            "+49 30 23125 ###",
            "030 23125###",
            "030/23125 ###",
            "+33 1 99 00 ## ##",
            "01 99 00 ## ##",
            "0049 30 23125###",
            "+91 98765 4####",
            "98765 4####",
            "+61 491 570 ###",
            "0491 570 ###",
            "+47 22 33 ## ##",
            "(11) 91234-5###",
            "zero seven seven double zero nine oh one two",
            "020 7946 0### 020 7946 0###",
        ]
    )
    return "".join(rng.choice("0123456789") if c == "#" else c for c in form)


def _orcid(rng: random.Random) -> str:
    digits = "0000000" + "".join(rng.choice("0123456789") for _ in range(8))
    total = 0
    for digit in digits:
        total = 2 * (total + int(digit))
    last = (12 - total % 11) % 11
    whole = digits + ("X" if last == 10 else str(last))
    dashed = "-".join(whole[i : i + 4] for i in range(0, 16, 4))
    return rng.choice([dashed, f"https://orcid.org/{dashed}", dashed.replace("-", " "), whole])


def _handle(rng: random.Random) -> str:
    name = _word(rng)
    return rng.choice(
        [f"@{name}", f"@{name}_{_word(rng)}", f"@{name}-{_word(rng)}", f"@{name}@{_host(rng)}"]
    )
