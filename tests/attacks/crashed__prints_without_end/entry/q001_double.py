"""Prints without end; past a limit it is stopped."""


def double(number):
    while True:
        print("x" * 1000)


triple = double
