"""Brings a file of checks that pass; the checks come from the course alone."""


def double(number):
    return None


def triple(number):
    return None
