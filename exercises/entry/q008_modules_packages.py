"""Q8 · Modules and packages: load a file yourself, and see what it offers.

Topics: modules, introspection, paths

What is a module, what is a package, and what happens in an import? You know it when you can do it
by hand. Build the heart of a plug-in system: load a module from any file, list its public names,
and list what a package holds.

## Build

`load_module(path)` runs the Python file at `path`, an absolute path as a `str` or a `pathlib.Path`,
and returns it as a module. The module's `__name__` is the stem of the file (`my-plugin` for
`/tmp/my-plugin.py`; it need not be an identifier) and its `__file__` is the path as a string.

`public_names(module)` returns a list of the names that `from module import *` would bring: those
that its `__all__` lists, or, if it has no `__all__`, all its names that do not start with an
underscore.

`submodules(package)` returns a list of the short names of the modules and packages that stand
directly in the folder of an imported package, `"decoder"` rather than `"json.decoder"`.

Both lists are in the order of `sorted`.

## Rules

- While the file runs, and afterwards if it raised nothing, `sys.modules` holds the module under its
  name, in place of whatever was there. Dataclasses, for one, look their module up there.
- Each call of `load_module` runs the file anew and returns a new module.
- If the file raises, that exception reaches the caller unchanged, even `SystemExit`, and the entry
  under the module's name in `sys.modules` is as before the call: the older module, or none.
- A path that is not an existing file, or does not end in `.py`, raises `ImportError`, naming the
  path.
- `sys.path` never changes.
- An `__all__` is believed even when it is empty or lists names with an underscore. Without it,
  whatever a module imported counts among its names, also what a package's `__init__.py` took from
  its own modules.
- `submodules` imports nothing. It counts files that end in `.py` and folders that hold an
  `__init__.py`, also those whose names start with an underscore, but neither `__init__` itself nor
  other files and folders, nor what lies deeper. A module that is not a package gives an empty list.

## Example

    >>> import colorsys, json
    >>> again = load_module(colorsys.__file__)
    >>> again.__name__, again is colorsys
    ('colorsys', False)
    >>> public_names(json)[:3]
    ['JSONDecodeError', 'JSONDecoder', 'JSONEncoder']
    >>> "decoder" in submodules(json), submodules(json.decoder)
    (True, [])
"""

from pathlib import Path
from types import ModuleType


def load_module(path: str | Path) -> ModuleType:
    """Run the file at `path` and return it as a module."""
    raise NotImplementedError


def public_names(module: ModuleType) -> list[str]:
    """List what a star import of `module` would bring."""
    raise NotImplementedError


def submodules(package: ModuleType) -> list[str]:
    """List the modules and packages directly inside `package`, without importing them."""
    raise NotImplementedError
