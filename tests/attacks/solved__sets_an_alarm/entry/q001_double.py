"""Honest: uses the alarm clock and signal handlers for its own ends."""

import signal


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    before = signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 0.001)
    signal.pause()
    signal.signal(signal.SIGALRM, before)
    return 2 * number


def triple(number):
    return 3 * number
