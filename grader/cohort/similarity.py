"""Similarity: pairs of submissions to one exercise that are suspiciously alike.

Each text is brought to its bare structure: no comments, docstrings, annotations, imports or code
that does nothing, and one name for everything. What is left of a function is fingerprinted by
winnowing (Schleimer, Wilkerson and Aiken, "Winnowing", SIGMOD 2003), which finds passages wherever
they were moved to. What the stub and the reference have is taken away, and so is what many learners
wrote. Nothing of a submission is run.

It is a hint for somebody who looks at both, and never proof.
"""

import ast
import contextlib
import itertools
import math
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from grader.catalog import Exercise
from grader.cohort import submissions
from grader.cohort.submissions import HandedIn
from grader.errors import KataError
from grader.install import install_line
from grader.submission import Unreadable, decode
from grader.terminal import Screen, printable

try:
    import numpy
    from copydetect.utils import winnow
except ModuleNotFoundError:
    raise KataError(f"copydetect is missing; run: {install_line('cohort')}") from None

GRAM = 20
"""Characters of a fingerprint: about five tokens."""

WINDOW = 5
"""Of so many fingerprints in a row, one is kept: passages of 24 characters are always found."""

COMMON = 0.25
"""The share of the learners from which on what they wrote is common, if they are six or more."""

ALIKE, BEYOND = 0.7, 10
"""A pair is listed where the one has this share of the shorter text's own fingerprints, and so many
more: nearly all of a text of 40, about twenty lines, and none of a shorter one than of 34. Measured
on solutions that were written apart: of 50 they had up to 79 % in common, of 130 up to 68 %."""

LONGEST = 64 * 1024
"""Bytes of a text that is compared: ten times the longest reference, and what takes a second."""

SHOWN = 12
"""Lines of a shared passage that are shown."""


DEEPEST = 1_000_000
"""Calls within calls while a text is laid out anew."""

_IDLE = ast.Pass | ast.Import | ast.ImportFrom | ast.Global | ast.Nonlocal | ast.AnnAssign
_LAST = ast.Return | ast.Raise | ast.Break | ast.Continue
_ACTING = ast.Call | ast.Await | ast.Yield | ast.YieldFrom | ast.NamedExpr


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
    own = {learner: found - foreign for learner, found in own.items()}
    return sorted(_pairs(own, prints), key=lambda pair: (-pair.share, pair.learners))


def _pairs(own: Mapping[str, set[int]], prints: "Mapping[str, _Prints]") -> Iterator[Pair]:
    having = defaultdict(list)
    for learner in sorted(own):
        for each in own[learner]:
            having[each].append(learner)
    numbers = Counter(
        pair for learners in having.values() for pair in itertools.combinations(learners, 2)
    )
    for pair, number in numbers.items():
        whole = min(len(own[learner]) for learner in pair)
        if number >= ALIKE * whole + BEYOND:
            first, second = (prints[learner] for learner in pair)
            shared = own[pair[0]] & own[pair[1]]
            yield Pair(pair, number / whole, number, first.passages(second, shared))


def read_texts(
    handed_in: Iterable[HandedIn], exercises: Sequence[Exercise], warn: Callable[[str], object]
) -> Iterator[dict[str, str]]:
    """For each learner in turn, the texts handed in, by the exercises' names; what cannot be read,
    and an untouched stub, is left out, and so is what is too long, of which `warn` is told."""
    stubs = {exercise.name: exercise.stub.read_bytes() for exercise in exercises}
    for handed in handed_in:
        texts = {}
        try:
            with submissions.opened(handed, exercises) as submission:
                contents = submissions.read(submission, exercises)
            for name, content in contents.items():
                if isinstance(content, bytes) and len(content) > LONGEST:
                    said = f"is longer than {LONGEST // 1024} KiB, and is not compared"
                    warn(f"{name} of {printable(handed.learner)} {said}")
                elif isinstance(content, bytes) and content != stubs[name]:
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
    halves = screen._replace(width=width)
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
        lines: list[str] = []
        places: dict[int, tuple[int, int]] = {}
        for own, bare in _parts(text):
            first = len(lines)
            lines += own
            marks = [
                (n, mark) for n, line in enumerate(bare, first) for mark in "".join(line.split())
            ]
            if len(marks) >= GRAM:
                grams = _grams("".join(mark for _, mark in marks))
                for gram, start in zip(*winnow(grams, window, False), strict=True):
                    places[int(gram)] = marks[start][0], marks[start + GRAM - 1][0]
        return cls(lines, places)

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


