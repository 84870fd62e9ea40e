r"""Q46 · Coroutines: the answer and one way to build it.

## Answer

A coroutine is a function that can suspend itself and be resumed where it stopped, with its local
variables intact. Calling an `async def` function runs nothing; it returns a coroutine object. An
event loop drives it until an `await` meets something that is not ready, such as a network request.
Then it suspends, the loop lets others run, and resumes it later. Switching is cooperative, at
`await` only, while threads are preempted anywhere. So there are fewer races, and thousands of
coroutines cost little memory; but one that computes without awaiting holds up all others. They suit
servers, pipelines and event-driven programs; tasks, best in a `TaskGroup`, make them run
concurrently.

Underneath is the protocol of generators: `send` resumes with a value, `throw` with an exception,
`close` with `GeneratorExit`, and the result arrives as `StopIteration.value`. `await` delegates as
`yield from` does. Coroutines made of generators are history: `asyncio.coroutine` is gone since
Python 3.11.

## Follow-ups

- **What does `yield from` do that a loop with `yield` doesn't?** It also forwards `send`, `throw`
  and `close`, and its value is what the inner generator returned.
- **What if a coroutine is never awaited?** Nothing of it runs, and a `RuntimeWarning` says so when
  it is collected.
- **What does `close()` give?** Since 3.13 it gives the value that the generator returned on
  `GeneratorExit`, before that always `None`.

## Notes

A finished target shows itself as a `StopIteration` inside `grep`, which must catch it. `except
Exception` around the `yield` takes what is thrown in and leaves `GeneratorExit` alone; the
`finally` then closes the target on every way out. `grouper` needs none of this: `yield from`
forwards all three. A class with `send` and `close` could do without generators, and would have to
keep its state in attributes.
"""

import functools
from collections.abc import Callable, Generator, Hashable, Iterable
from typing import Any, NamedTuple


class Discard(Exception):
    """Thrown into an averager to make it begin anew."""


class Result(NamedTuple):
    """What an averager returns."""

    count: int  # type: ignore  # a tuple has a method of that name
    average: float | None


def primed(func: Callable[..., Generator[Any, Any, Any]]) -> Callable[..., Generator]:
    """Decorate a generator function so that its generators are ready to be sent values."""

    @functools.wraps(func)
    def start(*args, **kwargs):
        generator = func(*args, **kwargs)
        next(generator)
        return generator

    return start


def averager() -> Generator[float | None, float | None, Result]:
    """Give the running average of the numbers sent, and return a `Result` after `None`."""
    numbers, total, average = 0, 0.0, None
    while True:
        try:
            number = yield average
        except Discard:
            numbers, total, average = 0, 0.0, None
            continue
        if number is None:
            return Result(numbers, average)
        numbers += 1
        total += number
        average = total / numbers


def grouper(keys: Iterable[Hashable]) -> Generator[float | None, float | None, dict]:
    """Average a group of numbers for each key and return the results by key."""
    results = {}
    for key in keys:
        results[key] = yield from averager()
    return results


@primed
def grep(pattern: str, target: Generator[Any, str, Any]) -> Generator[None, str, Any]:
    """Send the strings that contain `pattern` on to `target`."""
    try:
        while True:
            try:
                line = yield
            except Exception as error:
                target.throw(error)
            else:
                if pattern in line:
                    target.send(line)
    except StopIteration as stop:
        return stop.value
    finally:
        target.close()
