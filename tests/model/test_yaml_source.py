"""YAML as people mean it: values stay as written, every value has a line, and there are limits."""

import pytest

from compass_model.yaml_source import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_VALUES,
    Unquoted,
    YamlError,
    load_yaml,
)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("42", 42),
        ("-7", -7),
        ("+7", 7),
        # Stock YAML makes a boolean, a number, a date or a time of each of these.
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("True", "True"),
        ("NULL", "NULL"),
        ("1.10", Unquoted("1.10")),
        ("'1.10'", "1.10"),
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("190:20:30", "190:20:30"),
        ("2026-11-21", "2026-11-21"),
        ("2026-11-21T10:00:00Z", "2026-11-21T10:00:00Z"),
        ("=", "="),
        ("1234567890123456789", "1234567890123456789"),
        ("'42'", "42"),
        ('"true"', "true"),
        ("''", ""),
    ],
)
def test_a_value_is_what_was_written(written: str, value: object):
    found = load_yaml(f"x: {written}\n").value["x"]
    assert found == value
    assert type(found) is type(value)


def test_keys_are_text():
    assert load_yaml("no: 1\n2026-01-01: 2\n3: x\n").value == {"no": 1, "2026-01-01": 2, "3": "x"}


@pytest.mark.parametrize(
    ("tagged", "name"),
    [
        ("!!python/object/apply:os.system ['true']", "!!python/object/apply:os.system"),
        ("!!int '3'", "!!int"),
        ("!!binary aGk=", "!!binary"),
        ("!own x", "!own"),
        ("!m {a: 1}", "!m"),
        ("{!own k: 1}", "!own"),
    ],
)
def test_tags_are_refused(tagged: str, name: str):
    """No tag can run a program; and readers of YAML differ in what they make of others."""
    with pytest.raises(YamlError) as error:
        load_yaml(f"a: 1\nx: {tagged}\n")
    message = f"the tag '{name}' is not read; take it out, or put the value in quotes"
    assert (error.value.line, error.value.message) == (2, message)


TEXT = """\
options:

  compass:
    id: my-event
    roles:
      host: {duties: [opens,
                      closes]}
    archived: >
      the notes,
      for ever
    code-of-conduct:
      url:
        https://example.org
"""


@pytest.mark.parametrize(
    ("loc", "line", "text_line"),
    [
        ((), 2, 2),
        (("options",), 2, 4),
        (("options", "compass", "id"), 5, 5),
        (("options", "compass", "roles", "host"), 7, 7),
        (("options", "compass", "roles", "host", "duties", 1), 8, 8),
        (("options", "compass", "archived"), 9, 10),
        (("options", "compass", "code-of-conduct", "url"), 13, 14),
        # What is not there has the line of what it belongs to.
        (("options", "compass", "owner"), 4, 4),
        (("options", "compass", "roles", "guest", "duties"), 6, 6),
        (("options", "compass", "roles", "host", "duties", 7), 7, 7),
    ],
)
def test_every_value_knows_its_line(loc: tuple[str | int, ...], line: int, text_line: int):
    document = load_yaml(TEXT, first_line=2)
    assert document.line(loc) == line
    assert document.text_line(loc) == text_line


def test_an_empty_document_is_nothing():
    document = load_yaml("# only a comment\n", first_line=2)
    assert document.value is None
    assert document.line(("options",)) == document.text_line(("options",)) == 2


def many(count: int) -> str:
    return "[" + "x," * count + "]"


def test_the_largest_documents_are_read():
    """The values of the list, the list itself and the root are counted; depth counts from 0."""
    assert len(load_yaml(f"x: {many(MAX_VALUES - 2)}").value["x"]) == MAX_VALUES - 2
    assert load_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH).value
    assert load_yaml("x: " + "y" * (MAX_CHARACTERS - 3)).value


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (
            f"y: 1\nx: {many(MAX_VALUES)}",
            2,
            "the YAML holds too many values; write it without aliases ('*name') or split the file",
        ),
        (
            "y: 1\nx: " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
            2,
            "the YAML is nested too deeply; write it without aliases ('*name') or split the file",
        ),
        ("x: " + "y" * MAX_CHARACTERS, 1, "the YAML has 256 kB, at most 256 are read"),
        (
            "x: &x\n  y: *x\n",
            1,
            "the YAML is nested too deeply; write it without aliases ('*name') or split the file",
        ),
    ],
    ids=["values", "depth", "characters", "own alias"],
)
def test_larger_documents_are_refused(text: str, line: int, message: str):
    with pytest.raises(YamlError) as error:
        load_yaml(text)
    assert (error.value.line, error.value.message, error.value.too_large) == (line, message, True)


HIDDEN = "the text holds the control character U+{}, which nobody can see; take it out"
OPEN = "broken YAML: a quotation mark is opened here and not closed; close it"
QUOTE = "broken YAML: a text cannot begin with '{}'; put it in quotes"
LOOK = "check the colons, quotes and indentation here and just above"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: b: c\n", 1, f"broken YAML: mapping values are not allowed in this context; {LOOK}"),
        ("a: 'b\n", 1, OPEN),
        ('a:\n  - b: "c\n  - d\n  - e: 1\n', 2, OPEN),
        ("a: 1\nb: 'it''s\nc: 2\n...\n", 2, OPEN),
        ("a:\n- `b`\n", 2, QUOTE.format("`")),
        ("a: [b, @c]\n", 1, QUOTE.format("@")),
        ("a: 1\nb: %c\n", 2, QUOTE.format("%")),
        ("a: 1\nb: |c d\n", 2, QUOTE.format("|")),
        ("a: > c\nb: 1\n", 1, QUOTE.format(">")),
        ('a: "b \\d"\n', 1, f"broken YAML: found unknown escape character; {LOOK}"),
        ("a: |\n\tb\n", 2, "broken YAML: a tab in the indentation; use spaces"),
        ("a:\n\tb: 1\n", 2, "broken YAML: a tab in the indentation; use spaces"),
        ("a:\n  b: 1\n \tc: 2\n", 3, "broken YAML: a tab in the indentation; use spaces"),
        ("a: *b\n", 1, f"broken YAML: found undefined alias; {LOOK}"),
        ("? [a]\n: b\n", 1, "broken YAML: a key must be plain text"),
        ("x:\n  a: 1\n  a: 2\n", 3, "'a' stands here twice; keep one of them"),
        (
            "x: &x {a: 1}\ny:\n  <<: *x\n",
            3,
            "merging with '<<' is not supported; write the fields out",
        ),
        (
            "a: 1\n--- \nb: 1\n",
            2,
            f"broken YAML: but found another document; {LOOK}",
        ),
        (
            "a: 1\nb: \x07\n",
            2,
            "broken YAML: unacceptable character #x0007: control characters are not allowed",
        ),
        ('a: 1\nb: "x\\ay"\n', 2, HIDDEN.format("0007")),
        ('a: 1\n"x\\0y": 1\n', 2, HIDDEN.format("0000")),
        ("a: 1\nb: x\u202ey\n", 2, HIDDEN.format("202E")),
        ('a: "x\\Ly"\n', 1, HIDDEN.format("2028")),
    ],
)
def test_broken_documents_say_where_and_what_to_do(text: str, line: int, message: str):
    with pytest.raises(YamlError) as error:
        load_yaml(text)
    assert (error.value.line, error.value.message, error.value.too_large) == (line, message, False)
