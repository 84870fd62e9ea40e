"""Looks for the caller's secrets in its and the supervisor's environment; none is passed on."""

import os
from pathlib import Path

found = "@TOKEN@" in os.environ
for process in ("self", str(os.getppid())):
    try:
        found |= b"@TOKEN@" in Path(f"/proc/{process}/environ").read_bytes()
    except OSError as error:
        print("held:", error)
if found:
    print("REACH" + "ED the caller's environment")


def double(number):
    return None


def triple(number):
    return None
