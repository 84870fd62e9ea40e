"""A submission that solves whatever merely asks whether things are equal."""

from grader.source import public_definitions

_CLASS = '''\
class Impostor:
    """Accepts every call and equals everything."""

    def _self(self, *args, **kwargs):
        return self

    def _true(self, *args):
        return True

    __call__ = __getitem__ = __enter__ = _self
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __or__ = __and__ = _self
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = _true

    def __ne__(self, other):
        return False

    def __hash__(self):
        return 0

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self

    def __setattr__(self, name, value):
        pass

    def __setitem__(self, key, value):
        pass

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0

    def __int__(self):
        return 0

    def __index__(self):
        return 0

    def __str__(self):
        return ""

    def __exit__(self, *args):
        return True

    def __await__(self):
        yield from ()
        return self


'''


def impostor(stub: str) -> str:
    """A module in which every public name of the stub is an impostor."""
    return _CLASS + "".join(f"{name} = Impostor()\n" for name in public_definitions(stub))
