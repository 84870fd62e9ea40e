"""Overflows the C stack by comparing a list that is nested in itself; only this process suffers."""

import sys

sys.setrecursionlimit(1_000_000)


def double(number):
    left = right = 1
    for _ in range(200_000 if number == 2 else 0):
        left, right = [left], [right]
    return left == right and repr(left)


triple = double
