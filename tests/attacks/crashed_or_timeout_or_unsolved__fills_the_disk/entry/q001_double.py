"""Writes 560 MiB and holds them for a second; other exercises start and end meanwhile."""

import os
import time


def double(number):
    if number == 2:
        for count in range(14):
            try:
                with open(f"fill-{count}", "wb") as file:
                    os.posix_fallocate(file.fileno(), 0, 40 * 2**20)
            except OSError:
                break
        time.sleep(1)


triple = double
