"""Shadows json, were its folder on the path; it is not."""

from pathlib import Path

Path("@OUTSIDE@/loaded-json").write_text("here")
