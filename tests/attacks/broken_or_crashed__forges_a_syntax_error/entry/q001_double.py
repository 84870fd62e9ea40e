"""Raises a SyntaxError with parts of wrong types to upset whoever words it; it stays its own."""


class Odd(str):
    def rstrip(self, *_):
        raise MemoryError("odd")


raise SyntaxError("odd", (__file__, "\x1b[2J", 10**30, Odd("x = (")))
