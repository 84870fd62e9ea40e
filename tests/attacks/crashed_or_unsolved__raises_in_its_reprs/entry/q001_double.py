"""Returns and raises what raises when it is shown; the checks fail, and that is all."""


class Hostile(Exception):
    def __repr__(self):
        raise SystemExit(0)

    def __str__(self):
        raise KeyboardInterrupt


def double(number):
    return Hostile()


def triple(number):
    raise Hostile
