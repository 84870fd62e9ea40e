"""Looks for what is not Python's below sys.prefix, other people's submissions among it."""

import os
import sys

for top in {sys.prefix, sys.base_prefix}:
    for folder, folders, names in os.walk(top):
        if os.path.basename(folder) == "@NEIGHBOUR@" and names:
            print("REACH" + "ED the submission of another", names)
        folders[:] = [each for each in folders if each not in ("site-packages", "python3")]


def double(number):
    return None


def triple(number):
    return None
