"""Q46 · Coroutines: the answer and one way to build it.

## Answer

A coroutine is a function that can suspend itself and be resumed where it stopped, with its local
variables intact. Calling an `async def` function runs nothing; it returns a coroutine object. When
it is driven, it runs until an `await` meets something that is not ready, and suspends; the event
loop then lets others run, and resumes this one later. Switching is cooperative, at `await` only,
while threads are preempted anywhere; so there are fewer races, and thousands of coroutines cost
little memory, but one that never awaits holds up all others. They suit cooperative multitasking,
pipelines and event-driven programs. Underneath is the protocol of generators: `send` resumes with a
value, `throw` with an exception, `close` with `GeneratorExit`, and the result arrives as
`StopIteration.value`. `await` delegates as `yield from` does. Generator-based coroutines with
`asyncio.coroutine` are gone since Python 3.11; plain generators that receive values remain.

## Notes

A `StopIteration` that leaves a generator's body becomes a `RuntimeError`, so `grep` and `broadcast`
must catch the one that a finished target raises. `except Exception` around the `yield` takes what
is thrown in and leaves `GeneratorExit` alone; a `finally` then closes the targets on every way out.
`grouper` needs none of this: `yield from` forwards all three by itself.
"""

import functools
import operator
from collections.abc import Callable, Generator, Hashable, Iterable
from typing import Any, NamedTuple


class Discard(Exception):
    """Thrown into an averager to make it begin anew."""


class Result(NamedTuple):
    """What an averager returns."""

    count: int
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


@primed
def broadcast(*targets: Generator[Any, Any, Any]) -> Generator[None, Any, list[Any]]:
    """Send every value on to all targets that are still alive."""
    alive = dict(enumerate(targets))
    outcomes = {}
    try:
        while alive:
            try:
                deliver = operator.methodcaller("send", (yield))
            except Exception as error:
                deliver = operator.methodcaller("throw", error)
            for place, target in list(alive.items()):
                try:
                    deliver(target)
                except StopIteration as stop:
                    outcomes[place] = stop.value
                except Exception as error:
                    outcomes[place] = error
                if place in outcomes:
                    del alive[place]
        return [outcomes[place] for place in range(len(targets))]
    finally:
        for target in alive.values():
            target.close()
