"""Checks for Q8 · Modules and packages."""

import importlib
import sys
import textwrap
from types import ModuleType

import pytest
from q008_modules_packages import load_module, public_names, submodules


@pytest.fixture(autouse=True)
def imports_as_found(monkeypatch):
    """Undo afterwards what a check does to `sys.path` and, for names in demo, to `sys.modules`."""
    monkeypatch.setattr(sys, "path", sys.path[:])
    yield
    for name in [name for name in sys.modules if name.startswith("demo")]:
        del sys.modules[name]


@pytest.fixture
def write(tmp_path):
    """Write a file under `tmp_path`, with its folders, and return its path."""

    def write(name, source=""):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(source), encoding="utf-8")
        return path

    return write


@pytest.fixture
def import_package(tmp_path, monkeypatch):
    """Import a package that was written under `tmp_path`."""

    def import_package(name):
        with monkeypatch.context() as patch:
            patch.setattr(sys, "path", [str(tmp_path), *sys.path])
            importlib.invalidate_caches()
            return importlib.import_module(name)

    return import_package


@pytest.mark.parametrize("kind", [str, lambda path: path], ids=["str", "Path"])
@pytest.mark.hint(
    "`importlib.util` can make a spec from a file, and a module from a spec.",
    "The module is empty until you let the spec's loader execute it.",
)
def test_loads_a_file_as_a_module(write, kind):
    """A loaded file is a module with its names, named after the file, which it knows."""
    path = write("demo-plugin.py", "VERSION = 3\ndef double(n):\n    return n * 2\n")
    module = load_module(kind(path))
    assert isinstance(module, ModuleType)
    assert (module.VERSION, module.double(4)) == (3, 8)
    assert (module.__name__, module.__file__) == ("demo-plugin", str(path))


@pytest.mark.hint(
    "An import enters the module in `sys.modules` before it runs the code.",
    "No search is needed, so `sys.path` is none of your business.",
)
def test_registers_the_module_and_leaves_the_path_alone(write):
    """The module stands in `sys.modules` while it runs and after, and `sys.path` is as before."""
    path = write("demo_plugin.py", "import sys\nseen, path = sys.modules[__name__], sys.path[:]\n")
    before = sys.path[:]
    module = load_module(path)
    assert sys.modules.get("demo_plugin") is module, "sys.modules does not hold the new module"
    assert module.seen is module, "while the file ran, sys.modules held something else"
    assert (module.path, sys.path) == (before, before)


@pytest.mark.hint("A dataclass looks for `sys.modules[cls.__module__]` while the file still runs.")
def test_dataclasses_work_in_a_loaded_module(write):
    """A dataclass with postponed annotations can be defined in a loaded module."""
    source = """
        from __future__ import annotations
        from dataclasses import dataclass
        from typing import ClassVar

        @dataclass
        class Point:
            unit: ClassVar[str] = "mm"
            x: int = 0
    """
    module = load_module(write("demo_point.py", source))
    assert repr(module.Point(x=2)) == "Point(x=2)"


@pytest.mark.hint("A module found in `sys.modules` is the old one: do not return it, replace it.")
def test_loading_again_gives_a_new_module(write):
    """Each call runs the file anew and replaces the module of the same name."""
    path = write("demo_plugin.py", "numbers = []\n")
    first = load_module(path)
    first.numbers.append(1)
    second = load_module(path)
    assert (first.numbers, second.numbers) == ([1], [])
    assert sys.modules.get("demo_plugin") is second, "sys.modules does not hold the new module"


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("1 / 0", ZeroDivisionError),
        ("def broken(:", SyntaxError),
        ("open('missing.txt')", FileNotFoundError),
        ("import sys; sys.exit(3)", SystemExit),
    ],
)
@pytest.mark.hint(
    "What did `sys.modules` hold under that name before? Nothing, or an older module?",
    "`SystemExit` is no `Exception`: clean up for any `BaseException`, then `raise` it again.",
)
def test_a_failed_load_leaves_no_trace(write, source, error):
    """The file's exception gets through; `sys.modules` and `sys.path` are as before."""
    before = sys.path[:]
    path = write("demo_plugin.py", source)
    with pytest.raises(error):
        load_module(path)
    assert "demo_plugin" not in sys.modules
    works = load_module(write("demo_plugin.py", "answer = 'a text that makes the file longer'"))
    write("demo_plugin.py", source)
    with pytest.raises(error):
        load_module(path)
    assert sys.modules.get("demo_plugin") is works, "the older module is not in sys.modules again"
    assert sys.path == before


