"""Honest: takes its functions from a file beside it; it is told that one file is graded."""

from helpers import double, triple

__all__ = ["double", "triple"]
