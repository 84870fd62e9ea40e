"""Q20 · __init__ and __main__: the answer and one way to build it.

## Answer

`__init__.py` makes a folder a regular package. It runs once, when the package is first imported,
and what it defines is what the package offers; it may be empty. Its list `__all__` says which names
`from package import *` binds; other names can still be imported explicitly. Since Python 3.3 a
folder without `__init__.py` can be imported as well, as a namespace package, so one leaves it out
only on purpose. `__main__.py` is what `python -m package` runs, after `__init__.py`. In any module,
`__name__` is its own name when it is imported and `"__main__"` when it is the program, run as a
script or with `-m`. So `if __name__ == "__main__":` guards code that only the program should run,
and the same file serves as a tool and as a library. I keep the work in a `main(argv=None)` that
returns the exit code, and put only `sys.exit(main())` under the guard, so that tests can call it.

## Notes

The check of the name comes first, so a refusal leaves nothing behind. `mkdir` without `exist_ok`
is both the test for a taken name and the creation, in one step that cannot be overtaken. The
template of `__main__.py` imports relatively, so it does not depend on the package's name.
"""

import keyword
import sys
from pathlib import Path

INIT = '''"""A package that greets."""

__all__ = ["greet"]

DEFAULT = "world"


def greet(who=DEFAULT):
    """Return a greeting."""
    return f"Hello, {who}!"
'''

MAIN = '''"""Greet the one named on the command line, or the world."""

import sys

from . import greet

if __name__ == "__main__":
    print(greet(*sys.argv[1:]))
'''


def write_package(root: str | Path, name: str) -> Path:
    """Make the package `name` in the folder `root` and return its path."""
    if not name.isidentifier() or keyword.iskeyword(name):
        raise ValueError(f"not a valid package name: {name!r}")
    package = Path(root) / name
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(INIT, encoding="utf-8")
    (package / "__main__.py").write_text(MAIN, encoding="utf-8")
    return package


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    try:
        if len(arguments) != 2:
            raise ValueError(f"two arguments expected, got {len(arguments)}")
        print(write_package(*arguments))
    except (ValueError, FileExistsError) as error:
        print(f"{error}\nusage: q020_init_and_main.py ROOT NAME", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
