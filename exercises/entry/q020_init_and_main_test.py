"""Checks for Q20 · __init__ and __main__."""

import contextlib
import importlib
import inspect
import runpy
import sys
from pathlib import Path

import pytest
import q020_init_and_main
from q020_init_and_main import main, write_package

SCRIPT = Path(q020_init_and_main.__file__)


def told(process):
    """What a process told the world; its standard error only if it is not empty."""
    seen = {"exit code": process.returncode, "stdout": process.stdout}
    return seen | ({"stderr": process.stderr} if process.stderr else {})


def contents(folder):
    """Every file and folder below a folder, with what the files hold."""
    return {
        path.relative_to(folder).as_posix(): path.read_text() if path.is_file() else "a folder"
        for path in folder.rglob("*")
    }


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


@pytest.fixture
def exit_code(monkeypatch):
    """Run the submission, as a script or with -m, and return the exit code."""

    def run(way, *arguments):
        monkeypatch.setattr(sys, "argv", [str(SCRIPT), *arguments])
        try:
            if way == "-m":
                runpy.run_module(SCRIPT.stem, run_name="__main__", alter_sys=True)
            else:
                runpy.run_path(str(SCRIPT), run_name="__main__")
        except SystemExit as end:
            return end.code or 0
        return 0

    return run


@pytest.mark.parametrize("kind", [Path, str])
@pytest.mark.hint("`Path(root) / name` works for both kinds of `root`.")
def test_writes_a_package(tmp_path, kind):
    """The package is a new folder with the two files, and its `Path` is returned."""
    (tmp_path / "other").mkdir()
    package = write_package(kind(tmp_path), "demo")
    assert isinstance(package, Path), f"write_package returned {package!r}, which is no Path"
    assert package == tmp_path / "demo"
    assert (package / "__init__.py").is_file(), "there is no demo/__init__.py"
    assert (package / "__main__.py").is_file(), "there is no demo/__main__.py"


@pytest.mark.hint("What `__init__.py` defines is what `import demo` offers.")
def test_package_offers_greet(tmp_path, importable):
    """`greet` and `DEFAULT` can be imported, and `greet` takes a name or greets the world."""
    write_package(tmp_path, "demo")
    demo = importlib.import_module("demo")
    assert demo.DEFAULT == "world"
    assert demo.greet() == "Hello, world!"
    assert [demo.greet("Ada"), demo.greet(who="{x}%s")] == ["Hello, Ada!", "Hello, {x}%s!"]
    assert demo.greet("") == "Hello, !"
    default = inspect.signature(demo.greet).parameters["who"].default
    assert default == "world", f"the default value of `who` is {default!r}"


@pytest.mark.hint("`__all__` is a list of names, so of strings.")
def test_star_import_gives_greet_alone(tmp_path, importable):
    """`from demo import *` gives `greet` and nothing else."""
    write_package(tmp_path, "demo")
    names = {}
    exec("from demo import *", names)
    assert sorted(names.keys() - {"__builtins__"}) == ["greet"], (
        "the names that `from demo import *` gave"
    )
    assert names["greet"]("Ada") == "Hello, Ada!"


@pytest.mark.timeout(20)
@pytest.mark.hint(
    "`python -m demo` runs `demo/__main__.py`.",
    "In it, import `greet` from the package; `sys.argv[1:]` has the arguments.",
)
def test_package_runs_with_m(tmp_path, run_python):
    """`python -m greeter` greets the world, `python -m greeter " ada L. "` greets just that."""
    write_package(tmp_path, "greeter")
    assert told(run_python("-m", "greeter")) == {"exit code": 0, "stdout": "Hello, world!\n"}
    assert told(run_python("-m", "greeter", " ada L. ")) == {
        "exit code": 0,
        "stdout": "Hello,  ada L. !\n",
    }
    with (tmp_path / "greeter" / "__init__.py").open("a", encoding="utf-8") as file:
        file.write("\nDEFAULT = 'moon'\n\n\ndef greet(who=DEFAULT):\n    return f'Ahoy, {who}!'\n")
    runs = [run_python("-m", "greeter").stdout, run_python("-m", "greeter", "Ada").stdout]
    assert runs == ["Ahoy, moon!\n", "Ahoy, Ada!\n"], (
        "greeter/__init__.py was given another `greet`, which says 'Ahoy', and another `DEFAULT`"
    )


@pytest.mark.hint("`import demo` runs `__init__.py`. What should run only with `-m`?")
def test_importing_the_package_prints_nothing(tmp_path, importable, monkeypatch, capsys):
    """Importing the package prints nothing."""
    write_package(tmp_path, "demo")
    monkeypatch.setattr(sys, "argv", ["program", "Ada"])
    importlib.import_module("demo")
    assert tuple(capsys.readouterr()) == ("", ""), "printed by `import demo`"


