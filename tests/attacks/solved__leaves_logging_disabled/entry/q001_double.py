"""Honest: disables logging, adds a handler to the root logger and never takes it away."""

import io
import logging

stream = io.StringIO()


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    assert logging.root.isEnabledFor(logging.ERROR), "another check has disabled logging"
    assert not any(getattr(each, "stream", None) is stream for each in logging.root.handlers)
    logging.basicConfig(stream=stream, level=1, force=True)
    logging.disable()
    return 3 * number
