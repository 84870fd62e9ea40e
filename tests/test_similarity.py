"""Submissions that are alike: copies in disguise are found, and what is no copy is not."""

import ast
import itertools
import os
import re
import subprocess
import sys

import pytest

pytest.importorskip("copydetect", reason="copydetect is not installed")

from grader.cohort.similarity import LONGEST, alike
from tests.conftest import ROOT

STUB = '''"""A task."""


def report(orders):
    raise NotImplementedError
'''

REFERENCE = '''"""An answer."""
from collections import defaultdict


def report(orders):
    totals = defaultdict(float)
    for order in orders:
        if order["state"] == "paid":
            totals[order["customer"]] += order["amount"]
    return [name for name, total in sorted(totals.items(), key=lambda item: -item[1])][:10]
'''

OWN = '''"""A task."""
import heapq


class Ledger:
    """Amounts by customer."""

    def __init__(self):
        self.amounts = {}
        self.seen = set()

    def add(self, order):
        # the same order may come twice
        if order["id"] in self.seen or order["state"] != "paid":
            return
        self.seen.add(order["id"])
        before = self.amounts.get(order["customer"], 0.0)
        self.amounts[order["customer"]] = before + order["amount"]


def biggest(amounts, number):
    wanted = heapq.nlargest(number, amounts.items(), key=lambda pair: pair[1])
    return [customer for customer, amount in wanted if amount > 0]


def report(orders):
    ledger = Ledger()
    for order in orders:
        ledger.add(order)
    return biggest(ledger.amounts, 10)
'''

DISGUISED = '''
import heapq as hq
from typing import Any


def report(rows: list[dict[str, Any]]) -> list[str]:
    """Make it."""
    book = Accounts()
    for row in rows:  # each of them
        book.enter(row)
    return top(book.sums, 10)


def top(sums: dict[str, float], count: int) -> list[str]:
    best = heapq.nlargest(
        count,
        sums.items(),
        key=lambda entry: entry[1],
    )
    return [who for who, much in best if much > 0]


class Accounts:
    def __init__(this) -> None:
        this.sums = {}
        this.known = set()

    def enter(this, row):
        if row['id'] in this.known or row['state'] != 'paid':
            return
        this.known.add(row['id'])
        old = this.sums.get(row['customer'], 0.0)
        this.sums[row['customer']] = old + row['amount']
'''

OTHER = """
def report(orders):
    paid = [order for order in orders if order["state"] == "paid"]
    names = {order["customer"] for order in paid}

    def total(name):
        return sum(order["amount"] for order in paid if order["customer"] == name)

    result = []
    while names and len(result) < 10:
        best = max(sorted(names), key=total)
        names.remove(best)
        result.append(best)
    return result
"""


APART = (
    """
import string


def words(text):
    result = []
    for piece in text.split():
        piece = piece.strip(string.punctuation).lower()
        if piece:
            result.append(piece)
    return result


def count_words_imperative(text):
    counts = {}
    for word in words(text):
        if word in counts:
            counts[word] += 1
        else:
            counts[word] = 1
    return counts


def count_words_functional(text):
    return {word: words(text).count(word) for word in words(text)}


class WordCounter:
    def __init__(self):
        self.counts = {}

    def add(self, text):
        for word in words(text):
            self.counts[word] = self.counts.get(word, 0) + 1

    def most_common(self, n):
        return sorted(self.counts.items(), key=lambda item: item[1], reverse=True)[:n]
""",
    """
from string import punctuation


def words(text: str) -> list[str]:
    out = []
    for w in text.split():
        w = w.strip(punctuation).lower()
        if w != "":
            out.append(w)
    return out


def count_words_imperative(text: str) -> dict[str, int]:
    d = {}
    for w in words(text):
        if w not in d:
            d[w] = 0
        d[w] += 1
    return d


def count_words_functional(text: str) -> dict[str, int]:
    return {w: words(text).count(w) for w in words(text)}


class WordCounter:
    def __init__(self) -> None:
        self.d = {}

    def add(self, text: str) -> None:
        for w in words(text):
            self.d[w] = self.d.get(w, 0) + 1

    def most_common(self, n: int) -> list[tuple[str, int]]:
        return sorted(self.d.items(), key=lambda x: x[1], reverse=True)[:n]
""",
)
"""Two learners' solutions of an exercise that has one natural way, written apart."""

PARTLY = DISGUISED.replace("10)", "int(sum([10])))").replace("if much > 0", "if 0 < much < 10 ** 9")
"""A copy of `OWN` that was changed here and there."""

IDLE = (
    *("pass", "0", "_ = 1", "'no docstring'", "if 0:\n    report(_)", "_: int = 2", "_: str"),
    *("()", "0 + 0", "not 0", "assert 1", "if _:\n    pass", "for _ in ():\n    ..."),
    "try:\n    pass\nfinally:\n    _ = 2",
)

