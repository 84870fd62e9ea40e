"""Honest: sets and removes variables of the environment and never puts them back."""

import os
import tempfile


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    assert "MODE" not in os.environ, "another check's environment is seen"
    assert os.path.isdir(os.environ["HOME"]), "another check's environment is missed"
    assert os.path.isdir(tempfile.mkdtemp())
    os.environ.clear()
    os.environ["MODE"] = "triple"
    os.putenv("HIDDEN", "x")
    return 3 * number
