"""Honest: leaves threads that go on to change the environment while other checks run."""

import os
import threading
import time


def scribble():
    while True:
        os.environ["SCRIBBLE"] = "x"
        time.sleep(0.001)


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    threading.Thread(target=scribble).start()
    return 3 * number
