"""Takes os._exit away, for the child to run on into its supervisor's code; that has to end it."""

import os

os._exit = lambda code: None


def double(number):
    return None


def triple(number):
    return None
