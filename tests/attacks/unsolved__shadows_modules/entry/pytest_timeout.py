"""Shadows pytest_timeout, were its folder on the path; it is not."""

from pathlib import Path

Path("@OUTSIDE@/loaded-pytest_timeout").write_text("here")
