"""Honest: changes the interpreter's and the process's settings."""

import gc
import locale
import os
import random
import sys
import warnings


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    return 3 * number


warnings.simplefilter("error")
sys.setrecursionlimit(500)
sys.setswitchinterval(1e-5)
sys.excepthook = lambda *_: None
sys.path.insert(0, "elsewhere")
os.umask(0o777)
os.environ.clear()
os.nice(1)
random.seed(1)
gc.disable()
locale.setlocale(locale.LC_ALL, "C")
