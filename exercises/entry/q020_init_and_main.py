"""Q20 · __init__ and __main__: a module to import, to run, and to run with -m.

Topics: modules, packages, command-line, files

What are `__init__.py`, `__main__.py` and `__name__ == "__main__"` good for? Show all three: write
packages that can be imported and run, with a module that can itself be imported and run.

## Build

`write_package(root, name)` makes the package `name`, a new folder in the folder `root` (a `str` or
`Path`), and returns the path of the new folder as a `Path`. It makes `root` and its parents if they
are missing; `root` is never a file. The new folder holds exactly two files:

- `__init__.py` has the constant `DEFAULT = "world"`, the function `greet(who=DEFAULT)`, which
  returns `Hello, world!` with `who` in place of `world`, and the list `__all__`.
  `from name import *` gives `greet` and nothing else; `DEFAULT` can be imported by its name.
- `__main__.py` makes `python -m name` print what `greet()` returns, and `python -m name Ada` what
  `greet("Ada")` returns. More arguments need not work.

`main(argv=None)` is the command line of this module. `argv` is a list of strings, the arguments
without the program's name; for `None`, it is `sys.argv[1:]`. With exactly two arguments, the root
and the name, it calls `write_package`, prints the path that it returned (a line on standard output,
nothing else) and returns 0. Otherwise, and if `write_package` refuses, it prints a message with the
word `usage` on standard error, nothing on standard output, and returns 2.

When this file is run as a script or with `-m`, `main` runs with the arguments given, and what it
returns becomes the exit code of the process.

## Rules

- A valid name is an identifier of Python (`str.isidentifier`) and not a keyword
  (`keyword.iskeyword`). For any other, `write_package` raises `ValueError` with a message that
  contains the name, and makes nothing, not even `root`.
- If `root` already has a file or folder of that name, `write_package` raises `FileExistsError` and
  leaves it as it is.
- `main` catches both of these exceptions; its message on standard error then also contains the
  name. It returns its exit code and never exits the process itself.
- Importing this module (under any name), a package written by it, or that package's `__main__`
  prints nothing and does not run `main`.

## Example

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as root:
    ...     package = write_package(root, "demo")
    ...     print(package.name, sorted(path.name for path in package.iterdir()))
    demo ['__init__.py', '__main__.py']
"""

from pathlib import Path


def write_package(root: str | Path, name: str) -> Path:
    """Make the package `name` in the folder `root` and return its path."""
    raise NotImplementedError


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    raise NotImplementedError
