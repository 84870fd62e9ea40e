"""Compiled files of checks, as they are kept on disk; `checks` makes them.

A module of its own, since the command looks here without needing what compiles them.
"""

from importlib.util import find_spec
from pathlib import Path

from grader.cache import Cache


def _made_with() -> list[Path]:
    """The files whose code says what compiled checks are like: pytest's version, the engine, and
    what a check is."""
    (pytest,) = find_spec("_pytest").submodule_search_locations
    engine = Path(__file__).parent
    about_checks = engine.with_name("source.py")
    return [Path(pytest) / "_version.py", about_checks, *sorted(engine.glob("*.py"))]


CACHE = Cache(".checks", _made_with)
"""Files of checks, compiled."""
