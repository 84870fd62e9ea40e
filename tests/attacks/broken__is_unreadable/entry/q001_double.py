"""Is made unreadable by the test; whoever is not root is told so, and the others are graded."""


def double(number):
    return None


def triple(number):
    return None
