"""Pages of random nodes and of text that looks like markup, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from docutils import nodes
from docutils.utils import new_document

_SIGNS = list("\\`*_{}[]()<>#+-.!|~$%&@:;=^'\"/?,…–é語1aB ")
_LISTED = r"""
{name}`x`; {{ key }}; [@key]; [^1]; [x](y); ![x](y); [x]: y; <b>; </b>; <!--; <https://example.org>
https://example.org/a_b; www.example.org; a@example.org; conf.py; &amp;; &#42;; ~~gone~~; $x$; $$
**x**; __x__; *x*; _x_; snake_case_word; (label)=; :::; :::{note}; ```; ~~~; +++; ---; ===; % no
# no; > no; - no; * no; + no; 1. no; 12) no; | a | b |; |---|; --- | ---; : no; :field: no; ~ no
- [ ] no; \; \\; `; ``; \begin{equation}; {#id .class}; [x]{.y}; @key; !; [[x]]; ^x^; -- me
$5 and $6; !!! no; a|b; \|; @; {; }; :; e.g. no; no.
"""
_TRAPS = [trap for line in _LISTED.split("\n") for trap in line.split("; ") if trap]
_WORDS = ["one", "Two", "three.", "Four", "five!", "Six?", "1.", "(seven)", "“eight.”", "Dr.", "J."]

Kind = type[nodes.Element]


class RandomPage:
    """Makes one page."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def document(self) -> nodes.document:
        """Return the page."""
        document = new_document("random.md")
        section = nodes.section("", self.filled(nodes.title), *self.blocks(3), ids=["top"])
        section += nodes.section("", self.filled(nodes.title), *self.blocks(3), ids=["below"])
        document += section
        return document

    # -- within a line --------------------------------------------------------------------------

    def text(self) -> str:
        """Return words, traps and signs."""
        chosen = self._random
        parts = []
        for _ in range(chosen.randint(1, 5)):
            kind = chosen.random()
            if kind < 0.4:
                parts.append(chosen.choice(_WORDS))
            elif kind < 0.75:
                parts.append(chosen.choice(_TRAPS))
            else:
                parts.append("".join(chosen.choices(_SIGNS, k=chosen.randint(1, 4))))
            parts.append(chosen.choice(["", " ", " ", " ", "\n"]))
        return "".join(parts)

    def filled(self, kind: Kind, depth: int = 0) -> nodes.Element:
        """Return a node with text and marks in it; it has at least one word."""
        node = kind()
        for _ in range(self._random.randint(1, 3)):
            node += nodes.Text(self.text())
            if self._random.random() < 0.5:
                node += self.mark(depth)
        node += nodes.Text(" end")
        return node

    def mark(self, depth: int) -> nodes.Element:
        """Return code, emphasis or a link."""
        kind = self._random.choice(
            [nodes.literal, nodes.emphasis, nodes.strong, nodes.reference, nodes.math]
        )
        if kind is nodes.literal:
            return nodes.literal("", self.text() + "x")
        if kind is nodes.math:
            return nodes.math("", self._random.choice(["x", "a_b", r"\frac{1}{2}", "a|b", "{x}"]))
        if kind is nodes.reference:
            address = self._random.choice(
                ["https://example.org/a(b)", "https://example.org/?a=b&c=d"]
            )
            return nodes.reference("", "a link " + self.text(), refuri=address)
        if depth < 2:
            return self.filled(kind, depth + 1)
        return kind("", self.text() + "x")

    # -- blocks ---------------------------------------------------------------------------------

    def blocks(self, depth: int) -> list[nodes.Element]:
        """Return some blocks."""
        makers: Sequence[Callable[[int], nodes.Element]] = [
            self.paragraph,
            self.paragraph,
            self.code,
            *((self.list, self.definitions, self.note, self.quote, self.table) if depth else ()),
        ]
        count = self._random.randint(1, 3)
        return [self._random.choice(makers)(depth - 1) for _ in range(count)]

    def paragraph(self, depth: int) -> nodes.Element:
        return self.filled(nodes.paragraph)

    def code(self, depth: int) -> nodes.Element:
        text = "x" + "\n".join(self.text().replace("\n", " ") for _ in range(2))
        return nodes.literal_block("", text, language=self._random.choice(["python", "none"]))

    def list(self, depth: int) -> nodes.Element:
        kind = self._random.choice([nodes.bullet_list, nodes.enumerated_list])
        items = [nodes.list_item("", *self.blocks(depth)) for _ in range(2)]
        return kind("", *items)

    def definitions(self, depth: int) -> nodes.Element:
        made = nodes.definition_list()
        for _ in range(2):
            definition = nodes.definition("", *self.blocks(depth))
            made += nodes.definition_list_item("", self.filled(nodes.term), definition)
        return made

    def note(self, depth: int) -> nodes.Element:
        if self._random.random() < 0.5:
            return nodes.note("", *self.blocks(depth))
        return nodes.admonition("", self.filled(nodes.title), *self.blocks(depth))

    def quote(self, depth: int) -> nodes.Element:
        return nodes.block_quote("", *self.blocks(depth))

    def table(self, depth: int) -> nodes.Element:
        lines = self._random.random() < 0.5
        rows = [self._row(1 if lines else depth, lines=lines) for _ in range(3)]
        group = nodes.tgroup("", nodes.colspec(), nodes.colspec(), cols=2)
        group += nodes.thead("", rows[0])
        group += nodes.tbody("", *rows[1:])
        return nodes.table("", group)

    def _row(self, depth: int, *, lines: bool) -> nodes.row:
        cells = [
            [self.paragraph(0)] if lines else self.blocks(depth)
            for _ in range(2)
        ]  # fmt: skip
        return nodes.row("", *(nodes.entry("", *cell) for cell in cells))
