r"""Q20 · __init__ and __main__: a module to import, to run, and to run with -m.

Topics: modules, packages, command-line, files

What are `__init__.py`, `__main__.py` and `__name__ == "__main__"` good for? Show all three: write a
module to import and to run, with a function that makes a package to import and to run.

## Build

`write_package(root, name)` makes the package `name`, a new folder in the folder `root`, which is a
`str` or a `Path`. It returns the path of the new folder as a `Path`.

- Its `__init__.py` has the constant `DEFAULT = "world"` and the function `greet(who=DEFAULT)`,
  which returns `Hello, world!` with `who` in the place of `world`.
- `from name import *` gives `greet` and nothing else. `from name import DEFAULT` works too.
- Its `__main__.py` makes `python -m name` print what `greet()` returns, and `python -m name Ada`
  what `greet("Ada")` returns.
- If `root` already has a file or a folder `name`, `write_package` raises `FileExistsError` and
  leaves it as it is.

`main(argv=None)` is the command line of this module, and `argv` lists the arguments without the
program's name. With `None`, they are `sys.argv[1:]`. With two arguments, the root and the name, it
writes the package, prints the path that `write_package` returned, alone on a line, and returns 0.
With any other number of arguments, it prints a message with the word `usage` on standard error and
nothing on standard output, writes nothing, and returns 2.

## Rules

- Run as a script or with `-m`, this module calls `main` and exits with the number it returns.
- Importing this module prints nothing and writes nothing.
- Importing a package written by it prints nothing.

## Left open

A `root` that is missing or starts with `~`, a `name` that cannot be imported, symbolic links,
arguments that are empty or start with `-`, `python -m name` with two arguments, importing a
package's `__main__`, and what `main` does when `write_package` raises.

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
