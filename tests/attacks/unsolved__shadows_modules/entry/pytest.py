"""Shadows pytest, were its folder on the path; it is not."""

from pathlib import Path

Path("@OUTSIDE@/loaded-pytest").write_text("here")
