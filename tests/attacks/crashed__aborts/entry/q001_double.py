"""Calls abort() of the C library; only this process dies of it."""

import os


def double(number):
    os.abort()


triple = double
