"""Compiled files of checks, as they are kept on disk; `checks` makes them.

A module of its own, since the command looks here without needing what compiles them.
"""

from importlib.util import find_spec
from pathlib import Path

from grader.cache import Cache


def _made_with() -> list[Path]:
    """The files whose code says what compiled checks are like: pytest's version, the engine."""
    (pytest,) = find_spec("_pytest").submodule_search_locations
    return [Path(pytest) / "_version.py", *sorted(Path(__file__).parent.glob("*.py"))]


CACHE = Cache(".checks", _made_with)
"""Files of checks, compiled."""
