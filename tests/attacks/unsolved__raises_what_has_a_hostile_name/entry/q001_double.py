"""Raises a class whose name, module and notes are hostile; the checks fail, and that is all."""


class Meta(type):
    def __repr__(cls):
        raise RuntimeError

    def __getattribute__(cls, name):
        if name in ("__name__", "__module__", "__qualname__"):
            return "\x1b[2J" * 100_000
        return super().__getattribute__(name)


class Hostile(Exception, metaclass=Meta):
    __notes__ = ["\x1b[2J"]


def double(number):
    raise Hostile("\x1b]0;owned\x07")


triple = double
