"""The transcript to read: turns, times, pauses, gaps; and no speech that becomes markup."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from mdit_py_plugins.substitution import substitution_plugin
from tests.scripts.study.transcripts import (
    A,
    B,
    bare,
    interview,
    line,
    said,
    signs,
    transcript,
    wild,
)

from compass_model.study.transcript import Flag, Line, Word
from compass_scripts.study.markdown import markdown

# Whatever a reader's program may switch on.
PARSER = (
    MarkdownIt("commonmark", {"html": True})
    .enable(["table", "strikethrough"])
    .use(dollarmath_plugin)
    .use(myst_role_plugin)
    .use(substitution_plugin)
)
ALLOWED = {
    *("html_block", "heading_open", "heading_close", "paragraph_open", "paragraph_close"),
    *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close", "inline"),
    *("text", "text_special", "strong_open", "strong_close", "em_open", "em_close"),
}  # fmt: skip


def shown(token: Token) -> str:
    return "".join(child.content for child in token.children or [])


def paragraphs(text: str) -> Iterator[tuple[str, str, str]]:
    """Read Markdown again: the name, the time and the words of each paragraph; gaps alone."""
    tokens = PARSER.parse(text)
    types = {token.type for token in tokens}
    types |= {child.type for token in tokens for child in token.children or []}
    assert types <= ALLOWED
    assert [token.type for token in tokens].count("html_block") == 1
    for before, token in pairwise(tokens):
        if before.type == "paragraph_open" and before.level == 0:
            children = token.children or []
            name = (
                children[2].content if children[1:2] and children[1].type == "strong_open" else ""
            )
            words = shown(token).removeprefix(name).strip()
            match = re.match(r"\[(\d\d:\d\d:\d\d)\] ", words)
            yield (name, match[1], words[match.end() :]) if match else ("", "", words)


def test_a_conversation_is_shown_as_turns() -> None:
    assert (
        markdown(interview())
        == """\
<!-- compass-transcript/1 -->

# INT-14

**SPEAKER_00** [00:00:01] So how did you start?

**SPEAKER_01** [00:00:04] We started with Jupiter Hub. (3 s) It was Jupiter Hub, yes.

[gap 00:12]

