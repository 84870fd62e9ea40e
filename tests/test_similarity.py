"""Submissions that are alike: copies in disguise are found, and what is no copy is not."""

import pytest

pytest.importorskip("copydetect", reason="copydetect is not installed")

from grader.cohort.similarity import alike

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
def test_what_is_no_python_or_too_deep_is_passed_over(text):
    assert pairs(ada=text, bob=text, eve=OWN) == []
