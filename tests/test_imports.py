"""Who may import whom: data flows one way, and untrusted code stays where its path says."""

import ast
from pathlib import Path

import pytest

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


def test_the_engine_knows_neither_catalogue_nor_results():
    allowed = ("grader.engine", "grader.errors", "grader.kept")
    for name, used in IMPORTS.items():
        if within(name, "grader.engine"):
            strange = {each for each in used if not any(within(each, a) for a in allowed)}
            assert not strange, f"{name} imports {strange}"


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
