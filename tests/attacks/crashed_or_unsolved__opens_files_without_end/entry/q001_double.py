"""Opens files until there are no descriptors left; that is its own loss."""

import os

hoard = []


def double(number):
    while True:
        hoard.append(os.open("/dev/null", os.O_RDONLY))


triple = double
