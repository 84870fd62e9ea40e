"""Honest: sets a context variable in a check and never puts it back."""

import contextvars

asked = contextvars.ContextVar("asked", default=False)


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    assert not asked.get(), "what another check has set in its context is seen"
    asked.set(True)
    return 3 * number
