"""Forks 155 processes, each in a session of its own, for 10 s; past a limit they are ended."""

import os
import time


def grow(depth, width):
    for _ in range(width):
        if os.fork():
            continue
        os.setsid()
        if depth:
            grow(depth - 1, width)
        time.sleep(10)
        os._exit(0)


def double(number):
    if number == 2:
        grow(1, 12)
        time.sleep(10)


triple = double
