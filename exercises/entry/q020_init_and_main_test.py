"""Checks for Q20 · __init__ and __main__."""

import contextlib
import functools
import importlib
import re
import runpy
import sys
from pathlib import Path

import pytest
import q020_init_and_main
from q020_init_and_main import main, write_package

SCRIPT = Path(q020_init_and_main.__file__)


def result(process):
    """What a process told the world; its standard error only if it is not empty."""
    told = {"exit code": process.returncode, "stdout": process.stdout}
    return told | ({"stderr": process.stderr} if process.stderr else {})


def printed(text):
    """The result of a process that printed this and succeeded."""
    return {"exit code": 0, "stdout": text}


@pytest.fixture
def importable(tmp_path, monkeypatch):
    """`tmp_path` is where modules are looked for first, and no `demo` has been imported yet."""

    def forget():
        for name in [name for name in sys.modules if name.partition(".")[0] == "demo"]:
            del sys.modules[name]

    forget()
    monkeypatch.setattr(sys, "argv", ["program"])
    monkeypatch.syspath_prepend(tmp_path)
    yield
    forget()


@pytest.mark.parametrize("kind", [Path, str])
@pytest.mark.hint(
    "`Path.mkdir` has a parameter for missing parents.",
    "`Path(root) / name` works for both kinds of `root`.",
)
def test_writes_a_package(tmp_path, kind):
    """The package is a new folder with two files; its `Path` is returned, parents are made."""
    root = tmp_path / "new" / "root"
    package = write_package(kind(root), "demo")
    assert isinstance(package, Path)
    assert package == root / "demo"
    assert sorted(path.name for path in package.iterdir()) == ["__init__.py", "__main__.py"]
    assert write_package(kind(root), "match") == root / "match"


@pytest.mark.hint("What `__init__.py` defines is what `import demo` offers.")
def test_package_offers_greet(tmp_path, importable, capsys):
    """`greet` and `DEFAULT` can be imported, and `greet` takes a name or greets the world."""
    write_package(tmp_path, "demo")
    demo = importlib.import_module("demo")
    offered = [demo.DEFAULT, demo.greet(), demo.greet("Ada"), demo.greet(who="")]
    assert offered == ["world", "Hello, world!", "Hello, Ada!", "Hello, !"]
    assert tuple(capsys.readouterr()) == ("", "")


@pytest.mark.hint("`__all__` is a list of names, so of strings.")
def test_star_import_gives_greet_alone(tmp_path, importable, capsys):
    """`__all__` is a list, and `from demo import *` gives `greet` and nothing else."""
    write_package(tmp_path, "demo")
    names = {}
    exec("from demo import *", names)
    assert sorted(names.keys() - {"__builtins__"}) == ["greet"]
    assert sys.modules["demo"].__all__ == ["greet"]
    assert tuple(capsys.readouterr()) == ("", "")


@pytest.mark.timeout(20)
@pytest.mark.hint(
    "`python -m demo` runs `demo/__main__.py`.",
    "In it, import `greet` from the package; `sys.argv[1:]` has the arguments.",
)
def test_package_runs_with_m(tmp_path, importable, capsys, run_python):
    """`python -m demo` greets the world, `python -m demo Ada` greets Ada."""
    write_package(tmp_path, "demo")
    assert result(run_python("-m", "demo", "Ada")) == printed("Hello, Ada!\n")
    code = None
    try:
        runpy.run_module("demo", run_name="__main__", alter_sys=True)  # as -m does
    except SystemExit as end:
        code = end.code
    assert tuple(capsys.readouterr()) == ("Hello, world!\n", "")
    assert code in (None, 0)


@pytest.mark.hint("Guard what acts in `__main__.py` too: tools import every module of a package.")
def test_importing_the_package_prints_nothing(tmp_path, importable, capsys):
    """Neither importing the package nor importing its `__main__` prints anything."""
    write_package(tmp_path, "demo")
    main_module = importlib.import_module("demo.__main__")
    assert main_module.__name__ == "demo.__main__"
    assert tuple(capsys.readouterr()) == ("", "")


@pytest.mark.parametrize("name", ["my-demo", "2fast", "class", "demo.sub", "../demo", " demo"])
@pytest.mark.hint(
    "Refuse the name before you make anything.",
    "`'class'.isidentifier()` is true: ask `keyword.iskeyword` as well.",
)
def test_refuses_an_invalid_name(tmp_path, name):
    """A name that cannot be imported raises a `ValueError` that contains it; nothing is made."""
    with pytest.raises(ValueError, match=re.escape(name)):
        write_package(tmp_path / "root", name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["folder", "file"])
