"""Honest: goes into a folder of its own, leaves a file, and removes the folder it was given."""

import os
import shutil

given = os.getcwd()


def double(number):
    if isinstance(number, str):
        raise TypeError("a number is needed")
    return 2 * number


def triple(number):
    assert os.getcwd() == given, "another check's working directory is seen"
    os.mkdir("own")
    os.chdir("own")
    shutil.rmtree(given)
    return 3 * number
