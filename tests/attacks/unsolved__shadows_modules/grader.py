"""Shadows the grader, were its folder on the path; it is not."""

from pathlib import Path

Path("@OUTSIDE@/loaded-grader").write_text("here")
