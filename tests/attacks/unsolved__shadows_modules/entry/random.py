"""Shadows random, were its folder on the path; it is not."""

from pathlib import Path

Path("@OUTSIDE@/loaded-random").write_text("here")
