"""Sleeps in C holding the interpreter's lock; the supervisor ends it from outside."""

import ctypes


class Overflow(Exception):
    pass


class Tally:
    def __init__(self, start=0):
        self.total = start

    def add(self, amount=1):
        while amount == 4:
            ctypes.PyDLL(None).sleep(1)
