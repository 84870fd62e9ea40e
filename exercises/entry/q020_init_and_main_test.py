"""Checks for Q20 · __init__ and __main__."""

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


@pytest.mark.timeout(20)
@pytest.mark.hint("What `__init__.py` defines is what `import demo` offers.")
def test_package_offers_greet(tmp_path, run_python):
    """`greet` and `DEFAULT` can be imported, and `greet` takes a name or greets the world."""
    write_package(tmp_path, "demo")
    code = "from demo import DEFAULT, greet; print([DEFAULT, greet(), greet('Ada'), greet(who='')])"
    expected = "['world', 'Hello, world!', 'Hello, Ada!', 'Hello, !']\n"
    assert result(run_python("-c", code)) == printed(expected)


@pytest.mark.timeout(20)
@pytest.mark.hint("`__all__` is a list of names, so of strings.")
def test_star_import_gives_greet_alone(tmp_path, run_python):
    """`__all__` is a list, and `from demo import *` gives `greet` and nothing else."""
    write_package(tmp_path, "demo")
    code = (
        "before = set(globals()) | {'before'}\n"
        "from demo import *\n"
        "print(sorted(set(globals()) - before))\n"
        "import demo\n"
        "print(demo.__all__)\n"
    )
    assert result(run_python("-c", code)) == printed("['greet']\n['greet']\n")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("arguments", "greeting"), [([], "Hello, world!\n"), (["Ada"], "Hello, Ada!\n")]
)
@pytest.mark.hint(
    "`python -m demo` runs `demo/__main__.py`.",
    "In it, import `greet` from the package; `sys.argv[1:]` has the arguments.",
)
def test_package_runs_with_m(tmp_path, run_python, arguments, greeting):
    """`python -m demo` greets the world, `python -m demo Ada` greets Ada."""
    write_package(tmp_path, "demo")
    assert result(run_python("-m", "demo", *arguments)) == printed(greeting)


@pytest.mark.timeout(20)
@pytest.mark.hint("Guard what acts in `__main__.py` too: tools import every module of a package.")
def test_importing_the_package_prints_nothing(tmp_path, run_python):
    """Neither importing the package nor importing its `__main__` prints anything."""
    write_package(tmp_path, "demo")
    code = "import demo, demo.__main__; print(demo.__main__.__name__)"
    assert result(run_python("-c", code)) == printed("demo.__main__\n")


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
@pytest.mark.parametrize(("name", "code"), [("demo", 0), ("my-demo", 2)])
@pytest.mark.hint(
    'What stands under `if __name__ == "__main__":` runs in a script, not on import.',
    "A returned number is no exit code yet: hand it to `sys.exit`.",
)
def test_runs_as_a_script_and_with_m(tmp_path, monkeypatch, run_python, name, code):
    """Run as a script or with -m, the module runs `main` and exits with what it returned."""
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), str(tmp_path / "first"), name])
    with pytest.raises(SystemExit) as exited:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    process = run_python("-m", SCRIPT.stem, tmp_path / "second", name, cwd=SCRIPT.parent)
    assert (exited.value.code, process.returncode) == (code, code)
    made = [f"{root}/{name}" for root in ("first", "second")] if code == 0 else []
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.glob("*/*")) == made


@pytest.mark.timeout(20)
@pytest.mark.hint("At the top level of a module, only define: act under the guard.")
def test_importing_the_module_prints_nothing(tmp_path, run_python, monkeypatch):
    """Importing the module, under whatever name, runs nothing; only a call of `main` does."""
    code = f"import {SCRIPT.stem} as module, sys; sys.exit(module.main({[str(tmp_path), 'demo']}))"
    process = run_python("-c", code, cwd=SCRIPT.parent)
    assert result(process) == printed(f"{tmp_path / 'demo'}\n")
    monkeypatch.setattr(sys, "argv", ["program", str(tmp_path / "unasked"), "unasked"])
    try:
        name = runpy.run_path(str(SCRIPT), run_name="Imported")["__name__"]
    except SystemExit:
        name = "__main__"
    assert name == "Imported", "the module ran `main` although it was not the program"
