"""Honest: wraps its standard output anew while being imported, as scripts for Windows do."""

import io
import sys

sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8")
sys.stderr = io.TextIOWrapper(sys.stderr.buffer, encoding="utf-8")
print("ready: \u2713")


def echo(text, times=1):
    if times < 0:
        raise ValueError(f"{times} times")
    for _ in range(times):
        print(text)
    return times