@pytest.mark.parametrize(
    "name", ["demo_missing.py", "demo_folder.py", "demo_notes.txt", "demo_table.csv"]
)
@pytest.mark.hint(
    "Look at the path before you try: `Path.is_file` and `Path.suffix` tell all you need.",
    "A missing file is a `FileNotFoundError` by itself, which is no `ImportError`.",
)
def test_a_bad_path_is_an_import_error(write, tmp_path, name):
    """A missing file, a folder or another kind of file raises an `ImportError` that names it."""
    write("demo_folder.py/__init__.py")
    write("demo_notes.txt", "answer = 42\n")
    write("demo_table.csv", "a, b = 1, 2\n")
    path = tmp_path / name
    with pytest.raises(ImportError) as caught:
        load_module(path)
    assert str(path) in str(caught.value)
    assert path.stem not in sys.modules


@pytest.mark.hint("`vars(module)` holds all its names, those with an underscore too.")
def test_public_names_without_all():
    """Without `__all__` every name counts that does not start with an underscore."""
    module = ModuleType("demo")
    vars(module).update(zebra=1, _hidden=2, __secret=3, apple=None, os=sys, trailing_=4, Bee=5)
    assert public_names(module) == ["Bee", "apple", "os", "trailing_", "zebra"]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [(["run", "_debug"], ["_debug", "run"]), (("stop", "run"), ["run", "stop"]), ([], [])],
    ids=str,
)
@pytest.mark.hint("An empty `__all__` is false, but it is there: does the module have one at all?")
def test_all_decides_where_there_is_one(listed, expected):
    """`__all__` is believed, also when it is empty or lists underscore names."""
    module = ModuleType("demo")
    vars(module).update(run=1, stop=2, _debug=3, other=4, __all__=listed)
    assert public_names(module) == expected


@pytest.mark.hint("A package is a module as well: its names are those that `__init__.py` left.")
def test_names_a_package_re_exports(write, import_package):
    """What `__init__.py` takes from its modules counts as the package's own."""
    write("demo_shop/__init__.py", "from .prices import total, _tax\nfrom .stock import *\n")
    write("demo_shop/prices.py", "def total(): ...\ndef _tax(): ...\n")
    write("demo_shop/stock.py", "__all__ = ['count']\ndef count(): ...\ndef refill(): ...\n")
    package = import_package("demo_shop")
    assert public_names(package) == ["count", "prices", "stock", "total"]


@pytest.mark.hint(
    "A package's `__path__` lists its folders; a plain module has none.",
    "`pkgutil.iter_modules` looks without importing; `pkgutil.walk_packages` goes deeper.",
)
def test_lists_what_stands_in_a_package(write, import_package):
    """`submodules` lists modules and packages directly inside, and nothing else."""
    for name in ["zoo.py", "_private.py", "inner/__init__.py", "inner/deep.py", "Alpha.py"]:
        write(f"demo_shop/{name}")
    for name in ["__init__.py", "notes.txt", "data/table.csv", "folder/loose.py"]:
        write(f"demo_shop/{name}")
    expected = ["Alpha", "_private", "inner", "zoo"]
    assert submodules(import_package("demo_shop")) == expected


@pytest.mark.hint("Does a plain module have a `__path__`? And who needs to run a module to see it?")
def test_submodules_imports_nothing(write, import_package):
    """`submodules` runs no module it finds, and a module that is no package has none."""
    write("demo_shop/__init__.py", "from . import plain\n")
    write("demo_shop/plain.py")
    write("demo_shop/explosive/__init__.py", "raise RuntimeError('imported')\n")
    write("demo_shop/quiet.py")
    package = import_package("demo_shop")
    assert submodules(package) == ["explosive", "plain", "quiet"]
    assert submodules(package.plain) == []
    loaded = sorted(name for name in sys.modules if name.startswith("demo_shop"))
    assert loaded == ["demo_shop", "demo_shop.plain"]
