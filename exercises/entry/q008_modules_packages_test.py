"""Checks for Q8 · Modules and packages."""

import contextlib
import sys
from types import ModuleType

import pytest
from q008_modules_packages import load_module, public_names


@pytest.fixture(autouse=True)
def imports_as_found(monkeypatch):
    """Undo afterwards what a check does to `sys.path` and, for names in demo, to `sys.modules`."""
    monkeypatch.setattr(sys, "path", sys.path[:])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield
    for name in [name for name in sys.modules if name.startswith("demo")]:
        del sys.modules[name]


@pytest.fixture
def write(tmp_path):
    """Write a file in `tmp_path` and return its path."""

    def write(name, source):
        path = tmp_path / name
        path.write_text(source, encoding="utf-8")
        return path

    return write


def load_by(kind, path):
    """Load the file at a `Path`, which is given as a path of a kind."""
    return load_module(str(path) if kind == "str" else path)


def module_with(**names):
    """A module that has names, and was loaded from no file."""
    module = ModuleType("demo")
    vars(module).update(names)
    return module


@pytest.mark.parametrize("kind", ["str", "Path"])
@pytest.mark.hint(
    "`importlib.util` can make a spec from a file, and a module from a spec.",
    "The module is empty until you let the spec's loader execute it.",
)
def test_loads_a_file_as_a_module(write, kind):
    """A loaded file is a module with the names that the file has defined."""
    module = load_by(
        kind,
        write("demo_plugin.py", source := "VERSION = 3\ndef double(n): return n * VERSION\n"),
    )
    assert isinstance(module, ModuleType)
    assert (module.VERSION, module.double(4)) == (3, 12), f"the file says {source!r}"
    module.VERSION = 5
    assert module.double(4) == 20, f"module.VERSION was set to 5, and the file says {source!r}"
    module = load_by(kind, write("demo_typed.py", "def double(n: int): return 2 * n\n"))
    assert module.double.__annotations__ == {"n": int}, "the file says `def double(n: int):`"
    assert load_by(kind, write("demo_empty.py", "")).__name__ == "demo_empty"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("demo_plugin.py", "demo_plugin"),
        ("demo-happy.py", "demo-happy"),
        ("demo.pyramid.v2.py", "demo.pyramid.v2"),
    ],
)
@pytest.mark.hint(
    "Which part of `demo.v2.py` is the ending?",
    "`Path.stem` and `str.removesuffix` cut off no more than one ending.",
)
def test_a_module_knows_its_name_and_file(write, file, name):
    """`__name__` is the file's name without `.py`, and `__file__` is the path as a string."""
    module = load_module(path := write(file, "seen = __name__, __file__\n"))
    assert module.__name__ == name
    assert module.__file__ == str(path)
    assert module.seen == (name, str(path))
    symlink = path.with_name(f"demo-link-to-{file}")
    symlink.symlink_to(path)
    module = load_module(str(symlink))
    assert (module.__name__, module.__file__) == (f"demo-link-to-{name}", str(symlink)), (
        "of a symbolic link to the file"
    )


@pytest.mark.parametrize("before", ["nothing", "an older module"])
@pytest.mark.hint(
    "An import enters the module in `sys.modules` before it runs the code.",
    "A dataclass, for one, may look for its module there while the file still runs.",
)
def test_the_module_is_in_sys_modules(write, before):
    """`sys.modules` holds the new module while the file runs, and afterwards."""
    if before == "an older module":
        sys.modules["demo_plugin"] = ModuleType("demo_plugin")
    module = load_module(write("demo_plugin.py", "import sys\nran_in = sys.modules.get(__name__)"))
    ran_in = getattr(module, "ran_in", "nothing: that module was never run")
    assert ran_in is module, f"while the file ran, sys.modules held {ran_in}"
    after = sys.modules.get("demo_plugin")
    assert after is module, f"after the call, sys.modules holds {after}"


@pytest.mark.hint("A module found in `sys.modules` is the old one: do not return it, replace it.")
def test_each_call_gives_a_new_module(write):
    """Each call runs the file again and returns a module of its own."""
    first = load_module(path := write("demo_plugin.py", "numbers = []\n"))
    first.numbers.append(1)
    second = load_module(path)
    assert first is not second, "the second call returned the same module as the first"
    assert (first.numbers, second.numbers) == ([1], [])


@pytest.mark.parametrize(
    "error",
    [FileNotFoundError("inner"), ImportError("inner"), SystemExit(3), KeyboardInterrupt()],
    ids=repr,
)
@pytest.mark.hint(
    "Only a missing file is yours to report: what the file itself raises is not.",
    "After cleaning up, a plain `raise` raises the same exception again.",
)
def test_exceptions_of_the_file_get_through(write, error):
    """What the file raises reaches the caller."""
    sys.modules["demo_state"] = state = ModuleType("demo_state")
    state.error = error
    with pytest.raises(type(error)) as caught:
        load_module(write("demo_plugin.py", "import demo_state\nraise demo_state.error\n"))
    arrived = caught.value
    assert arrived is error, f"the file raised {error!r}, arrived: {arrived!r}"


