"""Never ends its calls; each check is stopped at its time."""


class Overflow(Exception):
    pass


class Tally:
    def __init__(self, start=0):
        self.total = start

    def add(self, amount=1):
        while amount == 4:
            self.total += 1
