"""Honest: waits for ever in one call; that costs the check which makes it, and no other."""

import threading


class Overflow(Exception):
    pass


class Tally:
    def __init__(self, start=0):
        self.total = start

    def add(self, amount=1):
        if amount == 3:
            threading.Event().wait()
        if self.total + amount > 100:
            raise Overflow
        self.total += amount
        return self
