"""Inline MyST in words that any program shows: as common Markdown, or as plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.myst_role import myst_role_plugin

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_TITLE_AND_TARGET = re.compile(r"(.*\S)\s*<[^<>]*>", re.DOTALL)
# What Markdown would take for markup. A "_" within a word and a lone "&" mean themselves.
_SPECIAL = re.compile(r"[\\`*\[\]<]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")


def as_markdown(text: str) -> str:
    """Turn inline MyST into one line of common Markdown.

    A role becomes its text, as does a link that leads to another page of the site.
    """
    return _one_line(_render(_tokens(text), markdown=True))


def as_plain(text: str) -> str:
    """Turn inline MyST into one line of text without any markup; links name their address."""
    return _one_line(_render(_tokens(text), markdown=False))


def link_to(address: str) -> str:
    """Return a web or mail address as a link in common Markdown."""
    shown = _CONTROL.sub("", address.removeprefix("mailto:"))
    return f"<{shown.replace('<', '%3C').replace('>', '%3E')}>"


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).use(myst_role_plugin)


def _tokens(text: str) -> Sequence[Token]:
    return _parser().parseInline(text)[0].children or []


def _one_line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def _render(tokens: Sequence[Token], *, markdown: bool) -> str:
    parts: list[str] = []
    links: list[tuple[str, int]] = []
    for token in tokens:
        if token.type == "link_open":
            links.append((str(token.attrs["href"]), len(parts)))
        elif token.type == "link_close":
            address, begins = links.pop()
            words = "".join(parts[begins:])
            parts[begins:] = [_link(words, address, markdown=markdown)]
        elif markdown and token.type == "code_inline":
            parts.append(_code(token))
        elif token.type in {"em_open", "em_close", "strong_open", "strong_close"}:
            parts.append(token.markup if markdown else "")
        else:
            words = _words(token)
            parts.append(_SPECIAL.sub(r"\\\g<0>", words) if markdown else words)
    return "".join(parts)


def _words(token: Token) -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    if token.type == "myst_role":
        match = _TITLE_AND_TARGET.fullmatch(token.content)
        return match[1] if match else token.content.lstrip("~!")
    return token.content


def _code(token: Token) -> str:
    edge = " " if token.content.startswith("`") or token.content.endswith("`") else ""
    return f"{token.markup}{edge}{token.content}{edge}{token.markup}"


def _link(words: str, address: str, *, markdown: bool) -> str:
    plain_address = address.removeprefix("mailto:")
    is_bare = words.replace("\\", "") in {"", address, plain_address}
    if not address.startswith(("http://", "https://", "mailto:")):
        # The name of the page or place, where the site would show its title.
        name = re.split(r"[/#:]", address)[-1].removesuffix(".md").replace("-", " ")
        return name if is_bare else words
    target = link_to(address) if markdown else plain_address
    if is_bare:
        return target
    if markdown and not re.search(r"[()]", address):
        return f"[{words}]({address})"
    return f"{words} ({target})"
