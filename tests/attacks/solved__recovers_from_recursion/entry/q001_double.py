"""Honest: runs into the recursion limit, and out of memory, and goes on."""


def sink():
    return sink()


def swell():
    return bytearray(2**40)


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    for fail in (sink, swell):
        try:
            fail()
        except (RecursionError, MemoryError):
            continue
    return 2 * number


def triple(number):
    return 3 * number
