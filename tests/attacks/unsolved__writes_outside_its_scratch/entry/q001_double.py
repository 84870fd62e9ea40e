"""Writes a marker wherever it might be allowed; in a sandbox only its scratch is writable."""

import sys
from pathlib import Path

import pytest

import grader

places = ["@OUTSIDE@", "@COURSE@", "@SUBMISSION@", "/", "/etc", "/usr", "/var/tmp", "/dev/shm"]
places += [Path(module.__file__).parent for module in (grader, pytest)] + [sys.prefix]
for place in places:
    try:
        (Path(place) / "marker-of-an-attack").write_text("here")
        if str(place) != "/dev/shm":
            print("REACH" + "ED", place)
    except OSError as error:
        print("held:", error)


def double(number):
    return None


def triple(number):
    return None
