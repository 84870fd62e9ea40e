"""Puts a link to a folder in its scratch's place, for the clean-up to empty that; it does not."""

from pathlib import Path

own = Path.cwd().parent
if own.parent.name.startswith("kata-"):
    try:
        own.rename(own.with_name(f"{own.name}-away"))
        own.symlink_to("@VICTIM@")
    except OSError as error:
        print("held:", error)


def double(number):
    return None


def triple(number):
    return None
