"""Looks for the reference solution beside the checks and in the package; a sandbox hides it."""

import os
import sys
from pathlib import Path

import grader

frame = sys._getframe()
while "work" not in frame.f_locals:
    frame = frame.f_back
checks = Path(frame.f_locals["work"].job.checks_path)
places = [checks.parents[2], Path(grader.__file__).parent / "_content", Path("@COURSE@")]
for place in places:
    for folder, _, names in os.walk(place):
        if "solutions" in folder and "q001_double.py" in names:
            print("REACH" + "ED the reference")


def double(number):
    return None


def triple(number):
    return None
