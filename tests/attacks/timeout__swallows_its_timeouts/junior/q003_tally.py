"""Catches whatever would stop it, in each check; the supervisor ends it from outside."""


class Overflow(Exception):
    pass


class Tally:
    def __init__(self, start=0):
        self.total = start

    def add(self, amount=1):
        while True:
            try:
                while True:
                    self.total += 1
            except BaseException:
                continue
