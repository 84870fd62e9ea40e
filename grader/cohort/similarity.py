"""Similarity: pairs of submissions to one exercise that are suspiciously alike.

Each text is brought to its bare structure: no comments, docstrings, annotations or imports, and one
name for all names that the learner chose. What is left is fingerprinted by winnowing (Schleimer,
Wilkerson and Aiken, "Winnowing", SIGMOD 2003), which finds passages wherever they were moved to.
What the stub and the reference have is taken away, and so is what many learners wrote. Nothing of a
submission is run.

It is a hint for somebody who looks at both, and never proof.
"""

import ast
import builtins
import contextlib
import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from grader.catalog import Exercise
from grader.cohort import submissions
from grader.cohort.submissions import HandedIn
from grader.errors import KataError
from grader.submission import Unreadable, decode
from grader.terminal import Screen

try:
    from copydetect.utils import hashed_kgrams, winnow
except ModuleNotFoundError:
    raise KataError("copydetect is missing; run: pip install 'interview-katas[cohort]'") from None

GRAM = 20
"""Characters of a fingerprint: about five tokens."""

WINDOW = 5
"""Of so many fingerprints in a row, one is kept: passages of 24 characters are always found."""

FEWEST = 30
"""Fingerprints of one's own that a text needs to be compared: about ten lines. Two natural
solutions of a one-liner have fewer."""

COMMON = 0.25
"""The share of the learners from which on what they wrote is common, if they are six or more."""

ALIKE = 0.7
"""The share of the shorter text's own fingerprints that the other one has, from which on a pair is
listed."""

SHOWN = 12
"""Lines of a shared passage that are shown."""


_NAMED = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_DOCUMENTED = _NAMED | ast.Module


@dataclass(frozen=True)
class Pair:
    """Two learners' submissions to an exercise; `share` is 0 to 1, `fingerprints` how many are
    shared. `passages` are the longest shared passage's lines, in either text, laid out anew."""

    learners: tuple[str, str]
    share: float
    fingerprints: int
    passages: tuple[tuple[str, ...], tuple[str, ...]]


def alike(texts: Mapping[str, str], known: Iterable[str]) -> list[Pair]:
    """The pairs among texts by learner that are alike beyond the known ones, most alike first."""
    prints = {learner: _Prints.of(text) for learner, text in texts.items()}
    own = {learner: set(found.places) for learner, found in prints.items()}
    counts = Counter(itertools.chain.from_iterable(own.values()))
    many = max(6, math.ceil(COMMON * len(texts)))
    foreign = {each for each, count in counts.items() if count >= many}
    foreign |= set(itertools.chain.from_iterable(_Prints.of(text, 1).places for text in known))
    own = {
        learner: left for learner, found in own.items() if len(left := found - foreign) >= FEWEST
    }
    return sorted(_pairs(own, prints), key=lambda pair: (-pair.share, pair.learners))


def _pairs(own: Mapping[str, set[int]], prints: "Mapping[str, _Prints]") -> Iterator[Pair]:
    having = defaultdict(list)
    for learner in sorted(own):
        for each in own[learner]:
            having[each].append(learner)
    shared = Counter(
        pair for learners in having.values() for pair in itertools.combinations(learners, 2)
    )
    for pair, number in shared.items():
        share = number / min(len(own[learner]) for learner in pair)
        if share >= ALIKE:
            first, second = (prints[learner] for learner in pair)
            yield Pair(pair, share, number, first.passages(second, own[pair[0]] & own[pair[1]]))


def read_texts(
    handed_in: Iterable[HandedIn], exercises: Sequence[Exercise]
) -> Iterator[dict[str, str]]:
    """For each learner in turn, the texts handed in, by the exercises' names; what cannot be read,
    and an untouched stub, is left out."""
    stubs = {exercise.name: exercise.stub.read_bytes() for exercise in exercises}
    for handed in handed_in:
        texts = {}
        try:
            with submissions.opened(handed, exercises) as submission:
                contents = submissions.read(submission, exercises)
            for name, content in contents.items():
                if isinstance(content, bytes) and content != stubs[name]:
                    with contextlib.suppress(Unreadable):
                        texts[name] = decode(content)
        except (KataError, OSError):
            pass  # `kata cohort status` tells of it
        yield texts


