"""Honest: asks another process and waits for it."""

import subprocess
import sys


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    code = "print(int(input()) + 1)"
    done = subprocess.run([sys.executable, "-c", code], input="41", capture_output=True, text=True)
    assert done.stdout == "42\n", done.stderr
    return 2 * number


def triple(number):
    return 3 * number
