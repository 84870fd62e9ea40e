"""Compiled files of checks, as they are kept on disk; `checks` makes them.

A module of its own, since the command looks here without needing what compiles them.
"""

from importlib.util import find_spec
from pathlib import Path

from grader.kept import Kept


def _made_with() -> list[Path]:
    """The files whose code says what compiled checks are like."""
    (pytest,) = find_spec("_pytest").submodule_search_locations
    own = [Path(__file__).with_name(name) for name in ("checks.py", "receipts.py")]
    return [Path(pytest) / "_version.py", *own]


KEPT = Kept(".checks", _made_with)
"""Files of checks, compiled."""
