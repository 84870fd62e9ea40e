"""Leaves sixty orphans in sessions of their own; they count against it and against nobody else."""

import os
import time


def leave_an_orphan():
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        time.sleep(10)
        os._exit(0)
    os.wait()


for _ in range(60):
    leave_an_orphan()


class Overflow(Exception):
    pass


class Tally:
    def __init__(self, start=0):
        time.sleep(0.3)
