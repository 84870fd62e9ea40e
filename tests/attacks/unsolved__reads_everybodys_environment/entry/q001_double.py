"""Looks for the caller's secrets in every process of /proc; a sandbox has its own /proc."""

from pathlib import Path

for place in Path("/proc").iterdir():
    try:
        if place.name.isdigit() and b"@TOKEN@" in (place / "environ").read_bytes():
            print("REACH" + "ED the environment of", place)
    except OSError:
        continue


def double(number):
    return None


def triple(number):
    return None