def side_by_side(pair: Pair, names: Callable[[str], str], screen: Screen) -> list[str]:
    """A pair as lines: who, how much, and the passage that both have."""
    who = " and ".join(map(names, pair.learners))
    head = f"{who}: {pair.share:.0%} alike, {pair.fingerprints} fingerprints"
    width = (screen.width - 7) // 2
    halves = replace(screen, width=width)
    lines = screen.wrap(head, "  ", "    ")
    for left, right in itertools.islice(zip_longest(*pair.passages, fillvalue=""), SHOWN):
        cut = [halves.line(text)[:width] for text in (left, right)]
        lines.append(f"    {cut[0]:{width}} | {cut[1]}".rstrip())
    return lines


@dataclass(frozen=True)
class _Prints:
    """A text's lines, laid out anew, and on which line each of its fingerprints begins and ends."""

    lines: list[str]
    places: dict[int, tuple[int, int]]

    @classmethod
    def of(cls, text: str, window: int = WINDOW) -> "_Prints":
        try:
            tree = ast.parse(text)
            _bare(tree)
            lines = ast.unparse(tree).splitlines()
            _rename(tree)
            bare = ast.unparse(tree).splitlines()
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return cls([], {})
        marks = [(n, mark) for n, line in enumerate(bare) for mark in line if not mark.isspace()]
        if len(marks) < GRAM:
            return cls(lines, {})
        grams = hashed_kgrams("".join(mark for _, mark in marks), GRAM)
        chosen, starts = winnow(grams, window, remove_duplicates=False)
        return cls(
            lines,
            {
                int(gram): (marks[start][0], marks[start + GRAM - 1][0])
                for gram, start in zip(chosen, starts, strict=True)
            },
        )

    def passages(self, other: "_Prints", shared: set[int]) -> tuple[tuple[str, ...], ...]:
        """The longest run of lines with shared fingerprints, and where those are in the other."""
        lines = sorted({n for each in shared for n in range(*_span(self.places[each]))})
        runs = [
            [n for _, n in run]
            for _, run in itertools.groupby(enumerate(lines), lambda pair: pair[1] - pair[0])
        ]
        here = max(runs, key=len)
        inside = [each for each in shared if self.places[each][0] in here]
        there = sorted({n for each in inside for n in range(*_span(other.places[each]))})
        return tuple(self.lines[n] for n in here), tuple(other.lines[n] for n in there)


def _span(place: tuple[int, int]) -> tuple[int, int]:
    return place[0], place[1] + 1


def _bare(tree: ast.Module) -> None:
    """Take away what says nothing of how the exercise is solved."""
    tree.body = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg):
            node.annotation = None
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:] or [ast.Pass()]


def _rename(tree: ast.Module) -> None:
    """Give one name to all that the learner named."""
    nodes = list(ast.walk(tree))
    bound = {node.arg for node in nodes if isinstance(node, ast.arg)}
    bound |= {node.name for node in nodes if isinstance(node, _NAMED)}
    bound |= {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in nodes
        if isinstance(node, ast.Name | ast.Attribute) and not isinstance(node.ctx, ast.Load)
    }
    for node in nodes:
        if isinstance(node, ast.Name) and (node.id in bound or not hasattr(builtins, node.id)):
            node.id = "v"
        elif isinstance(node, ast.Attribute) and node.attr in bound:
            node.attr = "v"
        elif isinstance(node, ast.arg) or (isinstance(node, ast.keyword) and node.arg):
            node.arg = "v"
        elif isinstance(node, _NAMED):
            node.name = "v"
