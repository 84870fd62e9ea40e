"""Honest: leaves handlers for signals, blocked signals, and an alarm that is still to ring."""

import signal


def raising(*_):
    raise RuntimeError("a handler of another check was called")


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL, "a handler of another check is there"
    assert signal.getsignal(signal.SIGALRM) is not signal.SIG_IGN
    for name in (signal.SIGTERM, signal.SIGUSR1, signal.SIGALRM):
        signal.signal(name, raising)
    signal.setitimer(signal.ITIMER_REAL, 5)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
    return 3 * number
