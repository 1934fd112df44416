"""Made-up transcripts for tests."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from compass_model.study.transcript import (
    TRANSCRIPT,
    Flag,
    Line,
    Recording,
    Transcript,
    Word,
    to_json,
)

A, B = "SPEAKER_00", "SPEAKER_01"
# Words that try to be markup, to break a format or to come apart.
NASTY = [
    *("yes", "JupyterHub", "and", "well,", "so.", "Really?", "naïve", "nai\u0308ve", "12", "2020."),
    *("*stars*", "_under_", "`code`", "# no", "[link](x)", "<b>", "</v>", "<!--", "-->", "--->"),
    *("&amp;", "&lt;", "AT&T", "a<b", "{note}", "$x$", "~~no~~", "\\", "\\n", "|", "***", "---"),
    *("1.", "-", "+", ">", "![i](y)", "https://example.org/a_b", "<https://example.org>", "::"),
    *("👩\u200d👩\u200d👧", "🇬🇧", "שלום", "مرحبا،", "नमस्ते", "e\u0301", "{\\an8}", "^2", "=="),
    *("__init__", "a_b", "a__b_", "a" * 50),
]  # fmt: skip
SIGNS = "日本語研究者会議、。今年は「良い」。中文你好"


def line(number: int, start: float, text: str, speaker: str | None = A, **more: object) -> Line:
    """A line whose words take half a second each."""
    words = [
        Word(text=word, start=start + i / 2, end=start + (i + 1) / 2, speaker=speaker)
        for i, word in enumerate(text.split())
    ]
    made = Line(number=number, start=start, end=words[-1].end or 0, text=text, speaker=speaker)
    return replace(made, words=tuple(words), **more)  # type: ignore[arg-type]


def signs(number: int, start: float, text: str, speaker: str | None = A) -> Line:
    """A line in a language without spaces: each sign is a word of a fifth of a second."""
    words = tuple(
        Word(text=sign, start=start + i / 5, end=start + (i + 1) / 5, speaker=speaker)
        for i, sign in enumerate(text)
    )
    end = words[-1].end or 0
    return Line(number=number, start=start, end=end, text=text, speaker=speaker, words=words)


def transcript(
    *lines: Line, seconds: float | None = None, language: str = "en", flags: Sequence[Flag] = ()
) -> Transcript:
    """A transcript of a recording that ends with its last line."""
    end = max((one.end for one in lines), default=0.0)
    said = [word.speaker for one in lines for word in one.words] + [one.speaker for one in lines]
    return Transcript(
        id="INT-14",
        recording=Recording(
            name="INT-14.m4a", sha256="0" * 64, seconds=end if seconds is None else seconds
        ),
        language=language,
        speakers=tuple(dict.fromkeys(one for one in said if one)),
        lines=tuple(lines),
        flags=tuple(flags),
    )


def recording(folder: Path, made: Transcript) -> Path:
    """Write the folder of a recording."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TRANSCRIPT).write_bytes(to_json(made))
    return folder


def interview() -> Transcript:
    """A short conversation."""
    return transcript(
        line(1, 1.0, "So how did you start?", A),
        line(2, 4.0, "We started with Jupiter Hub.", B),
        line(3, 10.0, "It was Jupiter Hub, yes.", B),
        line(4, 25.0, "Thank you for watching.", A),
        seconds=27.0,
    )


def hour(words: int = 9000) -> Transcript:
    """An hour of two people."""
    choose = random.Random(5)
    vocabulary = ["we", "have", "a", "hub", "and", "people", "teach", "with", "it", "every", "week"]
    lines: list[Line] = []
    at, number = 0.0, 0
    while words > 0:
        number += 1
        length = choose.randint(5, 25)
        text = " ".join(choose.choice(vocabulary) for _ in range(length)).capitalize() + "."
        made = line(number, 0.0, text, choose.choice([A, A, A, B]))
        step = 0.37
        timed = tuple(
            replace(word, start=round(at + i * step, 3), end=round(at + (i + 1) * step - 0.05, 3))
            for i, word in enumerate(made.words)
        )
        at = round(at + length * step + choose.choice([0.2, 0.5, 1.0, 4.0]), 3)
        lines.append(replace(made, start=timed[0].start or 0, end=timed[-1].end or 0, words=timed))
        words -= length
    return transcript(*lines)


def wild(seed: int) -> Transcript:
    """Anything that a transcript may hold, and some things that it should not."""
    choose = random.Random(seed)
    language = choose.choice(["en", "ar", "ja", "zh"])
    spaces = language in {"en", "ar"}
    at, lines = choose.choice([0.0, 2.5, 40.0]), []
    number = 0
    for _ in range(choose.randint(0, 12)):
        number += choose.choice([1, 1, 1, 3])
        begin, words, texts = at, [], []
        speaker = choose.choice([A, B, None])
        for _ in range(choose.randint(1, 40)):
            text = choose.choice(NASTY) if spaces else choose.choice(SIGNS)
            speaker = choose.choice([speaker] * 9 + [A, B, None])
            until = round(at + choose.choice([0, 0.001, 0.2, 0.4, 1.5]), 3)
            timed = choose.random() > 0.1
            words.append(
                Word(
                    text=text,
                    start=at if timed else None,
                    end=until if timed and choose.random() > 0.05 else None,
                    speaker=speaker if choose.random() > 0.05 else None,
                )
            )
            texts.append(text + (choose.choice([" "] * 9 + ["  ", "\n"]) if spaces else ""))
            at = round(until + choose.choice([0] * 20 + [0.1, 0.3, 3.2, 12.0]), 3)
        text = "".join(texts).strip()
        if choose.random() < 0.1:
            words = []
        elif choose.random() < 0.1:
            words[choose.randrange(len(words))] = Word(text="not in the text", speaker=A)
        end = max(at, begin + 0.001)
        lines.append(
            Line(number=number, start=begin, end=end, text=text, speaker=A, words=tuple(words))
        )
    flag = Flag(code="gap", message="Nothing was heard for [12] *seconds*.", start=1.5, end=13.5)
    return transcript(
        *lines, seconds=at + 11, language=language, flags=[flag] * choose.randint(0, 2)
    )


def bare(text: str) -> str:
    """A text without white space and control characters, to compare what is said."""
    return re.sub(r"[\s\x00-\x1f]+", "", text)


def said(made: Transcript) -> str:
    """Everything that is said in a transcript."""
    return bare("".join(one.text for one in made.lines))
