"""YAML with line numbers, for people: no surprising types, limits on size and aliases.

Only ``true``/``false``, ``null``/``~`` and plain decimal integers get a type; every other scalar
stays as it was written, so that ``no`` is a word, ``1.10`` a version and ``2026-11-21`` is made a
date by the field that asks for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from compass_model.yaml_errors import explain

try:
    from yaml import CSafeLoader as _BaseLoader
except ImportError:  # libyaml is missing: about ten times slower, same results
    from yaml import SafeLoader as _BaseLoader  # type: ignore[assignment]

Loc = tuple[str | int, ...]
"""Where a value stands in a document: keys and list positions from the root."""

MAX_CHARACTERS = 256 * 1024
"""Longest YAML text that is read. The largest front matter seen in real handbooks has 6 kB."""
MAX_VALUES = 50_000
"""Most values in one document, aliases counted as often as they are used (the 'alias bomb')."""
MAX_DEPTH = 40
"""Deepest nesting; also ends aliases that contain themselves."""

_BOOLEANS = {"true": True, "false": False}
# They break XML and terminals, or have readers see another text than programs.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ud800-\udfff\ufffe\uffff]"
)
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_VERSION = re.compile(r"[0-9]+\.[0-9]")


class Unquoted(str):
    """A text that begins like a version, ``1.10``, and stands without quotes.

    Other readers of YAML make a number of some of these, so a field may refuse them.
    """

    __slots__ = ()


class YamlError(Exception):
    """YAML that cannot be read.

    ``line`` counts from 1 in the text that was given; ``message`` says what to do.
    """

    def __init__(self, line: int, message: str, *, too_large: bool = False) -> None:
        super().__init__(message)
        self.line = line
        self.message = message
        self.too_large = too_large


class YamlDocument(NamedTuple):
    """A YAML document as plain Python values, which knows the line of each of them."""

    value: Any
    """Dictionaries, lists, strings, integers, booleans and ``None``."""
    root: yaml.Node | None
    first_line: int

    def line(self, loc: Loc) -> int:
        """Return the line of the value at *loc*, or of its nearest parent that exists.

        For a key of a mapping this is the line of the key.
        """
        node, mark_line = self.root, 0
        for step in loc:
            found = _child(node, step)
            if found is None:
                break
            mark_line, node = found
        if not loc and node is not None:
            mark_line = node.start_mark.line
        return self.first_line + mark_line

    def text_line(self, loc: Loc) -> int:
        """Return the line on which the *text* of the value at *loc* begins.

        Differs from :meth:`line` where the text of a key starts below it.
        """
        node = self.root
        for step in loc:
            found = _child(node, step)
            if found is None:
                return self.line(loc)
            node = found[1]
        if node is None:
            return self.first_line
        block = isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}
        return self.first_line + int(node.start_mark.line) + block


def name_of(loc: Loc) -> str:
    """Return a location as people read it: ``timeline[2].when``, positions counted from 1."""
    name = ""
    for step in loc:
        name += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if name else step
    return name


def texts_of(value: Any, loc: Loc = ()) -> Iterator[tuple[str, Loc]]:
    """Yield every text in the value of a document, with its place."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from texts_of(item, (*loc, key))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from texts_of(item, (*loc, i))
    elif isinstance(value, str):
        yield value, loc


class _Loader(_BaseLoader):
    """Composes nodes only; values are made by :func:`_convert`, so no tag can run code."""


def load_yaml(text: str, first_line: int = 1) -> YamlDocument:
    """Read one YAML document.

    :param text: the YAML text
    :param first_line: the line of the file on which *text* begins
    :raises YamlError: for broken YAML, tabs, tags, repeated keys and documents over the limits
    """
    if len(text) > MAX_CHARACTERS:
        size = len(text) // 1024
        limit = MAX_CHARACTERS // 1024
        raise YamlError(1, f"the YAML has {size} kB, at most {limit} are read", too_large=True)
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        values = _Converter(loader).convert(root) if root is not None else None
    except yaml.MarkedYAMLError as error:
        raise YamlError(*explain(error, text)) from None
    except yaml.YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        raise YamlError(line, f"broken YAML: {error}".splitlines()[0]) from None
    finally:
        loader.dispose()
    return YamlDocument(values, root, first_line)


class _Converter:
    """Makes Python values from YAML nodes, within the limits."""

    def __init__(self, loader: _Loader) -> None:
        self._loader = loader
        self.count = 0

    def convert(self, node: yaml.Node, depth: int = 0) -> Any:
        self.count += 1
        line = node.start_mark.line + 1
        self._refuse_tag(node)
        if self.count > MAX_VALUES or depth > MAX_DEPTH:
            what = "holds too many values" if depth <= MAX_DEPTH else "is nested too deeply"
            message = f"the YAML {what}; write it without aliases ('*name') or split the file"
            raise YamlError(line, message, too_large=True)
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.convert(item, depth + 1) for item in node.value]
        return self._mapping(node, depth)

    def _refuse_tag(self, node: yaml.Node) -> None:
        """Refuse what begins with ``!``: readers of YAML differ in what they make of it."""
        plain = isinstance(node, yaml.ScalarNode) and not node.style
        usual = self._loader.resolve(  # type: ignore[no-untyped-call]  # its stub has no types
            type(node), node.value, (plain, not plain)
        )
        if node.tag != usual:
            name = str(node.tag).replace("tag:yaml.org,2002:", "!!")
            message = f"the tag '{name}' is not read; take it out, or put the value in quotes"
            raise YamlError(node.start_mark.line + 1, message)

    def _mapping(self, node: yaml.Node, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise YamlError(line, "broken YAML: a key must be plain text")
            if key.tag == "tag:yaml.org,2002:merge":
                raise YamlError(line, "merging with '<<' is not supported; write the fields out")
            if key.value in result:
                raise YamlError(line, f"'{key.value}' stands here twice; keep one of them")
            self._refuse_tag(key)
            _refuse_control(key)
            result[key.value] = self.convert(value, depth + 1)
        return result


def _refuse_control(node: yaml.ScalarNode) -> None:
    found = _CONTROL.search(str(node.value))
    if found is not None:
        name = f"U+{ord(found[0]):04X}"
        message = f"the text holds the control character {name}, which nobody can see; take it out"
        raise YamlError(node.start_mark.line + 1, message)


def _scalar(node: yaml.ScalarNode) -> str | int | bool | None:
    _refuse_control(node)
    text = str(node.value)
    if node.style:  # quoted or block text
        return text
    if text in {"", "~", "null"}:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    # More than 18 digits is an identifier that someone forgot to quote, not a number.
    if len(text) <= 18 and _INTEGER.match(text):
        return int(text)
    return Unquoted(text) if _VERSION.match(text) else text


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    """Return the line (from 0) and node at one step below *node*."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key.start_mark.line, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark.line, item
    return None
