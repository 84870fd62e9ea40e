"""Honest: leaves time, random and os patched for the checks that follow, as a bad test does."""

import os
import random
import time
from unittest import mock


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    for name in ("time", "monotonic", "perf_counter", "sleep"):
        mock.patch.object(time, name, lambda *_: 0.0).start()
    mock.patch.object(random, "random", lambda: 0.5).start()
    mock.patch.object(os, "getcwd", lambda: "/nowhere").start()
    mock.patch.object(os, "write", lambda *_: 0).start()
    mock.patch("builtins.open", mock.mock_open(read_data="nothing")).start()
    return 3 * number