def _parts(text: str) -> list[tuple[list[str], list[str]]]:
    """What may be moved as a whole, functions and methods above all, one by one: its lines laid out
    anew, and the same in their bare structure. A text that is no Python is one part, as it is."""
    try:
        tree = ast.parse(text)
        with _deep():
            # twice: what only idle code reads is idle too
            return list(_laid_out(_bare(_bare(tree)).body))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return [(text.splitlines(), text.splitlines())]


def _laid_out(block: Iterable[ast.stmt]) -> Iterator[tuple[list[str], list[str]]]:
    for each in block:
        inside = []
        if isinstance(each, ast.ClassDef):
            inside, each.body = each.body, []
        lines = ast.unparse(each).splitlines()
        _rename(each)
        yield lines, ast.unparse(each).splitlines()
        yield from _laid_out(inside)


def _grams(text: str) -> numpy.ndarray:
    """A hash of every `GRAM` characters in a row, the same in every run."""
    starts = range(len(text) - GRAM + 1)
    pieces = (text[start : start + GRAM].encode(errors="surrogatepass") for start in starts)
    return numpy.fromiter(map(zlib.crc32, pieces), dtype=numpy.int64)


@contextlib.contextmanager
def _deep() -> Iterator[None]:
    """Let `ast.unparse`, which calls itself for every node, go as deep as Python compiles."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(DEEPEST)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _bare(tree: ast.Module) -> ast.Module:
    """The tree without what says nothing of how the exercise is solved."""
    nodes = list(ast.walk(tree))
    read = {node.id for node in nodes if isinstance(node, ast.Name) and _is_read(node)}
    read |= {node.attr for node in nodes if isinstance(node, ast.Attribute) and _is_read(node)}
    for node in nodes:
        for field in ("returns", "annotation"):
            if hasattr(node, field):
                setattr(node, field, None)
        for field in ("body", "orelse", "finalbody"):
            if isinstance(block := getattr(node, field, None), list):
                setattr(node, field, list(_at_work(block, read)))
        if getattr(node, "body", None) == []:
            node.body = [ast.Pass()]
    return tree


def _is_read(node: ast.Name | ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Load)


def _at_work(block: Iterable[ast.stmt], read: Container[str]) -> Iterator[ast.stmt]:
    """The statements of a block that may do something; `read` are the names that are of use."""
    for each in block:
        if isinstance(each, ast.AnnAssign) and each.value:
            each = ast.Assign([each.target], each.value, lineno=each.lineno)
        if not _is_idle(each, read):
            yield each
        if isinstance(each, _LAST):
            return


def _is_idle(statement: ast.stmt, read: Container[str]) -> bool:
    match statement:
        case ast.Expr(value=value):
            return not _acts(value)
        case ast.Assert(test=test):
            return not _acts(test) and not any(
                isinstance(each, ast.Name) for each in ast.walk(test)
            )
        case ast.If(test=ast.Constant(value=value)) | ast.While(test=ast.Constant(value=value)):
            return not (value or statement.orelse)
        case ast.If(test=head) | ast.For(iter=head):
            inside = [*statement.body, *statement.orelse]
            return not _acts(head) and all(_is_idle(each, read) for each in inside)
        case ast.Try(handlers=handlers):
            inside = [*statement.body, *statement.orelse, *statement.finalbody]
            inside += [each for handler in handlers for each in handler.body]
            return all(_is_idle(each, read) for each in inside)
        case ast.Assign(targets=targets, value=value):
            unread = all(isinstance(each, ast.Name) and each.id not in read for each in targets)
            return unread and not _acts(value)
    return isinstance(statement, _IDLE)


def _acts(expression: ast.expr) -> bool:
    return any(isinstance(node, _ACTING) for node in ast.walk(expression))


def _rename(tree: ast.stmt) -> None:
    """Give one name to all that has one. Which names are the learner's own cannot be told: a
    parameter may be called like a function of Python's."""
    for node in ast.walk(tree):
        for field in ("id", "attr", "arg", "name", "rest"):
            if isinstance(getattr(node, field, None), str):
                setattr(node, field, "v")
