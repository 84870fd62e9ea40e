"""Is made larger than a submission may be; it is refused unread."""


def double(number):
    return None


def triple(number):
    return None
