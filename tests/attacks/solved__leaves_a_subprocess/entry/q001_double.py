"""Honest: forgets a helper process that goes on for a while."""

import subprocess
import sys


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(20)"])
    return 2 * number


def triple(number):
    return 3 * number
