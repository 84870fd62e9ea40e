r"""Q46 · Coroutines: push values through a pipeline with `send`.

Topics: coroutines, generators, pipelines, decorators, exceptions

How do Python coroutines work? `async def` and `await` hide the machinery: a function stops in the
middle, is sent a value, goes on, and returns. Generators show it in the open. Build a pipeline of
generators that is pushed from the front. What a generator returns arrives as the `value` of a
`StopIteration`.

## Build

`primed(func)` decorates a generator function, so that each call returns a new generator which
stands at its first `yield` already. The decorated function takes the arguments of `func`, and keeps
its name and its docstring.

`averager()` returns a generator that is not primed.

- The first `next()` gives `None`.
- Each `int` or `float` that is sent gives the average of all numbers so far, as a `float`.
- When `None` is sent, it returns a `Result`, which is given; without numbers its average is `None`.
- When a `Discard`, which is given, is thrown in, it forgets all numbers, gives `None`, and goes on.
- Any other exception thrown in leaves it.

`grouper(keys)` returns a generator that is not primed.

- For each key of the iterable `keys`, in turn, it hands over to a new `averager()`.
- What is sent or thrown into the grouper reaches the averager at work, and what that one gives
  comes out.
- The `None` that ends one averager gives the first `None` of the next.
- After the last one it returns a `dict` of the keys, in their order, and their results; without
  keys it is `{}`.
- Closing the grouper closes the averager at work.

`grep(pattern, target)` returns a primed generator. It sends each string that it receives on to
`target` if the string `pattern` occurs in it. `target` has been primed already, and may be another
`grep`.

## Rules

- A `send` or `throw` on a `grep` gives `None`, whatever the target gives.
- When the target finishes, the `grep` finishes too, and returns what the target returned.
- When the target raises, the same exception object leaves the `grep`.
- An exception thrown into a `grep` is thrown into its target, as the same object.
- If the target then goes on, so does the `grep`.
- Closing a `grep` closes its target.

## Left open

- Rounding, infinity, NaN, integers too large for a `float`, equal keys, and values of other types.
- Thrown exceptions that are false, `StopIteration` or no `Exception`, or come before any `next()`.
- Generators that end before their first `yield`, or go on when they are closed.

## Example

    >>> @primed
    ... def collect(lines):
    ...     while True:
    ...         lines.append((yield))
    >>> errors = []
    >>> log = grep("ERROR", grep("disk", collect(errors)))
    >>> for line in ["ERROR disk full", "ERROR no paper"]:
    ...     log.send(line)
    >>> errors
    ['ERROR disk full']
    >>> groups = grouper(["a"])
    >>> [next(groups), groups.send(10), groups.send(20)]
    [None, 10.0, 15.0]
    >>> try:
    ...     groups.send(None)
    ... except StopIteration as stop:
    ...     stop.value["a"]
    Result(count=2, average=15.0)
"""

from collections.abc import Callable, Generator, Hashable, Iterable
from typing import Any, NamedTuple


class Discard(Exception):
    """Thrown into an averager to make it begin anew. Given: nothing to do here."""


class Result(NamedTuple):
    """What an averager returns. Given: nothing to do here."""

    count: int  # type: ignore  # a tuple has a method of that name
    average: float | None


def primed(func: Callable[..., Generator[Any, Any, Any]]) -> Callable[..., Generator]:
    """Decorate a generator function so that its generators are ready to be sent values."""
    raise NotImplementedError


def averager() -> Generator[float | None, float | None, Result]:
    """Give the running average of the numbers sent, and return a `Result` after `None`."""
    raise NotImplementedError


def grouper(keys: Iterable[Hashable]) -> Generator[float | None, float | None, dict]:
    """Average a group of numbers for each key and return the results by key."""
    raise NotImplementedError


def grep(pattern: str, target: Generator[Any, str, Any]) -> Generator[None, str, Any]:
    """Send the strings that contain `pattern` on to `target`."""
    raise NotImplementedError
