"""Q40 · Profiling and optimising: measure, then mend what is hot.

Topics: profiling, optimisation, algorithms, collections

"How do you find out why Python code is slow, and what do you do about it?" First a profiler says
where the time goes; then, more often than not, a better algorithm or data structure beats every
trick. Four functions below are right but slow. Make them fast, and write a tool that counts calls.

## Build

Rewrite these four, which work. Each must go on returning just what it returns now.

`pair_sums(numbers, target)` takes a list of `int` and returns the number of pairs, an `int`, of two
different positions whose numbers add up to `target`.

`join_report(customers, orders)` takes a list of tuples `(customer_id, name)` and one of tuples
`(customer_id, cents)`. It returns a text with a line `"name: cents\\n"` for each order, in their
order. The first customer with that id gives the name; where there is none, it is `"unknown"`.

`common_items(first, second)` takes two lists and returns a list of the items of `first` that are in
`second` too, each once, in the order of `first`. Of equal items, it is the one that comes first in
`first`.

`rank(scores)` takes a list of numbers and returns a list with the rank of each: 1 plus the number
of scores that are higher. So equal scores have equal ranks.

Then write `call_counts(func, *args)`. It calls `func(*args)` under `cProfile` and returns a dict
from the name (`__code__.co_name`) of each Python function that ran, `func` included, to the number
of its calls. Calls in a recursion all count; functions of the same name are added up. Left out are
built-in functions and whatever ran only to profile: a `with cProfile.Profile()` block, for one,
also records its own `__exit__`. An exception of `func` reaches the caller. In every case the
profiler is off afterwards.

## Rules

- The cost: for `n` items, those of both lists together, each of the four needs at most `50 * n`
  operations on numbers, ids, items or scores, for `n` up to a thousand. Comparing, hashing, adding,
  subtracting and negating count as one operation each. Sorting them once takes up to `10 * n`.
- Items, ids and scores can be hashed, and none is NaN. Lists may be empty, numbers negative or
  repeated.
- The lists that are passed are not changed.

## Example

    >>> pair_sums([1, 5, -1, 5], 4)
    2
    >>> join_report([(7, "Ada"), (8, "Bob")], [(8, 250), (9, 100)])
    'Bob: 250\\nunknown: 100\\n'
    >>> common_items([3, 1, 3, 2], [2, 3])
    [3, 2]
    >>> rank([70, 95, 70, 60])
    [2, 1, 2, 4]
    >>> def double(n):
    ...     return n * 2
    >>> def quadruple(n):
    ...     return double(double(abs(n)))
    >>> sorted(call_counts(quadruple, 5).items())
    [('double', 2), ('quadruple', 1)]
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any


def pair_sums(numbers: Sequence[int], target: int) -> int:
    """Count the pairs of positions whose numbers add up to `target`."""
    pairs = 0
    for i in range(len(numbers)):
        for j in range(i + 1, len(numbers)):
            if numbers[i] + numbers[j] == target:
                pairs += 1
    return pairs


def join_report(
    customers: Sequence[tuple[Hashable, str]], orders: Sequence[tuple[Hashable, int]]
) -> str:
    """Return a line with the customer's name and the cents for each order."""
    report = ""
    for ordered_by, cents in orders:
        name = "unknown"
        for customer_id, customer_name in customers:
            if customer_id == ordered_by:
                name = customer_name
                break
        report += f"{name}: {cents}\n"
    return report


def common_items(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[Any]:
    """Return the items of `first` that are in `second` too, each once, in order."""
    common = []
    for item in first:
        if item in second and item not in common:
            common.append(item)
    return common


def rank(scores: Sequence[float]) -> list[int]:
    """Return the rank of each score: 1 plus the number of higher ones."""
    ranks = []
    for score in scores:
        higher = 0
        for other in scores:
            if other > score:
                higher += 1
        ranks.append(higher + 1)
    return ranks


def call_counts(func: Callable[..., Any], *args: Any) -> dict[str, int]:
    """Call `func(*args)` and count the calls of each Python function by name."""
    raise NotImplementedError
