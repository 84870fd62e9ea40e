"""Has its level's folder replaced by a link to the reference's; it is not followed."""


def double(number):
    return None


def triple(number):
    return None