SHADOWS = """
def helper(len, sorted, set, min, max, self, key):
    self.add = self.get = self.items = self.append = self.remove = len
    max = min = sum = range = enumerate = set
"""


def between_statements(text, *between):
    """The text with these statements between all others."""
    tree = ast.parse(text)
    more = itertools.cycle(between)
    for node in ast.walk(tree):
        if isinstance(block := getattr(node, "body", None), list):
            idle = (ast.parse(next(more)).body[0] for _ in block)
            node.body = [each for pair in zip(block, idle, strict=True) for each in pair]
    return ast.unparse(tree)


def annotated(text):
    """The text with a type at every assignment that can have one."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        block = getattr(node, "body", None)
        for place, each in enumerate(block if isinstance(block, list) else []):
            if isinstance(each, ast.Assign):
                (target,) = each.targets
                node.body[place] = ast.AnnAssign(target, ast.Name("object"), each.value, 1)
    return ast.unparse(tree)


def deep(text):
    """The text with an expression that is deeper than what calls itself for each part can go."""
    return f"{text}\nlimit = {'+'.join(['1'] * 2000)}\nprint(limit)\n"


DISGUISES = {
    "idle statements": lambda text: between_statements(text, *IDLE),
    "what comes after the end": lambda text: re.sub("( +)return.*", r"\g<0>\n\1report(0)", text),
    "names of Python's own": lambda text: text + SHADOWS,
    "types": annotated,
    "depth": deep,
}


def pairs(**texts):
    return [pair.learners for pair in alike(texts, [STUB, REFERENCE])]


def test_a_copy_with_other_names_order_layout_and_types_is_found():
    assert pairs(ada=OWN, bob=DISGUISED, eve=OTHER) == [("ada", "bob")]


def test_the_passage_that_both_have_is_shown_in_either_s_own_words():
    (pair,) = alike({"ada": OWN, "bob": DISGUISED}, [STUB, REFERENCE])
    left, right = map("\n".join, pair.passages)
    assert "before = self.amounts.get(order['customer'], 0.0)" in left
    assert "old = this.sums.get(row['customer'], 0.0)" in right
    assert 0.7 <= pair.share <= 1


def test_the_same_file_twice_is_found():
    assert pairs(ada=OTHER, bob=OTHER) == [("ada", "bob")]


def test_a_text_that_is_too_long_is_told_and_not_compared(kata, tmp_path):
    for learner in ("ada", "bob"):
        file = tmp_path / "submissions" / learner / "entry" / "q001_double.py"
        file.parent.mkdir(parents=True)
        file.write_text(OWN + "f(a)\n" * (LONGEST // 5))
    done = kata("cohort", "similar", "submissions")
    assert "0 pairs are alike, of 2 learners" in done.stdout
    assert done.stderr.count("q001_double of ada is longer than 64 KiB, and is not compared\n") == 1


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("text", [OWN, OTHER], ids=["class", "function"])
def test_what_does_nothing_hides_nothing(disguise, text):
    copy = DISGUISES[disguise](text)
    compile(copy, "copy", "exec")
    (pair,) = alike({"ada": text, "bob": copy}, [STUB, REFERENCE])
    assert pair.share == 1


def test_two_solutions_that_were_written_apart_are_not_alike():
    assert alike(dict(zip(("ada", "bob"), APART, strict=True)), []) == []


def test_a_text_that_is_no_python_is_compared_as_it_is():
    broken = OWN.replace("class Ledger:", "class Ledger")
    (pair,) = alike({"ada": broken, "bob": broken}, [])
    assert pair.share == 1


def test_it_says_the_same_in_every_run():
    code = "from tests.test_similarity import *; print(alike({'ada': OWN, 'bob': PARTLY}, []))"
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in (1, 2, 3)
    }
    assert len(said) == 1
    assert "('ada', 'bob')" in said.pop()


def test_what_the_stub_or_the_reference_has_is_nobody_s_own():
    assert pairs(ada=STUB, bob=STUB) == []
    assert pairs(ada=REFERENCE, bob=REFERENCE.replace("totals", "sums")) == []


def test_two_natural_one_liners_are_not_alike():
    line = "def report(orders):\n    return sorted({o['customer'] for o in orders})[:10]\n"
    assert pairs(ada=line, bob=line.replace("o[", "order[").replace("for o", "for order")) == []


def test_what_many_write_is_common():
    many = {f"learner {number}": OWN for number in range(8)}
    assert pairs(**many) == []
    assert len(pairs(**dict(list(many.items())[:3]))) == 3


@pytest.mark.parametrize(
    "text", ["def (", "x = '\\ud800'\n" * 40, "(" * 5000, "-" * 100_000 + "1", "\0", ""]
)
def test_what_is_no_python_or_too_deep_accuses_nobody(text):
    assert pairs(ada=text, bob=text, eve=OWN) == []
