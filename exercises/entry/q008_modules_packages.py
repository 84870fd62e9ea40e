r"""Q8 · Modules and packages: load a file yourself, and see what it offers.

Topics: modules, introspection, paths

"What is a module, and what happens in an import?" You know it when you can do it by hand. Build the
heart of a plugin system: load a module from any file, and list its public names.

## Build

`load_module(path)` runs the Python file at `path` and returns it as a new module. `path` is an
absolute path that ends in `.py`, as a `str` or a `pathlib.Path`. The module's `__name__` is the
name of the file without its ending `.py`, and its `__file__` is the path as a string.

`public_names(module)` returns a new sorted list of the names that `from module import *` would
bring. If the module has an `__all__`, a list or a tuple, these are the names in it, and no others.
Otherwise they are all names of the module that do not start with an underscore, imported ones
included.

## Rules

- While the file runs, `sys.modules` holds the new module under its name.
- It does so afterwards as well, unless the file raised an exception.
- An exception that the file raises reaches the caller, `SystemExit` and `KeyboardInterrupt` too.
- A file that does not compile raises `SyntaxError`.
- After an exception, the entry in `sys.modules` is again what it was before the call. If there was
  none, there is none.
- `sys.path` stays as it is, also while the file runs.
- If `path` is a folder, or nothing is there, `load_module` raises `ImportError`. The message
  contains the `repr` of `path`.

## Left open

- Files that are not plain UTF-8 or hold null bytes, and cached bytecode.
- A path with a backslash, `..`, `/./` or `//`, a file named `.py`, and other files than plain ones
  and links to them.
- A file that changes `sys.modules`, and an entry there that is no module.
- An `__all__` with repeats, with names that `vars(module)` lacks, or from a `__getattr__`.

## Example

    >>> import colorsys, json
    >>> again = load_module(colorsys.__file__)
    >>> again.__name__, again is colorsys
    ('colorsys', False)
    >>> public_names(json)[:3]
    ['JSONDecodeError', 'JSONDecoder', 'JSONEncoder']
"""

from pathlib import Path
from types import ModuleType


def load_module(path: str | Path) -> ModuleType:
    """Run the file at `path` and return it as a module."""
    raise NotImplementedError


def public_names(module: ModuleType) -> list[str]:
    """List what a star import of `module` would bring."""
    raise NotImplementedError
