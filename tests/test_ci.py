"""Files for CI: written, never overwritten, valid where they are read, and safe."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

from grader.practice import ci, layout
from tests.conftest import ROOT
from tests.support import COURSE

yaml = pytest.importorskip("ruamel.yaml", reason="comes with check-jsonschema, of [dev]")

FILES = sorted((host, path) for host, paths in ci.HOSTS.items() for path in paths)
WORKFLOW = ".github/workflows/grade.yml"


def read(text):
    """YAML 1.2 as data."""
    return yaml.YAML(typ="safe").load(text)


def tool(name):
    """A program that pip installed beside this Python."""
    return shutil.which(name, path=Path(sys.executable).parent)


@pytest.fixture
def mine(tmp_path, course):
    """A workspace of the fixture course with the files for every host."""
    for host in ci.HOSTS:
        layout.lay_out(tmp_path / "mine", course, pytest.fail, host)
    return tmp_path / "mine"


# Writing them


@pytest.mark.parametrize(("host", "path"), FILES)
def test_what_is_written_is_said_and_pins_the_grader_that_wrote_it(kata, tmp_path, host, path):
    done = kata("start", "mine", "--ci", host)
    assert f"{path} is written\n" in done.stdout
    assert f"{host}: {ci.NEXT[host][:20]}" in done.stdout
    whole = "".join((tmp_path / "mine" / each).read_text() for each in ci.HOSTS[host])
    assert re.findall(r"interview-katas\[sandbox\]==(.*)['\"]", whole) == [
        version("interview-katas")
    ]
    assert "VERSION" not in whole


def test_without_a_host_nothing_is_written_for_one(tmp_path, course):
    layout.lay_out(tmp_path / "mine", course, pytest.fail)
    assert not [path for _, path in FILES if (tmp_path / "mine" / path).exists()]


def test_scripts_can_be_run(mine):
    for name in ci.HOSTS["gradescope"]:
        assert os.access(mine / name, os.X_OK)


@pytest.mark.parametrize(("host", "path"), FILES)
def test_what_somebody_changed_is_left_as_it_is_and_that_is_said(kata, mine, host, path):
    (mine / path).write_text("mine")
    done = kata("start", "mine", "--ci", host)
    assert (mine / path).read_text() == "mine"
    assert f"{path} was changed and is left as it is; delete it to have it written anew\n" in (
        done.stdout
    )


def test_what_was_there_before_is_left_as_it_is(tmp_path):
    (tmp_path / WORKFLOW).parent.mkdir(parents=True)
    (tmp_path / WORKFLOW).write_text("theirs")
    assert "was changed" in ci.write(tmp_path, {WORKFLOW: b"ours"}, {})[WORKFLOW]
    assert (tmp_path / WORKFLOW).read_text() == "theirs"


def test_what_nobody_touched_is_brought_up_to_date(tmp_path):
    laid = {}
    older, newer = ({WORKFLOW: content} for content in (b"older", b"newer"))
    assert ci.write(tmp_path, older, laid) == {WORKFLOW: "is written"}
    assert ci.write(tmp_path, newer, laid) == {WORKFLOW: "is brought up to date"}
    assert ci.write(tmp_path, newer, laid) == {WORKFLOW: "is up to date"}
    assert (tmp_path / WORKFLOW).read_bytes() == b"newer"


def test_a_workspace_with_them_is_known_again_without_its_progress(mine, course):
    (mine / ".kata.json").unlink()
    assert layout.lay_out(mine, course, pytest.fail, "github").new == []


@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_a_folder_in_somebody_elses_repository_is_refused(kata, tmp_path, host):
    (tmp_path / ".git").mkdir()
    done = kata("start", "mine", "--ci", host)
    assert done.returncode == 2
    assert re.fullmatch(r"kata: mine lies in the repository .*; name a folder .*\n", done.stderr)
    assert not (tmp_path / "mine").exists()


def test_the_root_of_a_repository_is_the_place(tmp_path, course):
    (tmp_path / "mine" / ".git").mkdir(parents=True)
    changes = layout.lay_out(tmp_path / "mine", course, pytest.fail, "github")
    assert changes.ci == {WORKFLOW: "is written"}


def test_a_folder_in_a_files_place_is_told_in_one_line(kata, tmp_path):
    (tmp_path / "mine" / ".gitlab-ci.yml").mkdir(parents=True)
    done = kata("start", "mine", "--ci", "gitlab")
    assert (done.returncode, done.stderr) == (2, "kata: mine cannot be written: Is a directory\n")


# What their readers demand


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        (WORKFLOW, "github-workflows"),
        (".gitlab-ci.yml", "gitlab-ci"),
        (ROOT / "action.yml", "github-actions"),
    ],
)
def test_yaml_holds_to_its_hosts_schema(mine, path, schema):
    words = [tool("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", mine / path]
    done = subprocess.run(words, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout


def test_the_hooks_are_what_pre_commit_takes():
    words = [tool("pre-commit"), "validate-manifest", ROOT / ".pre-commit-hooks.yaml"]
    subprocess.run(words, check=True)


def scripts(mine):
    """Every piece of shell, by where it stands."""
    for path in ci.HOSTS["gradescope"]:
        yield path, (mine / path).read_text()
    for path in (mine / WORKFLOW, ROOT / "action.yml"):
        for step in steps(path):
            if "run" in step:
                yield f"{path.name}: {step['name']}", f"#!/bin/bash\n{step['run']}"
    job = read((mine / ".gitlab-ci.yml").read_text())["grade"]
    yield ".gitlab-ci.yml", "\n".join(["#!/bin/sh", *job["before_script"], *job["script"]])


def steps(path):
    """The steps of a workflow with one job, or of a composite action."""
    document = read(path.read_text(encoding="utf-8"))
    return document["runs"]["steps"] if "runs" in document else document["jobs"]["grade"]["steps"]


def test_shell_is_shell_and_has_none_of_its_usual_faults(mine):
    for where, script in scripts(mine):
        subprocess.run(["bash", "-n"], input=script.encode(), check=True)
        done = subprocess.run(
            [tool("shellcheck"), "-"], input=script, capture_output=True, encoding="utf-8"
        )
        assert done.stdout == "", where


def test_the_autograder_needs_nothing_but_python(mine):
    code = (mine / "classroom50/autograder.py").read_text()
    names = re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE)
    assert set(names) <= sys.stdlib_module_names


# What must not be in them


@pytest.mark.parametrize("place", ["workflow", "action"])
def test_nothing_of_a_pull_request_comes_into_a_shell_line(mine, place):
    path = mine / WORKFLOW if place == "workflow" else ROOT / "action.yml"
    assert len(list(steps(path))) >= 3
    for step in steps(path):
        assert "${{" not in step.get("run", "")
    assert "secrets" not in path.read_text()
    assert "github.event" not in path.read_text()


def test_a_workflow_may_read_and_nothing_else(mine):
    workflow = read((mine / WORKFLOW).read_text())
    assert workflow["permissions"] == {"contents": "read"}
    assert set(workflow["on"]) == {"pull_request", "push"}
    assert workflow["on"]["push"] == {"tags": ["**"]}
    checkout = workflow["jobs"]["grade"]["steps"][0]
    assert checkout["with"] == {"persist-credentials": False}


def test_actions_are_pinned_to_a_version(mine):
    used = [
        s["uses"] for p in (mine / WORKFLOW, ROOT / "action.yml") for s in steps(p) if "uses" in s
    ]
    assert used and all(re.fullmatch(r"actions/[\w-]+@v\d+", each) for each in used)


def test_reports_are_kept_whatever_comes_out(mine):
    assert steps(mine / WORKFLOW)[-1]["if"] == "always()"
    job = read((mine / ".gitlab-ci.yml").read_text())["grade"]
    assert job["artifacts"]["when"] == "always"
    assert job["artifacts"]["reports"] == {"junit": "reports/junit.xml"}
    assert job["rules"] == [
        {"if": "$CI_COMMIT_TAG"},
        {"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'},
    ]


# What the documentation says


DOCS = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", DOCS, re.MULTILINE | re.DOTALL)


def test_every_command_of_the_documentation_works(tmp_path, monkeypatch):
    programs, origin, here = (tmp_path / name for name in ("programs", "origin", "here"))
    for folder in (programs, here):
        folder.mkdir()
    python = shlex.quote(sys.executable)
    (programs / "kata").write_text(f'#!/bin/sh\nexec {python} -m grader --course {COURSE} "$@"\n')
    (programs / "kata").chmod(0o755)
    subprocess.run(["git", "init", "-q", "--bare", origin], check=True)
    settings = {"remote.origin.url": origin, "user.name": "Ada", "user.email": "ada@localhost"}
    monkeypatch.setenv("GIT_CONFIG_COUNT", str(len(settings)))
    for number, (name, value) in enumerate(settings.items()):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", name)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", str(value))
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    github, tag, classroom50, gradescope = blocks("sh")
    for script in (github + tag, classroom50, gradescope):
        subprocess.run(["bash", "-e"], input=script.encode(), cwd=here, check=True)
    assert subprocess.check_output(["git", "tag"], cwd=origin) == b"submit-1\n"
    with zipfile.ZipFile(here / "autograder.zip") as archive:
        assert archive.namelist() == ["setup.sh", "run_autograder"]
        assert all(entry.external_attr >> 16 & 0o111 for entry in archive.infolist())


def test_the_documentation_shows_the_action_and_the_hook_as_they_are(tmp_path):
    workflow, hooks = map(read, blocks("yaml"))
    checkout, use, say = workflow["steps"]
    action = read((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert set(use["with"]) <= set(action["inputs"])
    assert re.search(r"outputs\.(\w+)", say["run"])[1] in action["outputs"]
    for name in (*action["inputs"], *action["outputs"]):
        assert f"`{name}`" in DOCS or name in use["with"]
    (hook,) = read((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hooks["repos"][0]["hooks"] == [{"id": hook["id"]}]
    assert {use["uses"].partition("@")[2], hooks["repos"][0]["rev"]} == {
        f"v{version('interview-katas')}"
    }
    (tmp_path / "config.yaml").write_text(blocks("yaml")[1])
    words = [tool("pre-commit"), "validate-config", tmp_path / "config.yaml"]
    subprocess.run(words, check=True)


def test_the_documentation_names_every_file():
    for host, path in FILES:
        assert f"| `{host}` | " in DOCS and f"`{path}`" in DOCS
