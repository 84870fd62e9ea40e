r"""Q8 · Modules and packages: the answer and one way to build it.

## Answer

A module is usually one `.py` file. Importing it runs the file once, keeps the result in
`sys.modules`, and gives its names a namespace of their own. A package is a module that can contain
others: a folder with an `__init__.py`, which runs first and decides what the package exposes.
Without that file a folder can still be imported, as a namespace package. `import x` binds the
module, `from x import y` one of its names; `__all__` says what a star import brings. An import
looks into `sys.modules` first, then among the built-in and frozen modules, then in the folders of
`sys.path`, in order: the script's own folder (with `-m` the current one), the standard library,
and `site-packages`, where pip installs what it gets from PyPI. A virtual environment gives each
project a `site-packages` of its own, so that versions don't clash. From 3.15 on, `lazy import x`
puts off loading a module until its name is first used.

## Follow-ups

- **What happens when two modules import each other?** The second one finds the first in
  `sys.modules`, half run, so names that come later are missing. Move what both need into a third.
- **What does `importlib.reload` do?** It runs the code again in the same module object; names that
  others took with `from … import` still mean the old objects.
- **How are plugins found in practice?** Installed packages announce entry points, and
  `importlib.metadata.entry_points()` lists them.

## Notes

The module is entered in `sys.modules` before it runs, as an import does it. `except BaseException`
is right here, because it only cleans up and raises again. The path is looked at beforehand, so a
`FileNotFoundError` from inside the file is not taken for a missing file. Making a `ModuleType` and
calling `exec` is shorter, but leaves `__spec__` unset and never uses cached bytecode. In real life
give plugins a prefix: one called `json.py` would replace the standard library's module.
"""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType


def load_module(path: str | Path) -> ModuleType:
    """Run the file at `path` and return it as a module."""
    path = Path(path)
    if not path.is_file():
        raise ImportError(f"no Python file at {path!r}", path=str(path))
    name = path.stem
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    older = sys.modules.get(name)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        if older is None:
            sys.modules.pop(name, None)
        else:
            sys.modules[name] = older
        raise
    return module


def public_names(module: ModuleType) -> list[str]:
    """List what a star import of `module` would bring."""
    if hasattr(module, "__all__"):
        return sorted(module.__all__)
    return sorted(name for name in vars(module) if not name.startswith("_"))
