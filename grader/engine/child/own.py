"""The code that runs checks, put back where a submission has changed it.

A submission can reach whatever it can import: the engine's modules and classes in its own process,
the shared fixtures, and what of pytest a check relies on. How they are is noted when the image is
made, before there is a submission.
"""

import builtins
import operator
import sys
import types
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from _pytest import approx, outcomes, raises, recwarn

from grader.engine.child.cases import PYTEST
from grader.engine.child.intact import BUILTINS

# a submission may replace these where they come from; not those of all, which are compared here
__builtins__ = BUILTINS.copy()
_is, _set, _delete = operator.is_, type.__setattr__, type.__delattr__
_chain = chain.from_iterable
_bases = type.__dict__["__bases__"].__get__

DECIDE = (approx, outcomes, raises, recwarn)
"""The modules of pytest's that decide what a check has seen."""

ENGINE = (
    "grader.engine.child",
    "grader.engine.limits",
    "grader.engine.messages",
    "grader.engine.processes",
    "grader.engine.receipts",
    "grader.engine.scratch",
)
"""Where what runs in a child stands: the other modules of the engine are idle there."""


class Own:
    """How the code that runs checks is, with what is known by the name `conftest`."""

    def __init__(self, conftest: str) -> None:
        known = [(name, module) for name, module in sys.modules.items() if module]
        modules = [m for name, m in known if name == conftest or name.startswith(ENGINE)]
        modules += DECIDE
        classes = list(dict.fromkeys(_classes(modules)))
        builtin = [vars(module).get("__builtins__") for module in modules]
        copies = {id(n): n for n in builtin if type(n) is dict and n is not vars(builtins)}
        spaces = [*map(vars, modules), vars(PYTEST), *copies.values()]
        # asked after each check, so all in a row
        self._now = [*spaces, *map(vars, classes)]
        self._values_now = [now.values() for now in self._now]
        self._sizes = list(map(len, self._now))
        self._names = list(_chain(self._now))
        self._values = list(_chain(self._values_now))
        owners = [*[None] * len(spaces), *classes]
        self._owners = [(o, n, dict(n)) for o, n in zip(owners, self._now, strict=True)]
        self._classes, self._bases = classes, list(map(_bases, classes))
        self._functions = list({value for value in self._values if type(value) is _FUNCTION})
        self._codes = [function.__code__ for function in self._functions]

    def put_back(self) -> None:
        """Undo what was changed since."""
        if not (
            list(map(len, self._now)) == self._sizes
            and all(map(_is, _chain(self._now), self._names))
            and all(map(_is, _chain(self._values_now), self._values))
        ):
            for owner, now, was in self._owners:
                if len(now) != len(was) or not all(map(_is, map(now.get, was), was.values())):
                    _restore(owner, now, was)
        if not all(map(_is, map(_bases, self._classes), self._bases)):
            for kind, bases in zip(self._classes, self._bases, strict=True):
                kind.__bases__ = bases
        if not all(map(_is, map(_code, self._functions), self._codes)):
            for function, code in zip(self._functions, self._codes, strict=True):
                function.__code__ = code


_FUNCTION = types.FunctionType
_code = _FUNCTION.__dict__["__code__"].__get__


def _classes(modules: Iterable[types.ModuleType]) -> Iterator[type]:
    for module in modules:
        for value in vars(module).values():
            # "pytest" is what its own say that they are of
            if isinstance(value, type) and value.__module__ in (module.__name__, "pytest"):
                yield value


def _restore(owner: type | None, now: Mapping[str, object], was: dict[str, object]) -> None:
    """Give names their values back: those of a class, or of a dict that may be written to."""
    if owner is None:
        # never empty, and in no step that fails: a thread of the submission may be at work
        now.update(was)
        for name in [*now]:
            if name not in was:
                now.pop(name, None)
        return
    for name in [name for name in now if name not in was]:
        _delete(owner, name)
    for name, value in was.items():
        if now.get(name) is not value:
            _set(owner, name, value)
