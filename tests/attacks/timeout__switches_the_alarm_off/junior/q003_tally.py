"""Ignores, blocks and resets the alarm clock and sleeps; the supervisor ends it from outside."""

import signal
import time


class Overflow(Exception):
    pass


class Tally:
    def __init__(self, start=0):
        self.total = start

    def add(self, amount=1):
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        if amount == 4:
            time.sleep(30)