@pytest.mark.hint("`mkdir` refuses what exists already, unless it is told `exist_ok`.")
def test_refuses_a_taken_name(tmp_path, kind):
    """A file or folder of that name raises a `FileExistsError` and stays as it is."""
    taken = tmp_path / "demo"
    if kind == "folder":
        taken.mkdir()
        content = taken / "__init__.py"
    else:
        content = taken
    content.write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        write_package(tmp_path, "demo")
    assert sorted(tmp_path.rglob("*")) == sorted({taken, content})
    assert content.read_text(encoding="utf-8") == "mine"


@pytest.mark.hint("`main` returns the exit code: an `int`, not None.")
def test_main_writes_the_package_and_returns_0(tmp_path, capsys):
    """With a root and a name, `main` writes the package, prints its path and returns 0."""
    code = main([str(tmp_path), "demo"])
    assert (type(code), code) == (int, 0)
    assert tuple(capsys.readouterr()) == (f"{tmp_path / 'demo'}\n", "")
    assert (tmp_path / "demo" / "__main__.py").is_file(), "demo/__main__.py was not written"


@pytest.mark.parametrize("arguments", [[], ["root"], ["root", "demo", "more"]])
@pytest.mark.hint(
    "An empty list is a list of arguments, None is none.",
    "`argv or sys.argv[1:]` takes `sys.argv` for the empty list too.",
    "`print` has a parameter `file`.",
)
def test_main_refuses_a_wrong_number_of_arguments(tmp_path, monkeypatch, capsys, arguments):
    """Any other number of arguments, none too, prints the usage on stderr and returns 2."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["program", str(tmp_path / "unasked"), "unasked"])
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "usage" in err, f"standard error has no word 'usage': {err!r}"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["my-demo", "taken"])
@pytest.mark.hint("Catch exactly the two exceptions with which `write_package` refuses.")
def test_main_reports_a_refusal(tmp_path, capsys, name):
    """An invalid or taken name is named on stderr together with the usage, and 2 returned."""
    (tmp_path / "taken").mkdir()
    assert main([str(tmp_path), name]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "usage" in err, f"standard error has no word 'usage': {err!r}"
    assert name in err.replace(str(tmp_path), ""), f"standard error has no {name!r}: {err!r}"


@pytest.mark.timeout(20)
@pytest.mark.hint(
    'What stands under `if __name__ == "__main__":` runs in a script, not on import.',
    "A returned number is no exit code yet: hand it to `sys.exit`.",
)
def test_runs_as_a_script_and_with_m(tmp_path, monkeypatch, run_python):
    """Run as a script or with -m, the module runs `main` and exits with what it returned."""
    codes = []
    for way, run, module in [
        ("script", runpy.run_path, str(SCRIPT)),
        ("m", functools.partial(runpy.run_module, alter_sys=True), SCRIPT.stem),
    ]:
        for name in ("demo", "my-demo"):
            monkeypatch.setattr(sys, "argv", [str(SCRIPT), str(tmp_path / way), name])
            with pytest.raises(SystemExit) as exited:
                run(module, run_name="__main__")
            codes.append(exited.value.code)
    assert codes == [0, 2, 0, 2]
    process = run_python("-m", SCRIPT.stem, tmp_path / "process", "my-demo", cwd=SCRIPT.parent)
    assert process.returncode == 2
    made = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.glob("*/*"))
    assert made == ["m/demo", "script/demo"]


@pytest.mark.filterwarnings("error::SyntaxWarning")  # it would be printed too
@pytest.mark.hint("At the top level of a module, only define: act under the guard.")
def test_importing_the_module_prints_nothing(tmp_path, monkeypatch, capsys):
    """Importing the module, under whatever name, runs nothing; only a call of `main` does."""
    monkeypatch.setattr(sys, "argv", ["program", str(tmp_path / "unasked"), "unasked"])
    imported = []
    for name in ("Imported", SCRIPT.stem):
        with contextlib.suppress(SystemExit):
            imported.append(runpy.run_path(str(SCRIPT), run_name=name))
    assert len(imported) == 2, "the module ran `main` although it was not the program"
    assert tuple(capsys.readouterr()) == ("", "")
    assert list(tmp_path.iterdir()) == []
    imported[-1]["main"]([str(tmp_path), "demo"])
    assert tuple(capsys.readouterr()) == (f"{tmp_path / 'demo'}\n", "")
