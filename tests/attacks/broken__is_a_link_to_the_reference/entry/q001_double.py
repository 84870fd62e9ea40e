"""Is replaced by a link to the reference; a link out of the submission is not followed."""


def double(number):
    return None


def triple(number):
    return None
