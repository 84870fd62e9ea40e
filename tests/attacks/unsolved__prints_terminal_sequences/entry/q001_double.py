"""Prints and raises what a terminal would obey; reports write it out."""

SEQUENCES = (
    "\x1b[2J\x1b[1;1H\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x9b31m\r"
    "\x08\x7f\u202eowned\u2066\x0b\x0c\x85\u2028"
)


def double(number):
    print(SEQUENCES)
    raise ValueError(SEQUENCES)


def triple(number):
    print(SEQUENCES)
    return SEQUENCES
