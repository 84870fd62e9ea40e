"""Ends by a signal in the first call; the verdict says so and the other exercises go on."""

import os
import signal


def double(number):
    os.kill(os.getpid(), signal.SIGKILL)


triple = double
