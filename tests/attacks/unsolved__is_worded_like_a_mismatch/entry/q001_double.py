"""Raises what pytest says of a message that does not match, with no literal in it: only words."""

SAID = """Regex pattern did not match.
  Expected regex: {[]: 1}
  Actual message: {[]: 1}"""


def double(number):
    raise AssertionError(SAID)


triple = double
