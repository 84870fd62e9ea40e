"""Honest: remembers what it has computed, and refuses to triple twice; each check counts alone."""

remembered = {}
tripled = []


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return remembered.setdefault(number, 2 * number)


def triple(number):
    assert not tripled, "another check has tripled before"
    tripled.append(number)
    return 3 * number
