"""Returns and raises what shows itself as twenty megabytes; what is kept is short."""


class Giant(Exception):
    def __repr__(self):
        return "x" * 20_000_000

    __str__ = __repr__


def double(number):
    return Giant()


def triple(number):
    raise Giant