**SPEAKER_00** [00:00:25] Thank you for watching.
"""
    )


def test_who_speaks_is_decided_for_each_word() -> None:
    one = line(1, 0.0, "How are you? I am fine, thanks.", A)
    words = [replace(word, speaker=A if i < 3 else B) for i, word in enumerate(one.words)]
    words[5] = replace(words[5], speaker=None)  # as the word before
    text = markdown(transcript(replace(one, words=tuple(words))))
    assert list(paragraphs(text)) == [
        (A, "00:00:00", "How are you?"),
        (B, "00:00:01", "I am fine, thanks."),
    ]


def test_nothing_is_called_a_speaker_where_none_is_known() -> None:
    text = markdown(transcript(line(1, 0.0, "Hello there.", None)))
    assert text.endswith("# INT-14\n\n[00:00:00] Hello there.\n")


@pytest.mark.parametrize(
    ("silence", "shown"),
    [
        (2.999, "one two"),
        (3.0, "one (3 s) two"),
        (9.999, "one (9 s) two"),
    ],
)
def test_a_pause_stands_in_the_text(silence: float, shown: str) -> None:
    text = markdown(transcript(line(1, 0.0, "one"), line(2, 0.5 + silence, "two")))
    assert [words for _, _, words in paragraphs(text)] == [shown]


@pytest.mark.parametrize(
    ("silence", "shown"), [(10.0, "00:10"), (71.9, "01:11"), (3725.0, "01:02:05")]
)
def test_a_gap_stands_alone_and_the_speaker_is_named_again(silence: float, shown: str) -> None:
    text = markdown(transcript(line(1, 0.0, "one"), line(2, 0.5 + silence, "two")))
    assert [(name, words) for name, _, words in paragraphs(text)] == [
        (A, "one"),
        ("", f"[gap {shown}]"),
        (A, "two"),
    ]


def test_gaps_before_the_first_and_after_the_last_word_are_shown() -> None:
    text = markdown(transcript(line(1, 15.0, "one"), seconds=30.0))
    assert [words for _, _, words in paragraphs(text)] == ["[gap 00:15]", "one", "[gap 00:14]"]


def test_a_pause_between_speakers_ends_the_earlier_turn() -> None:
    text = markdown(transcript(line(1, 0.0, "one", A), line(2, 5.0, "two", B)))
    assert [(name, words) for name, _, words in paragraphs(text)] == [(A, "one (4 s)"), (B, "two")]


def test_no_pause_is_made_up_beside_a_word_without_times() -> None:
    words = (
        Word(text="one", start=0.0, end=0.5, speaker=A),
        Word(text="2020", speaker=A),
        Word(text="two", start=6.0, end=6.5, speaker=A),
    )
    one = Line(number=1, start=0.0, end=6.5, text="one 2020 two", speaker=A, words=words)
    assert [words for _, _, words in paragraphs(markdown(transcript(one)))] == ["one 2020 two"]


def test_a_line_without_word_times_has_those_of_the_line() -> None:
    lines = [
        Line(number=1, start=61.0, end=64.0, text="Habari ya asubuhi.", speaker=A),
        Line(number=2, start=68.0, end=69.0, text="Nzuri.", speaker=B),
    ]
    text = markdown(transcript(*lines))
    assert list(paragraphs(text)) == [
        ("", "", "[gap 01:01]"),
        (A, "00:01:01", "Habari ya asubuhi. (4 s)"),
        (B, "00:01:08", "Nzuri."),
    ]


def test_a_long_turn_gets_a_new_paragraph_each_minute_where_a_sentence_ends() -> None:
    lines = [line(i + 1, i * 2.5, "This is sentence number five.") for i in range(60)]
    found = list(paragraphs(markdown(transcript(*lines))))
    assert [(name, time) for name, time, _ in found] == [
        (A, "00:00:00"),
        ("", "00:01:00"),
        ("", "00:02:00"),
    ]
    assert all(words.endswith(".") for _, _, words in found)


def test_a_turn_without_any_full_stop_is_parted_after_two_minutes() -> None:
    lines = [line(i + 1, i * 2.5, "and then we went on") for i in range(60)]
    found = list(paragraphs(markdown(transcript(*lines))))
    assert [(name, time) for name, time, _ in found] == [(A, "00:00:00"), ("", "00:02:00")]


def test_languages_without_spaces_get_none() -> None:
    text = markdown(transcript(signs(1, 0.0, "今日は。"), signs(2, 1.0, "はい。"), language="ja"))
    assert [words for _, _, words in paragraphs(text)] == ["今日は。はい。"]


def test_spaces_of_the_text_stay_whatever_the_words_are() -> None:
    words = tuple(Word(text=one, start=0.0, end=0.5, speaker=A) for one in ("l’", "hub", "!"))
    one = Line(number=1, start=0.0, end=0.5, text="« l’hub ! »", speaker=A, words=words)
    assert [words for _, _, words in paragraphs(markdown(transcript(one)))] == ["« l’hub ! »"]


def test_notes_stand_at_the_top() -> None:
    flags = [
        Flag(code="gap", message="Listen *again*.", start=751.0, end=763.0),
        Flag(code="no-speakers", message="Nobody was told apart."),
    ]
    text = markdown(transcript(line(1, 0.0, "Yes."), flags=flags))
    assert text.startswith(
        "<!-- compass-transcript/1 -->\n\n# INT-14\n\n"
        "- Note: Listen \\*again\\*.\n"
        "- Note: Nobody was told apart.\n\n**SPEAKER_00**"
    )


def test_a_transcript_without_words_says_so() -> None:
    assert markdown(transcript(seconds=5.0)) == (
        "<!-- compass-transcript/1 -->\n\n# INT-14\n\n*No words.*\n"
    )


def test_a_heading_shows_the_name_whatever_it_is() -> None:
    made = replace(transcript(), id="# <b>INT</b>\n_14_ #")
    heading = next(token for token in PARSER.parse(markdown(made)) if token.type == "inline")
    assert shown(heading) == "# <b>INT</b> _14_ #"


@pytest.mark.parametrize("seed", range(150))
def test_no_word_is_lost_or_doubled_and_times_rise(seed: int) -> None:
    made = wild(seed)
    found = [one for one in paragraphs(markdown(made)) if one[1]]
    words = "".join(re.sub(r"\(\d s\)", "", words) for _, _, words in found)
    assert bare(words) == said(made)
    times = [time for _, time, _ in found]
    assert times == sorted(times)
