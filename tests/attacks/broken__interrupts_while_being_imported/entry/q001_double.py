"""Raises a KeyboardInterrupt at import, as if the grader's user had; it is the file's own error."""

raise KeyboardInterrupt


def double(number):
    return None


def triple(number):
    return None
