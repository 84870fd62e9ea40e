"""A prompt, taken apart: its sections, their blocks of prose, and the sentences of those.

Just enough Markdown for prompts. White space is normalised; what remains is word for word.

- Blocks are paragraphs, list items at any depth and rows of a table. Each ends a sentence even
  without a full stop; so a lead-in with a colon before a list is a sentence of its own. A row is
  one sentence.
- Within a block, `.`, `!` or `?` ends a sentence, with what closes there (quotes, brackets), when
  white space follows and then no small letter, punctuation or dash. It does not inside a code
  span, nor in `e.g.` and `i.e.`.
- Headings, a table's head, doctests (from `>>>` to a blank line), fenced code, and code indented by
  four after a blank line are no prose: `unread` has their lines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(r"^## +(.*?)[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"\s*(`{3,}(?=[^`]*$)|~{3,})")
_ITEM = re.compile(r"(?P<indent>\s*)(?P<marker>[-*+]|\d{1,9}[.)])(?P<gap>\s+)(?=\S)")
_RULE = re.compile(r"\s*\|[\s|:-]*-[\s|:-]*$")
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_END = re.compile(r"""[.!?]+["'”’»)\]}*_]*(?=\s+(\S))""")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e)\.$", re.IGNORECASE)
_GOES_ON = ",;:.!?…–—"


@dataclass(frozen=True)
class Sentence:
    """A sentence, white space normalised, and the line of the text that it begins on, from 1."""

    text: str
    line: int


@dataclass(frozen=True)
class Section:
    """A `##` section of a text: its title, its body, and the line that the body begins on."""

    title: str
    body: str
    line: int


@dataclass(frozen=True)
class Block:
    """A paragraph, a list item or a row of a table: its lines, and the number of the first."""

    lines: tuple[str, ...]
    line: int
    is_row: bool = False


def normal(text: str) -> str:
    """The text with every run of white space turned into one blank, and none at its ends."""
    return " ".join(text.split())


def sections(text: str) -> list[Section]:
    """The `##` sections of a text, in order."""
    heads = list(_HEADING.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return [
        Section(head[1], text[head.end() + 1 : end], text.count("\n", 0, head.start()) + 2)
        for head, end in zip(heads, ends, strict=True)
    ]


def sentences(section: Section) -> list[Sentence]:
    """The sentences of a section's prose, with lines counted in the text that holds it."""
    return [
        Sentence(sentence.text, sentence.line + section.line - 1)
        for block in blocks(section.body)
        for sentence in _split(block)
    ]


def _split(block: Block) -> Iterator[Sentence]:
    text = "\n".join(block.lines)
    masked = _SPAN.sub(lambda span: span[1] + "x" * len(span[2]) + span[1], text.replace("\n", " "))
    begin = 0
    for end in [*_ends(masked), len(text)] if not block.is_row else [len(text)]:
        if sentence := normal(text[begin:end]):
            begin += len(text[begin:end]) - len(text[begin:end].lstrip())
            yield Sentence(sentence, block.line + text.count("\n", 0, begin))
        begin = end


def _ends(masked: str) -> Iterator[int]:
    """Where the sentences of a text end whose code spans are masked."""
    for found in _END.finditer(masked):
        follows = found[1]
        starts = not follows.islower() and follows not in _GOES_ON
        if starts and not _ABBREVIATION.search(masked[: found.end()]):
            yield found.end()


def blocks(text: str) -> list[Block]:
    """The blocks of prose of a text."""
    return _Reader(text).read()


def unread(section: Section) -> list[Sentence]:
    """The lines of a section that are no prose."""
    read = {
        block.line + place for block in blocks(section.body) for place in range(len(block.lines))
    }
    lines = enumerate(section.body.splitlines(), 1)
    left = ((number, line.rstrip()) for number, line in lines if number not in read)
    return [Sentence(line, section.line + number - 1) for number, line in left if line]


class _Reader:
    """Goes through a text line by line and gathers its blocks."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._blocks: list[Block] = []
        self._open: list[str] = []
        self._line = 0
        self._items: list[tuple[int, int, bool]] = []
        """The list items around: indent of the marker, indent of the content, is it numbered."""

    def read(self) -> list[Block]:
        number, after_blank = 0, True
        while number < len(self._lines):
            line = self._lines[number]
            if not line.strip():
                self._close()
                after_blank = True
                number += 1
                continue
            end = self._end_of_code(number, after_blank)
            if end > number:
                self._close()
                number = end
                continue
            self._add(line, number + 1, after_blank)
            after_blank = False
            number += 1
        self._close()
        return self._blocks

    def _end_of_code(self, number: int, after_blank: bool) -> int:
        """The line after the code that begins on a line; the line itself when it is no code."""
        line = self._lines[number]
        if line.lstrip().startswith(">>>"):
            return self._next(number, lambda text: not text.strip())
        if fence := _FENCE.match(line):
            end = self._next(number + 1, lambda text: text.strip().startswith(fence[1]))
            # a fence that nothing closes would hide all that follows: it is read as prose
            return end + 1 if end < len(self._lines) else number
        if after_blank and not _ITEM.match(line):
            indent = _indent(line)
            self._items = [item for item in self._items if item[1] <= indent]
            least = (self._items[-1][1] if self._items else 0) + 4
            if indent >= least:
                return self._next(number, lambda text: bool(text.strip()) and _indent(text) < least)
        return number

    def _next(self, number: int, holds) -> int:
        rest = range(number, len(self._lines))
        return next((i for i in rest if holds(self._lines[i])), len(self._lines))

    def _add(self, line: str, number: int, after_blank: bool) -> None:
        if line.lstrip().startswith("|"):
            self._close()
            if _RULE.match(line):
                if self._blocks and self._blocks[-1].is_row and self._blocks[-1].line == number - 1:
                    self._blocks.pop()
            else:
                self._blocks.append(Block((line.strip(),), number, is_row=True))
        elif re.match(r"#{1,6} ", line):
            self._close()
        elif (item := _ITEM.match(line)) and self._begins_item(item, after_blank):
            self._close()
            indent = len(item["indent"])
            self._items = [around for around in self._items if around[1] <= indent]
            self._items.append((indent, item.end(), item["marker"] not in "-*+"))
            self._open, self._line = [line[item.end() :]], number
        else:
            if not self._open:
                self._line = number
            self._open.append(line)

    def _begins_item(self, item: re.Match[str], after_blank: bool) -> bool:
        """Whether what looks like an item is one: a line may well go on with `3. Then`."""
        marker, indent = item["marker"], len(item["indent"])
        if marker in "-*+" or after_blank or marker[:-1] == "1":
            return True
        return any(numbered and indent == around for around, _, numbered in self._items)

    def _close(self) -> None:
        if self._open:
            self._blocks.append(Block(tuple(self._open), self._line))
            self._open = []


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
