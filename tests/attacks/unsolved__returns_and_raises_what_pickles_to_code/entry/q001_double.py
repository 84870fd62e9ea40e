"""Returns and raises objects that run code when unpickled; they are never pickled."""


class Bomb(Exception):
    def __reduce__(self):
        return open, ("@OUTSIDE@/unpickled", "w")

    __reduce_ex__ = __getstate__ = lambda self, *_: self.__reduce__()


def double(number):
    return Bomb()


def triple(number):
    raise Bomb
