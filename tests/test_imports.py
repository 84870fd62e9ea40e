"""Who may import whom: data flows one way, and untrusted code stays where its path says."""

import ast
import importlib.metadata
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from grader import catalog, mistakes
from grader.engine import compiled
from grader.engine.child import own

GRADER = Path(__file__).parent.parent / "grader"
MODULES = {
    ".".join(path.relative_to(GRADER.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in GRADER.rglob("*.py")
    if "_content" not in path.parts
}


def imported(path: Path) -> set[str]:
    """The modules of the grader that a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {name if name in MODULES else node.module for name in whole}
    return names & MODULES.keys()


IMPORTS = {name: imported(path) for name, path in MODULES.items()}


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def test_only_the_image_imports_what_runs_in_a_child():
    child = "grader.engine.child"
    users = {
        name
        for name, used in IMPORTS.items()
        if not within(name, child) and any(within(each, child) for each in used)
    }
    assert users == {"grader.engine.supervisor.image"}


def test_what_runs_in_a_child_knows_nothing_of_the_supervisor():
    for name, used in IMPORTS.items():
        if within(name, "grader.engine.child"):
            assert not any(within(each, "grader.engine.supervisor") for each in used), name


def test_all_that_a_child_uses_is_put_back_between_checks():
    used = {"grader.engine.child.main"}
    while more := {each for name in used for each in IMPORTS[name]} - used:
        used |= more
    assert {name for name in used if not within(name, own.ENGINE[0])} <= set(own.ENGINE)


def test_the_engine_knows_neither_catalogue_nor_results():
    allowed = ("grader.engine", "grader.cache", "grader.errors", "grader.install", "grader.source")
    for name, used in IMPORTS.items():
        if within(name, "grader.engine"):
            strange = {each for each in used if not any(within(each, a) for a in allowed)}
            assert not strange, f"{name} imports {strange}"


@pytest.mark.parametrize("cache", [catalog.CACHE, compiled.CACHE, mistakes.CACHE])
def test_what_is_kept_is_good_for_exactly_the_code_that_works_it_out(cache):
    makers = set(cache._makers())
    names = {name for name, path in MODULES.items() if path in makers}
    used = set().union(*(IMPORTS[name] for name in names))
    assert names and used - names <= {"grader.cache", "grader.errors", "grader.install"}


LINE = (
    "catalog",
    "mistakes",
    "archive",
    "likeness",
    "submission",
    "grading",
    "scoring",
    "results",
    "reports",
)
"""From a course and a submission to a report: what may be used by everybody that stands on it."""

GUESTS = ("practice", "authoring", "cohort")
"""What stands on that line, each for readers of its own."""


def test_the_line_knows_nothing_of_its_guests_nor_of_the_command():
    for name, used in IMPORTS.items():
        if any(within(name, f"grader.{each}") for each in LINE):
            above = [f"grader.{each}" for each in (*GUESTS, "cli")]
            assert not {u for u in used if any(within(u, a) for a in above)}, name


def test_nothing_of_the_line_below_grading_needs_the_engine():
    """But for how an interpreter is started, which whoever needs one takes from there."""
    for name in ("catalog", "mistakes", "archive", "likeness", "submission"):
        used = {u for u in IMPORTS[f"grader.{name}"] if within(u, "grader.engine")}
        allowed = {"grader.engine.interpreter"} if name == "archive" else set()
        assert used == allowed, name


def test_the_guests_know_nothing_of_each_other_nor_of_the_command():
    for name, used in IMPORTS.items():
        for guest in GUESTS:
            if within(name, f"grader.{guest}"):
                others = [f"grader.{each}" for each in (*GUESTS, "cli") if each != guest]
                assert not {u for u in used if any(within(u, o) for o in others)}, name


def test_what_everybody_uses_uses_nobody():
    leaves = {f"grader.{name}" for name in ("cache", "errors", "install", "source", "terminal")}
    for name in leaves:
        assert IMPORTS[name] <= {"grader.errors"}, name


def test_modules_import_at_their_top_but_for_what_is_dear():
    """Of what is imported inside functions, each has a reason: rich costs more than all the rest
    of the commands, what the catalogue and the overview seldom need would cost a fifth of `kata
    list`, and the packages of `[authors]` and of `[cohort]` may be missing."""
    allowed = {"rich", "cosmic_ray"}
    seldom = {
        "grader.catalog": {"tomllib"},
        "grader.errors": {"difflib"},
        "grader.cli.cohort": {"grader"},
        "grader.practice.status": {"grader"},
    }
    for name, path in MODULES.items():
        if within(name, "grader.engine"):
            continue  # what is imported when, there, is part of what it does
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                inside = {
                    node.module.partition(".")[0]
                    if isinstance(node, ast.ImportFrom)
                    else node.names[0].name
                    for node in ast.walk(function)
                    if isinstance(node, ast.Import | ast.ImportFrom)
                }
                assert inside <= allowed | seldom.get(name, set()), f"{name}: {function.name}"


def test_every_package_that_is_imported_is_a_dependency():
    """But for those that whoever needs them is told to install."""
    told = {"copydetect", "cosmic_ray", "coverage", "distributed", "numpy"}
    project = tomllib.loads((GRADER.parent / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {canonicalize_name(Requirement(each).name) for each in project["dependencies"]}
    owners = importlib.metadata.packages_distributions()
    for name, path in MODULES.items():
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        modules = [alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names]
        modules += [n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module]
        roots = {module.partition(".")[0] for module in modules}
        for root in roots - sys.stdlib_module_names - told - {"grader"}:
            assert declared & set(map(canonicalize_name, owners[root])), f"{name}: {root}"


@pytest.mark.parametrize("word", ["list", "--help"])
def test_what_is_asked_for_often_pays_for_little_more_than_click(word):
    """Each of these takes longer to import than the catalogue takes to read."""
    code = (
        f"import sys, grader.cli; grader.cli.kata([{word!r}], standalone_mode=False); "
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    dear = {"difflib", "hashlib", "msgspec", "pytest", "rich", "tempfile", "tomllib", "watchfiles"}
    assert dear.isdisjoint(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("name", [n for n in MODULES if n != "grader.__main__"])
def test_no_module_imports_itself_by_way_of_others(name):
    seen: set[str] = set()
    ahead = list(IMPORTS[name])
    while ahead:
        each = ahead.pop()
        if each not in seen:
            seen.add(each)
            ahead += IMPORTS[each]
    assert name not in seen


def test_no_file_is_longer_than_can_be_taken_in():
    lines = {name: len(path.read_text("utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: count for name, count in lines.items() if count > 400} == {}
