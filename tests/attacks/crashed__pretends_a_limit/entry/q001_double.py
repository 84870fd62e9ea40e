"""Raises the signals of limits in itself; the verdict is a crash all the same."""

import signal


def double(number):
    signal.raise_signal(signal.SIGXCPU)


triple = double
