"""The pseudonymiser on made-up interviews: what it finds, what it leaves, how long it takes."""

import re
import time
import unicodedata
from pathlib import Path

import pytest
from tests.scripts.study import corpus
from tests.scripts.study.studies import put_roster, transcript

from compass_model.study.roster import read_roster
from compass_model.study.transcript import to_json
from compass_scripts.study.analysis import Analysis, Reader
from compass_scripts.study.markdown import markdown

SEEDS = range(12)


def reader_of(tmp_path: Path, value: object) -> Reader:
    names, problems = read_roster(put_roster(tmp_path / "roster.yml", value))
    assert problems == []
    assert names is not None
    return Reader(names)


@pytest.fixture(name="reader")
def _reader(tmp_path: Path) -> Reader:
    return reader_of(tmp_path, corpus.roster())


def seen(text: str) -> str:
    """Return a text as the result has it: without the signs that nobody sees."""
    return unicodedata.normalize("NFC", re.sub("[\u200b\u200e\u200f]", "", text))


class Score:
    """Counts what was found of one sort."""

    def __init__(self):
        self.gold = self.found = self.wrong = self.replaced = 0
        self.missed: list[str] = []


def score(said: list[corpus.Said], analysis: Analysis) -> dict[str, Score]:
    scores = {sort: Score() for sort in ("name", "pattern", "ambiguous", "other")}
    spans = [(i, s, e, r.text) for r in analysis.findings.replaced for (i, s, e) in r.places]
    asked = [
        (place.line, place.start, place.end)
        for one in analysis.findings.open.values()
        for places in one.occurrences
        for place in places
    ]
    good = set()
    for i, line in enumerate(said):
        at = 0
        for piece in line.pieces:
            text = seen(piece.text)
            # A space at the edge of a line is taken off before.
            start, end = at, at + len(text)
            at = end
            if not piece.sort:
                continue
            mine = scores[piece.sort]
            mine.gold += 1
            over = [(s, e) for j, s, e, _ in spans if j == i and s < end and start < e]
            good |= {(i, s, e) for s, e in over}
            if piece.sort in {"ambiguous", "other"}:
                over += [(s, e) for j, s, e in asked if j == i and s < end and start < e]
            covered = {k for s, e in over for k in range(s, e)}
            letters = {k for k in range(start, end) if text[k - start].isalnum()}
            if letters <= covered:
                mine.found += 1
            else:
                mine.missed.append(line.text)
    every = {(i, s, e) for i, s, e, _ in spans}
    scores["name"].replaced = len(every)
    scores["name"].wrong = len(every - good)
    scores["name"].missed += [
        f"wrong: {said[i].text[s:e]} in {said[i].text}" for i, s, e in every - good
    ]
    return scores


def test_recall_precision_and_what_is_left_to_the_review(reader: Reader):
    total = {sort: [0, 0] for sort in ("name", "pattern", "ambiguous", "other")}
    replaced = wrong = 0
    missed: list[str] = []
    for seed in SEEDS:
        said = corpus.transcript(seed)
        analysis = reader.analyse(transcript((line.speaker, line.text) for line in said))
        for sort, one in score(said, analysis).items():
            total[sort][0] += one.found
            total[sort][1] += one.gold
            replaced += one.replaced
            wrong += one.wrong
            missed += [f"{sort}: {text}" for text in one.missed]
    figures = ", ".join(f"{sort} {found} of {gold}" for sort, (found, gold) in total.items())
    figures += f"; {replaced} replaced, {wrong} of them wrongly"
    print(figures)
    shown = f"{figures}\n" + "\n".join(missed[:40])
    assert total["name"][0] == total["name"][1] > 1000, shown
    assert total["pattern"][0] >= 0.99 * total["pattern"][1] > 500, shown
    assert total["ambiguous"][0] == total["ambiguous"][1] > 300, shown
    assert total["other"][0] == total["other"][1] > 300, shown
    assert wrong <= 0.05 * replaced, shown


STARTERS = {
    *(
        "And",
        "Because",
        "But",
        "Everything",
        "In",
        "It",
        "No",
        "So",
        "That",
        "The",
        "There",
        "Then",
    ),
    *("We", "Well", "Yeah", "Yes", "You", "My", "They"),
}
EXPLAINED = {"I", "May", "Monday", "March", "ORCID", *corpus.KEEP}


def test_every_other_capital_is_in_the_review(reader: Reader):
    for seed in SEEDS:
        said = corpus.transcript(seed)
        made = transcript((line.speaker, line.text) for line in said)
        analysis = reader.analyse(made)
        result = analysis.apply({}, reader).transcript
        asked = " ".join(one.found for one in analysis.open)
        for line in result.lines:
            text = re.sub(r"\[[^]]*\]|\bP\d\d\b", "", line.text)
            for match in re.finditer(r"[^\W\d_]+", text):
                word = match[0]
                if word == word.lower() or word in EXPLAINED - {"May"}:
                    continue
                start = re.search(r"(^|[.?!(]) ?$", text[: match.start()])
                assert (start and word in STARTERS) or word in asked, (word, line.text)


