"""Is replaced by a link to a device without end; a link out of the submission is not followed."""


def double(number):
    return None


def triple(number):
    return None
