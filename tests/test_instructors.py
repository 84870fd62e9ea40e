"""docs/instructors.md to its end: every command is run, in its order, but for those that install,
which test_readme runs."""

import re
import shlex
import shutil

from tests.test_readme import INSTRUCTORS, STAND_INS

COMMANDS = re.findall(r"^    (kata .*)$", INSTRUCTORS, re.MULTILINE)
PLAN = re.search(r"```toml\n(.*?)```", INSTRUCTORS, re.DOTALL)[1]


def test_an_instructor_gets_from_submissions_to_marks(kata, tmp_path, course):
    submissions = tmp_path / "submissions"
    shutil.copytree(course.course / "solutions", submissions / "ada")
    shutil.make_archive(submissions / "bob", "zip", course.course / "exercises")
    shutil.make_archive(submissions / "cyd", "gztar", course.course / "solutions")
    plan = PLAN.replace('"1-20", "decorators"', '"1-3"').replace("decorators", "double")
    told = {}
    for command in COMMANDS:
        if command == "kata cohort report":
            (tmp_path / "cohort.toml").write_text(plan)
        words, _, target = command.partition(" > ")
        words = [STAND_INS.get(word, word) for word in shlex.split(words)[1:]]
        if words[:2] == ["cohort", "grade"] and "--sandbox" not in words:
            words += ["--sandbox", "off"]  # where these tests run there may be none
        if words[:2] == ["cohort", "regrade"]:
            words += ["--sandbox", "off"]
        done = kata(*words)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        told[command] = done.stdout
        if target:
            (tmp_path / target).write_text(done.stdout)
    assert told["kata cohort grade submissions"].startswith("3 learners, 9 results")
    assert "9 of 9 results are kept" in told["kata cohort status"]
    assert "Ada Lovelace" in told["kata cohort report"]
    assert {path.name for path in tmp_path.iterdir()} >= {
        *("marks.csv", "marks.json", "canvas.csv", "moodle.csv", "results.jsonl")
    }


def test_its_plan_is_a_plan(kata, tmp_path, course):
    """Of this project's own course, as it is written there."""
    (tmp_path / "cohort.toml").write_text(PLAN)
    done = kata("cohort", "status", course=None)
    assert "cohort.db is not there" in done.stderr
