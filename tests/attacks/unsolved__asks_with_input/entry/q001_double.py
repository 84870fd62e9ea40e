"""Honest: asks for the number, as a script does; it is told why that cannot work here."""


def double(number):
    return 2 * float(input("number? "))


def triple(number):
    return 3 * float(input())
