"""Fails with a total that takes for ever to show; showing it is on the check's time."""

import time


class Slow:
    def __eq__(self, other):
        return False

    def __repr__(self):
        time.sleep(30)

    __hash__ = None


class Overflow(Exception):
    pass


class Tally:
    total = Slow()

    def __init__(self, start=0):
        pass
