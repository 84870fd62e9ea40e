"""Raises exceptions chained two thousand deep; the text is short."""


def double(number):
    error = None
    for count in range(2000):
        following = ValueError(count)
        following.__cause__ = error
        error = following
    raise error


triple = double