PARTS = {
    part + end
    for name in [*corpus.FIRST, *corpus.LAST]
    for part in re.split(r"[-' ]", corpus.plain(name).lower())
    for end in ("", "s")
    if len(part) > 2
}


def test_no_name_survives_anywhere(reader: Reader):
    for seed in SEEDS:
        said = corpus.transcript(seed)
        made = transcript(((line.speaker, line.text) for line in said), id="alice_example 2024")
        result = reader.analyse(made).apply({}, reader).transcript
        assert result.id == "P01-2024"
        for text in (to_json(result).decode(), markdown(result)):
            bare = corpus.plain(seen(text)).lower().replace("’", "'")
            assert set(re.findall(r"[a-z]+", bare)) & PARTS == set()
            assert not re.search(r"@[a-z]|gitmock|binderfake|nosuchlabs|nowhereville", bare)


def test_the_words_with_times_say_what_the_lines_say(reader: Reader):
    said = corpus.transcript(3)
    made = transcript((line.speaker, line.text) for line in said)
    result = reader.analyse(made).apply({}, reader).transcript
    for line, before in zip(result.lines, made.lines, strict=True):
        assert "".join(word.text for word in line.words).replace(" ", "") == line.text.replace(
            " ", ""
        )
        assert line.words
        assert [line.words[0].start, line.words[-1].end] == [
            before.words[0].start,
            before.words[-1].end,
        ]
        times = [word.start for word in line.words]
        assert times == sorted(times)


def test_it_does_the_same_every_time(tmp_path: Path, reader: Reader):
    said = corpus.transcript(5)
    made = transcript((line.speaker, line.text) for line in said)
    first = reader.analyse(made).apply({}, reader).transcript
    again = reader_of(tmp_path, corpus.roster())
    assert to_json(again.analyse(made).apply({}, again).transcript) == to_json(first)
    # What it made is explained: nothing in it is replaced once more.
    assert [line.text for line in reader.analyse(first).apply({}, reader).transcript.lines] == [
        line.text for line in first.lines
    ]


def test_an_hour_takes_little_time(tmp_path: Path):
    said = corpus.transcript(7, lines=1200)  # 11,000 words, as in an hour of quick speech
    made = transcript((line.speaker, line.text) for line in said)
    start = time.process_time()
    reader = reader_of(tmp_path, corpus.roster())
    reader.analyse(made).apply({}, reader)
    seconds = time.process_time() - start
    words = sum(len(line.text.split()) for line in said)
    print(f"{words} words: {seconds:.2f} s")
    assert seconds < 10, f"{words} words took {seconds:.2f} s of CPU time"


@pytest.mark.parametrize(
    "text",
    [
        "a" * 50_000,
        "A" * 50_000,
        "a@" * 25_000,
        "@" * 50_000,
        "a." * 25_000,
        "a-" * 25_000,
        "1 " * 25_000,
        "1-(" * 16_000,
        "+" * 50_000,
        "www." * 12_000,
        "http://" * 7_000,
        "dot at " * 7_000,
        "a dot " * 8_000,
        "Alice Exampl " * 4_000,
        "Mac " * 12_000,
        "one " * 12_000,
        "'" * 50_000,
        " " * 50_000,
        "0000-" * 10_000,
        "\u0301" * 50_000,
        "a\u200b" * 25_000,
        "田" * 20_000,
        "phone " * 8_000,
        "in may " * 7_000,
        "alice.@" * 7_000,
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_hostile_text_takes_no_longer_than_other_text(text: str, reader: Reader):
    start = time.process_time()
    reader.analyse(transcript([("A", text)])).apply({}, reader)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "text",
    [
        "\u0410lice \u0415\u0445ample",  # Cyrillic letters
        "\uff21\uff4c\uff49\uff43\uff45",  # full-width letters
        "A\u00adlice",
        "Al\u200dice",
        "\u202eAlice\u202c",
        "A\u0301lice\u0335",
        "ALICE\ufe0f",
        "\U0001d400\U0001d425\U0001d422\U0001d41c\U0001d41e",  # bold letters of mathematics
        "Al\u2060ice Exa\ufeffmple",
        "alice\u00a0example",
        "Alice\u2011Example",
        "\u0391lice",  # a Greek letter
        "A\u034flice",
        "Al\U000e0100ice",
    ],
    ids=ascii,
)
def test_names_in_disguise_are_found(text: str, reader: Reader):
    made = transcript([("A", f"we saw {text} there.")])
    [line] = reader.analyse(made).apply({}, reader).transcript.lines
    assert line.text == "we saw P01 there."
    assert [word.text for word in line.words] == ["we", "saw", "P01", "there."]
