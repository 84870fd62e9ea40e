"""Makes the grader's clock and file sizes return nonsense; no message holds a senseless number."""

from grader.engine.child import main

main._clock = lambda: float("nan")


class Status:
    st_size = -(10**30)


main._fstat = lambda number: Status


def double(number):
    return None


def triple(number):
    return None
