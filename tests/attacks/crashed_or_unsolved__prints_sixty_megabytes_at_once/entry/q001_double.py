"""Prints more than is looked at between two looks; what is kept of it is limited."""

import os


def double(number):
    os.write(1, b"x" * (60 * 2**20))


triple = double
