"""Writes garbage to every descriptor it has; what is no message is an offence."""

import os

for descriptor in range(256):
    try:
        os.write(descriptor, b"\xff\x00[[[[{{{\n" * 3)
    except OSError:
        continue


def double(number):
    return None


def triple(number):
    return None
