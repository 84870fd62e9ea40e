"""Ends the process from a thread while a check waits; what was not reported is not passed."""

import os
import threading
import time

called = threading.Event()


def leave():
    called.wait()
    os._exit(0)


threading.Thread(target=leave, daemon=True).start()


def double(number):
    called.set()
    time.sleep(30)


triple = double
