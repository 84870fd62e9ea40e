"""Honest: works very deep in the stack, in a thread with a larger one."""

import sys
import threading


def deep(levels, number):
    return deep(levels - 1, number) if levels else number


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    sys.setrecursionlimit(20_000)
    threading.stack_size(256 * 2**20)
    answers = []
    thread = threading.Thread(target=lambda: answers.append(deep(15_000, 2 * number)))
    thread.start()
    thread.join()
    return answers[0]


def triple(number):
    return 3 * number
