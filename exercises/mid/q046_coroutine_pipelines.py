"""Q46 · Coroutines: push values through a pipeline with `send`.

Topics: coroutines, generators, pipelines, decorators, exceptions

How do coroutines work? `async def` and `await` hide the machinery: a function that stops in the
middle, is sent a value, goes on, and at last returns one. Generators show the same machinery in the
open, with `send`, `throw`, `close` and `yield from`. Build a pipeline of them that is pushed from
the front.

## Build

`Discard` and `Result` are given.

`primed(func)` is a decorator for generator functions: calling the decorated function returns its
generator, already advanced to the first `yield`. Arguments are passed on, and the name and the
docstring of `func` survive.

`averager()` is a generator function and not primed: the first `next()` gives `None`. Then every
number sent gives the average of all numbers so far, a `float`. Sending `None` ends it; it returns
`Result(count, average)`, with the average `None` if there was no number. Throwing `Discard` into it
makes it forget all numbers so far: the throw gives `None`, and it goes on.

`grouper(keys)` is a generator function and not primed. For each of `keys`, an iterable, one after
the other, it delegates to a new `averager()` with `yield from`. So numbers sent go to the current
group, `None` ends the group and gives the first `None` of the next, and after the last group the
grouper returns a `dict` of the keys, in their order, and their `Result`s.

`grep(pattern, target)` is primed. It sends every string that it receives on to `target` if the
string `pattern` occurs in it.

`broadcast(*targets)`, with at least one target, is primed. It sends every value it receives on to
all targets, in their order. A target that finishes or raises is dropped: it gets nothing more, and
the others go on. When none is left, the broadcast ends and returns a list with an outcome for each
target, in the order given: what it returned, or the exception that it raised.

## Rules

- A target is a primed coroutine, written by anybody. What its `send` gives is ignored; `send` on a
  `grep` or a `broadcast` gives `None`.
- "Returns" is meant as for any generator: the `send` or `throw` that makes it finish raises
  `StopIteration`, and the result is its `value`.
- If the target of a `grep` finishes, the `grep` finishes too and returns what the target returned.
  If the target raises, the exception leaves the `grep` unchanged.
- An `Exception` thrown into a `grep` or a `broadcast` is thrown on, the same object, into its
  target, or into each of its targets that is left. If the targets deal with it, the throw gives
  `None` like a `send`; if one raises or finishes, that counts as it does for a `send`.
- Closing a `grep` or a `broadcast` closes its target, or all targets that are left. Closing a
  `grouper`, or throwing into it, reaches the `averager` at work.

## Example

    >>> @primed
    ... def collect(lines):
    ...     while True:
    ...         lines.append((yield))
    >>> errors, everything = [], []
    >>> log = broadcast(grep("ERROR", collect(errors)), collect(everything))
    >>> for line in ["INFO started", "ERROR disk full"]:
    ...     log.send(line)
    >>> errors, everything
    (['ERROR disk full'], ['INFO started', 'ERROR disk full'])
    >>> groups = grouper(["a", "b"])
    >>> [next(groups), groups.send(10), groups.send(20), groups.send(None), groups.send(7)]
    [None, 10.0, 15.0, None, 7.0]
    >>> try:
    ...     groups.send(None)
    ... except StopIteration as stop:
    ...     print(stop.value)
    {'a': Result(count=2, average=15.0), 'b': Result(count=1, average=7.0)}
"""

from collections.abc import Callable, Generator, Hashable, Iterable
from typing import Any, NamedTuple


class Discard(Exception):
    """Thrown into an averager to make it begin anew. Given: nothing to do here."""


class Result(NamedTuple):
    """What an averager returns. Given: nothing to do here."""

    count: int
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


def broadcast(*targets: Generator[Any, Any, Any]) -> Generator[None, Any, list[Any]]:
    """Send every value on to all targets that are still alive."""
    raise NotImplementedError
