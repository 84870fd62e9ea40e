"""Honest: still has its breakpoint; it is told why nothing stops there, and what does."""


def double(number):
    breakpoint()
    return 2 * number


def triple(number):
    breakpoint()
    return 3 * number
