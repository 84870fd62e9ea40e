"""Q8 · Modules and packages: the answer and one way to build it.

## Answer

A module is usually one `.py` file: importing it runs the file once, keeps the result in
`sys.modules`, and gives its names a namespace of their own. A package is a module that can contain
others, a folder with an `__init__.py`; without that file a folder can still be imported, as a
namespace package. `__init__.py` runs first and decides what the package exposes, often by
re-exporting from its modules; `__all__` says what a star import brings. `import x` binds the
module, `from x import y` one of its names. Import looks into `sys.modules`, and only then searches
the folders of `sys.path` in order: the script's own folder, the standard library, then
`site-packages`, where pip installs what it gets from PyPI. A virtual environment gives each project
a `site-packages` of its own, so that versions don't clash.

## Notes

The module is entered in `sys.modules` before it runs, as an import does it. `except BaseException`
is right here, because it only cleans up and raises again. The path is looked at beforehand, so a
`FileNotFoundError` from inside the file is not taken for a missing file. In real life give plug-ins
a prefix: a plug-in called `json.py` would replace the standard library's module.
"""

import importlib.util
import pkgutil
import sys
from pathlib import Path
from types import ModuleType


def load_module(path: str | Path) -> ModuleType:
    """Run the file at `path` and return it as a module."""
    path = Path(path)
    if path.suffix != ".py" or not path.is_file():
        raise ImportError(f"no Python file at {path}", path=str(path))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    previous = sys.modules.get(spec.name)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[spec.name]
        if previous is not None:
            sys.modules[spec.name] = previous
        raise
    return module


def public_names(module: ModuleType) -> list[str]:
    """List what a star import of `module` would bring."""
    if hasattr(module, "__all__"):
        return sorted(module.__all__)
    return sorted(name for name in vars(module) if not name.startswith("_"))


def submodules(package: ModuleType) -> list[str]:
    """List the modules and packages directly inside `package`, without importing them."""
    return sorted(found.name for found in pkgutil.iter_modules(getattr(package, "__path__", [])))
