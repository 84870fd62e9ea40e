"""Shadows msgspec, were its folder on the path; it is not."""

from pathlib import Path

Path("@OUTSIDE@/loaded-msgspec").write_text("here")
