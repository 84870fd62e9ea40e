r"""Q20 · __init__ and __main__: the answer and one way to build it.

## Answer

`__init__.py` makes a folder a regular package. It runs once, when the package is first imported,
and what it defines is what the package offers; it may be empty. Its list `__all__` says which names
`from package import *` binds; others can still be imported by name. A folder without `__init__.py`
can be imported as well, as a namespace package, so one leaves it out only on purpose. `__main__.py`
is what `python -m package` runs, after `__init__.py`. In any module, `__name__` is its own name
when it is imported and `"__main__"` when it is the program, run as a script or with `-m`. So
`if __name__ == "__main__":` guards code that only the program should run, and one file serves as a
tool and as a library. I keep the work in a `main(argv=None)` that returns the exit code, and put
only `sys.exit(main())` under the guard, so that tests can call it.

## Follow-ups

- **How does an installed command find `main`?** A `[project.scripts]` entry in `pyproject.toml`
  names `package.module:main`; the generated command calls `sys.exit(main())`, with no guard needed.
- **Why does multiprocessing need the guard?** With spawn, and with forkserver, the default on Linux
  since 3.14, a worker imports the main module again under another name. Unguarded code would start
  workers in the workers.
- **What is wrong with running a file inside a package as a script?** Its `__name__` is `"__main__"`
  and it has no package, so relative imports fail, and an import of it by its real name loads a
  second copy. `python -m package.module` keeps the package.
- **How do you keep a heavy `__init__.py` fast to import?** Define `__getattr__` in the module
  (PEP 562) and import on first use, or from 3.15 on write `lazy import` (PEP 810).

## Notes

`mkdir` without `exist_ok` is both the test for a taken name and the creation, in one step that
nobody can overtake. The template of `__main__.py` imports relatively, so it does not depend on the
package's name. `argparse` would write the usage and a help text; it also exits by itself on an
error, so `main` would have to catch `SystemExit` to return 2.
"""

import sys
from pathlib import Path

INIT = """\
__all__ = ["greet"]
DEFAULT = "world"

def greet(who=DEFAULT):
    return f"Hello, {who}!"
"""
MAIN = """\
import sys
from . import greet

if __name__ == "__main__":
    print(greet(*sys.argv[1:]))
"""


def write_package(root: str | Path, name: str) -> Path:
    """Make the package `name` in the folder `root` and return its path."""
    package = Path(root) / name
    package.mkdir()
    (package / "__init__.py").write_text(INIT, encoding="utf-8")
    (package / "__main__.py").write_text(MAIN, encoding="utf-8")
    return package


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if len(arguments) != 2:
        print("usage: python q020_init_and_main.py ROOT NAME", file=sys.stderr)
        return 2
    print(write_package(*arguments))
    return 0


if __name__ == "__main__":
    sys.exit(main())
