"""Honest: computes with a pool of processes."""

import multiprocessing


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(abs, [-1, number]) == [1, number]
    return 3 * number