@pytest.mark.parametrize(
    "taken", ["an empty folder", "a folder with a file", "a file", "an empty file"]
)
@pytest.mark.hint("`mkdir` refuses what exists already, unless it is told `exist_ok`.")
def test_refuses_a_taken_name(tmp_path, taken):
    """A file or a folder of that name raises a `FileExistsError` and stays as it is."""
    if taken in ("a file", "an empty file"):
        (tmp_path / "demo").write_text("mine" if taken == "a file" else "")
    else:
        (tmp_path / "demo").mkdir()
    if taken == "a folder with a file":
        (tmp_path / "demo" / "__init__.py").write_text("mine")
    before = contents(tmp_path)
    with pytest.raises(FileExistsError):
        write_package(tmp_path, "demo")
    assert contents(tmp_path) == before, "after write_package(tmp_path, 'demo') was refused"


@pytest.mark.hint("`main` returns the exit code, a number, and prints the path alone.")
def test_main_writes_the_package_and_returns_0(tmp_path, monkeypatch, capsys):
    """With a root and a name, `main` writes the package, prints its path and returns 0."""
    assert main([str(tmp_path), "demo"]) == 0
    assert tuple(capsys.readouterr()) == (f"{tmp_path / 'demo'}\n", ""), (
        "what main([str(tmp_path), 'demo']) printed on stdout and stderr:"
    )
    assert (tmp_path / "demo" / "__main__.py").is_file(), "demo/__main__.py was not written"
    monkeypatch.chdir(tmp_path)
    (tmp_path / "root").mkdir()
    expected = write_package("root", "other").with_name("demo")
    assert main(["root", "demo"]) == 0
    assert tuple(capsys.readouterr()) == (f"{expected}\n", ""), (
        "what main(['root', 'demo']) printed on stdout and stderr:"
    )
    expected = write_package("./root/", "third").with_name("fourth")
    assert main(["./root/", "fourth"]) == 0
    assert tuple(capsys.readouterr()) == (f"{expected}\n", ""), (
        "what main(['./root/', 'fourth']) printed on stdout and stderr:"
    )


@pytest.mark.hint(
    "`sys.argv[0]` is the program, not an argument.",
    "The default of a parameter is made when the function is defined. When is `sys.argv` read?",
)
def test_main_takes_the_arguments_of_the_process(tmp_path, monkeypatch):
    """Without `argv`, `main` takes those that `sys.argv` holds when it is called."""
    monkeypatch.setattr(sys, "argv", ["program", str(tmp_path), "first"])
    assert main() == 0, f"sys.argv was {sys.argv}"
    monkeypatch.setattr(sys, "argv", ["program", str(tmp_path), "second"])
    assert main(None) == 0, f"sys.argv was {sys.argv}"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first", "second"], (
        "sys.argv[1:] was [tmp_path, 'first'] for main(), [tmp_path, 'second'] for main(None)"
    )


@pytest.mark.parametrize(
    "arguments",
    [[], ["root"], ["root", "demo", "more"], ["root", "a", "b", "c"]],
)
@pytest.mark.hint(
    "An empty list is a list of arguments, None is none.",
    "`argv or sys.argv[1:]` takes `sys.argv` for the empty list too.",
    "`print` has a parameter `file`.",
)
def test_main_refuses_a_wrong_number_of_arguments(tmp_path, monkeypatch, capsys, arguments):
    """Any other number of arguments, none too, prints the usage on stderr and returns 2."""
    (tmp_path / "root").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["program", "root", "unasked"])
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == "", "this was printed on standard output"
    assert "usage" in err.lower(), f"standard error has no word 'usage': {err!r}"
    assert contents(tmp_path) == {"root": "a folder"}, f"after main({arguments})"


@pytest.mark.timeout(20)
@pytest.mark.hint(
    'What stands under `if __name__ == "__main__":` runs in a script, not on import.',
    "A returned number is no exit code yet: hand it to `sys.exit`.",
)
def test_runs_as_a_script_and_with_m(tmp_path, exit_code, run_python):
    """Run as a script or with -m, the module runs `main` and exits with what it returned."""
    assert exit_code("script", str(tmp_path), "one") == 0
    assert exit_code("script", "too few") == 2
    assert exit_code("-m", str(tmp_path), "two") == 0
    assert exit_code("-m", "far", "too", "many") == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"], (
        "the packages written by the runs with the names one and two"
    )
    process = run_python("-m", SCRIPT.stem, cwd=SCRIPT.parent)
    assert process.returncode == 2, f"python -m {SCRIPT.stem}, without arguments"


@pytest.mark.filterwarnings("error::SyntaxWarning")  # it would be printed too
@pytest.mark.hint("At the top level of a module, only define: act under the guard.")
def test_importing_the_module_prints_nothing(tmp_path, monkeypatch, capsys):
    """Importing the module runs nothing; only a call of `main` does."""
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), str(tmp_path), "unasked"])
    imported = []
    with contextlib.suppress(SystemExit):
        imported.append(runpy.run_path(str(SCRIPT), run_name=SCRIPT.stem))
    assert imported != [], "the module ended the process when it was imported"
    assert tuple(capsys.readouterr()) == ("", ""), "printed when the module was imported"
    assert contents(tmp_path) == {}, "written when the module was imported"
    imported[0]["main"]([str(tmp_path), "demo"])
    assert (tmp_path / "demo").is_dir(), "`main` of the imported module wrote no package"