@pytest.mark.parametrize(
    ("before", "source", "error"),
    [
        ("no entry", "1 / 0", ZeroDivisionError),
        ("no entry", "import sys; sys.exit(3)", SystemExit),
        ("an older module", "raise KeyboardInterrupt", KeyboardInterrupt),
        ("no entry", "raise GeneratorExit", GeneratorExit),
        ("no entry", "def broken(:", SyntaxError),
        ("an older module", "def broken(:", SyntaxError),
        ("an older module", "return 1", SyntaxError),
    ],
)
@pytest.mark.hint(
    "What did `sys.modules` hold under that name before: nothing, or an older module?",
    "`SystemExit` is no `Exception`: clean up for any `BaseException`, then `raise` it again.",
)
def test_a_failed_load_puts_the_entry_back(write, before, source, error):
    """After an exception, a `SyntaxError` too, the entry in `sys.modules` is what it was before."""
    older = ModuleType("demo_plugin")
    if before != "no entry":
        sys.modules["demo_plugin"] = older
    with pytest.raises(error):
        load_module(write("demo_plugin.py", source))
    after = sys.modules.get("demo_plugin", "no entry")
    expected = "no entry" if before == "no entry" else older
    assert after is expected, f"there was {before}; after the failure sys.modules holds {after}"


@pytest.mark.parametrize("ending", ["", "1 / 0"])
@pytest.mark.hint("You know where the file is: there is no need to search along `sys.path`.")
def test_sys_path_stays_as_it_is(write, ending):
    """`sys.path` is the same before the call, while the file runs, and afterwards."""
    sys.modules["demo_state"] = state = ModuleType("demo_state")
    before, same = sys.path[:], sys.path
    with contextlib.suppress(ZeroDivisionError):
        load_module(
            write(
                "demo_plugin.py",
                f"import sys, demo_state\ndemo_state.path = sys.path[:]\n{ending}\n",
            )
        )
    assert state.path == before, "sys.path while the file ran, which is to be what it was before"
    assert sys.path == before, "sys.path after the call, which is to be what it was before"
    assert sys.path is same, "sys.path is a new list with the same content"


@pytest.mark.parametrize(
    "name",
    ["demo_missing.py", "demo_folder.py", "demo_file.py/demo_in.py", "demo_für.py"],
)
@pytest.mark.parametrize("before", ["no entry", "an older module"])
@pytest.mark.hint(
    "Look at the path before you try: `Path.is_file` says whether there is a file.",
    "A missing file is a `FileNotFoundError` by itself, which is no `ImportError`.",
)
def test_a_path_without_a_file_is_an_import_error(tmp_path, write, before, name):
    """A missing file or a folder raises `ImportError` with the path's `repr` and adds no module."""
    (tmp_path / "demo_folder.py").mkdir()
    write("demo_file.py", "")
    module = (tmp_path / name).name.removesuffix(".py")
    older = ModuleType(module)
    if before != "no entry":
        sys.modules[module] = older
    with pytest.raises(ImportError) as caught:
        load_module(tmp_path / name)
    message = str(caught.value)
    assert repr(tmp_path / name) in message
    after = sys.modules.get(module, "no entry")
    expected = "no entry" if before == "no entry" else older
    assert after is expected, f"there was {before}; after the failure sys.modules holds {after}"


@pytest.mark.hint("`vars(module)` holds all its names, those with an underscore too.")
def test_public_names_without_all():
    """Without `__all__` every name counts that does not start with an underscore."""
    names = ["Bee", "a_b", "apple", "def", "no-name", "trailing_", "zebra", "über"]
    module = module_with(zebra=1, _hidden=2, __secret=3, apple=None, trailing_=4, Bee=5, a_b=0)
    vars(module).update({"no-name": 6, "über": 7, "def": 8})
    assert public_names(module) == names, f"the module has {[*vars(module)]}"


@pytest.mark.hint(
    "A star import does not ask where a thing was made.",
    "It does not ask `dir` either: a module may define its own `__dir__`.",
)
def test_imported_names_count(write):
    """Imported modules, functions and classes count, and `__dir__` has no say."""
    source = "import os\nfrom json import dumps\nfrom pathlib import Path as _P, PurePath\n"
    module = load_module(write("demo_plugin.py", source))
    assert public_names(module) == ["PurePath", "dumps", "os"], f"the file says {source!r}"
    module.__dir__ = lambda: ["nothing"]
    assert public_names(module) == ["PurePath", "dumps", "os"], "__dir__ now gives ['nothing']"


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (["run", "_debug", "Stop"], ["Stop", "_debug", "run"]),
        (("stop", "run"), ["run", "stop"]),
        (["run", "__version__"], ["__version__", "run"]),
        ([], []),
    ],
)
@pytest.mark.hint("An empty `__all__` is false, but it is there: does the module have one at all?")
def test_all_decides_where_there_is_one(listed, expected):
    """`__all__` is believed, also when it is empty or lists names with an underscore."""
    assert (
        public_names(
            module := module_with(
                run=1, stop=2, _debug=3, other=4, Stop=5, __version__="6", __all__=listed
            )
        )
        == expected
    )
    assert public_names(module) is not listed, f"`__all__` itself came back, {listed!r}"
