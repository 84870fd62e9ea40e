"""Makes the supervisor its tracer, which then is told of each signal, and stops itself."""

import ctypes
import os
import signal

PTRACE_TRACEME = 0


def double(number):
    if number == 2:
        ctypes.CDLL(None).ptrace(PTRACE_TRACEME, 0, 0, 0)
        os.kill(os.getpid(), signal.SIGUSR1)


triple = double
