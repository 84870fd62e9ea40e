"""Shadows statistics, were its folder on the path; it is not."""

from pathlib import Path

Path("@OUTSIDE@/loaded-statistics").write_text("here")
