"""Reads address 0; only this process dies of it."""

import ctypes


def double(number):
    return ctypes.string_at(0)


triple = double
