"""Is put by the test into a folder that nobody but root may enter."""


class Overflow(Exception):
    pass


class Tally:
    pass
