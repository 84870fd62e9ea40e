"""The code that runs checks, put back where a submission has changed it.

A submission can reach whatever it can import: the engine's modules and classes in its own process,
the shared fixtures, and what of pytest a check relies on. How they are is noted when the image is
made, before there is a submission.
"""

import builtins
import operator
import sys
import types
from collections.abc import Iterable, Iterator
from itertools import chain

from _pytest.raises import RaisesExc, RaisesGroup
from _pytest.recwarn import WarningsChecker

# a submission may replace these where they come from
__builtins__ = vars(builtins).copy()
_is, _set, _delete = operator.is_, type.__setattr__, type.__delattr__
_chain = chain.from_iterable

PYTEST = [*RaisesExc.__mro__[:-2], *RaisesGroup.__mro__[:-2], *WarningsChecker.__mro__[:2]]
"""The classes of pytest's that decide what a check has seen."""

ENGINE = (
    "grader.engine.child",
    "grader.engine.limits",
    "grader.engine.messages",
    "grader.engine.processes",
    "grader.engine.receipts",
    "grader.engine.scratch",
)
"""Where what runs in a child stands: the other modules of the engine are idle there."""

Owner = types.ModuleType | type


class Own:
    """How the code that runs checks is, with what is known by the name `conftest`."""

    def __init__(self, conftest: str) -> None:
        known = [(name, module) for name, module in sys.modules.items() if module]
        modules = [m for name, m in known if name == conftest or name.startswith(ENGINE)]
        owners = list(dict.fromkeys([*_owners(modules), *PYTEST]))
        # asked after each check, so all in a row
        self._now = list(map(vars, owners))
        self._values_now = [now.values() for now in self._now]
        self._sizes = list(map(len, self._now))
        self._names = list(chain.from_iterable(self._now))
        self._values = list(chain.from_iterable(self._values_now))
        self._owners = [(owner, list(vars(owner)), list(vars(owner).values())) for owner in owners]
        self._functions = list({value for value in self._values if type(value) is _FUNCTION})
        self._codes = [function.__code__ for function in self._functions]

    def put_back(self) -> None:
        """Undo what was changed since."""
        if not (
            list(map(len, self._now)) == self._sizes
            and all(map(_is, _chain(self._now), self._names))
            and all(map(_is, _chain(self._values_now), self._values))
        ):
            for owner, names, values in self._owners:
                now = vars(owner)
                if len(now) != len(names) or not all(map(_is, map(now.get, names), values)):
                    _restore(owner, names, values)
        if not all(map(_is, map(_code, self._functions), self._codes)):
            for function, code in zip(self._functions, self._codes, strict=True):
                function.__code__ = code


_FUNCTION = types.FunctionType
_code = _FUNCTION.__dict__["__code__"].__get__


def _owners(modules: Iterable[types.ModuleType]) -> Iterator[Owner]:
    for module in modules:
        yield module
        for value in vars(module).values():
            if isinstance(value, type) and value.__module__ == module.__name__:
                yield value


def _restore(owner: Owner, names: list[str], values: list[object]) -> None:
    now = vars(owner)
    module = isinstance(owner, types.ModuleType)
    if module:
        now.update(zip(names, values, strict=True))
    for name in [name for name in now if name not in names]:
        now.pop(name) if module else _delete(owner, name)
    for name, value in zip(names, values, strict=True):
        if now.get(name) is not value:
            _set(owner, name, value)
