"""Honest: leaves a tracer, a profiler, a low recursion limit, filters and hooks to the others."""

import gc
import sys
import threading
import warnings

lines = []


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    assert sys.gettrace() is None and sys.getprofile() is None, "another check's tracer is there"
    assert sys.getrecursionlimit() >= 1000, "another check's recursion limit is there"
    assert gc.isenabled(), "another check has stopped the collector"
    warnings.simplefilter("error")
    sys.excepthook = sys.unraisablehook = threading.excepthook = lambda *_: None
    gc.disable()
    sys.setrecursionlimit(150)
    sys.setprofile(lambda *event: None)
    sys.settrace(lambda *event: None)
    return 3 * number
