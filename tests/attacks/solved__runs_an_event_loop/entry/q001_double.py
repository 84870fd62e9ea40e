"""Honest: runs an event loop, and a generator that is never finished."""

import asyncio


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    assert asyncio.run(asyncio.sleep(0, number)) == number
    assert next(each for each in iter(int, 1)) == 0
    return 2 * number


def triple(number):
    return 3 * number
