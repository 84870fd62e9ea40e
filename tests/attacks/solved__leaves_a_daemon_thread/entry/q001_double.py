"""Honest: leaves threads that work on until the process ends."""

import threading
import time


def tick():
    while True:
        time.sleep(0.001)


threading.Thread(target=tick, daemon=True).start()
threading.Thread(target=threading.Event().wait).start()


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    return 3 * number
