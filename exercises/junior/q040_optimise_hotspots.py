r"""Q40 · Profiling and optimising: measure, then mend what is hot.

Topics: profiling, optimisation, algorithms

How do you profile and optimise Python code? A profiler says where the work is done. Then, more
often than not, another algorithm or data structure beats every trick. Write a tool that counts
calls, look with it at three functions that are right but slow, and make them fast.

## Build

`call_counts(func, *args)` calls `func(*args)` once, under `cProfile`. It returns a dict from the
name in the `def` of each Python function that ran, `func` included, to the number of its calls.

- All calls of a recursion count.
- Built-in functions are left out, and so are the functions of the profiler.
- An `Exception` of `func` reaches the caller, and the profiler is off afterwards.

`standings(lines)` takes lines such as `"Ada 3"`, each with a name and points. It returns a list of
tuples `(name, total)`, the highest total first, and equal totals in the order in which the names
first appear.

`rank(scores)` returns a list with the rank of each score: 1 plus the number of scores that are
higher.

`pair_sums(numbers, target)` returns the number of pairs of two different positions whose numbers
add up to `target`.

## Rules

- Each of the three returns what it returns now.
- `standings` calls `parse` once for each line.
- With 1,000 lines, scores or numbers, each of the three does at most 50,000 operations on names and
  numbers: comparing, hashing, adding, subtracting and negating count as one each.
- The lists that are passed are not changed.
- Lists may be empty, and numbers and scores are `int`s, which may be equal, zero or negative.

## Left open

- Under `call_counts`: what no `def` makes, generators, context managers, several functions of one
  name, threads that `func` starts, and profiles within profiles.
- Lines of another form, and numbers beyond a million.

## Example

    >>> lines = ["Ada 3", "Bob 4", "Ada 2"]
    >>> standings(lines)
    [('Ada', 5), ('Bob', 4)]
    >>> call_counts(standings, lines)["parse"]
    3
    >>> rank([70, 95, 70, 60])
    [2, 1, 2, 4]
    >>> pair_sums([1, 5, -1, 5], 4)
    2
"""

from collections.abc import Callable
from typing import Any


def call_counts(func: Callable[..., Any], *args: Any) -> dict[str, int]:
    """Call `func(*args)` and count the calls of each Python function by name."""
    raise NotImplementedError


def parse(line: str) -> tuple[str, int]:
    """Return the name and the points of a line. Given: nothing to do here."""
    name, points = line.rsplit(" ", maxsplit=1)
    return name, int(points)


def standings(lines: list[str]) -> list[tuple[str, int]]:
    """Return the total of each name, the highest first."""
    table = []
    for line in lines:
        name = parse(line)[0]
        total = 0
        for other in lines:
            if parse(other)[0] == name:
                total += parse(other)[1]
        if (name, total) not in table:
            table.append((name, total))
    return sorted(table, key=lambda entry: entry[1], reverse=True)


def rank(scores: list[float]) -> list[int]:
    """Return the rank of each score: 1 plus the number of higher ones."""
    ranks = []
    for score in scores:
        higher = 0
        for other in scores:
            if other > score:
                higher += 1
        ranks.append(higher + 1)
    return ranks


def pair_sums(numbers: list[int], target: int) -> int:
    """Count the pairs of positions whose numbers add up to `target`."""
    pairs = 0
    for i in range(len(numbers)):
        for j in range(i + 1, len(numbers)):
            if numbers[i] + numbers[j] == target:
                pairs += 1
    return pairs
