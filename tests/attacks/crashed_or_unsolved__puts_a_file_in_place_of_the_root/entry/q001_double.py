"""Puts a file where all scratch folders stand, for a second; that is no reason to end."""

import contextlib
import os
import shutil
import time
from pathlib import Path

root = Path(os.getcwd()).parents[1]
if root.name.startswith("kata-"):
    until = time.monotonic() + 1
    while time.monotonic() < until:
        shutil.rmtree(root, ignore_errors=True)
        with contextlib.suppress(OSError):
            root.write_text("not a folder")
        time.sleep(0.01)
    print(f"SCRATCH={root}")


def double(number):
    return None


def triple(number):
    return None
