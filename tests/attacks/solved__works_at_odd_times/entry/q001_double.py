"""Honest: works in callbacks of the collector, in finalizers, at exit, and in a late thread."""

import atexit
import gc
import threading
import weakref

seen = []


class Guest:
    pass


def late():
    print("printed by a thread that nobody waits for")


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    gc.callbacks.append(lambda phase, info: seen.append(phase))
    guest = Guest()
    weakref.finalize(guest, seen.append, "gone")
    atexit.register(print, "printed at the very end")
    threading.Timer(0.01, late).start()
    del guest
    gc.collect()
    assert "gone" in seen
    return 3 * number
