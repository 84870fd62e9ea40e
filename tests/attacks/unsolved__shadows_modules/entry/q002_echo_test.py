"""Shadows q002_echo_test, were its folder on the path; it is not."""

from pathlib import Path

Path("@OUTSIDE@/loaded-q002_echo_test").write_text("here")
