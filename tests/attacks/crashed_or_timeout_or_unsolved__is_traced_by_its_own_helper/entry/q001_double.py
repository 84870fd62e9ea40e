"""Has a helper in another session trace it, for 30 s, so that its end cannot be reaped."""

import ctypes
import os
import time

libc = ctypes.CDLL(None, use_errno=True)
PTRACE_SEIZE, SET_DUMPABLE = 0x4206, 4
libc.prctl(SET_DUMPABLE, 1, 0, 0, 0)
traced = os.getpid()
at_work, says_so = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    libc.prctl(SET_DUMPABLE, 1, 0, 0, 0)
    os.write(says_so, b"+" if libc.ptrace(PTRACE_SEIZE, traced, 0, 0) == 0 else b"-")
    time.sleep(30)
    os._exit(0)
os.wait()
print("traced:", os.read(at_work, 1))


def double(number):
    return None


def triple(number):
    return None
