"""Keeps a regular expression busy, which no signal interrupts; it is ended from outside."""

import re


class Overflow(Exception):
    pass


class Tally:
    def __init__(self, start=0):
        self.total = start

    def add(self, amount=1):
        if amount == 4:
            re.match("(a*)*b", "a" * 60)
