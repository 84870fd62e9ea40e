"""Makes the grader's clock and file sizes return nonsense; no message holds a senseless number."""

from grader.engine.child import main


class Status:
    st_size = -(10**30)


def double(number):
    main._clock = lambda: float("nan")
    main._fstat = lambda number: Status


triple = double
