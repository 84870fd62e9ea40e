"""The step of action.yml that grades: from its inputs to `kata run`, and on to its outputs.

The inputs come in the environment, each under its name, and never meet a shell. The exit code is
that of `kata run`.
"""

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def command(inputs: Mapping[str, str], summary: str, reports: Path) -> list[str]:
    """The call of `kata run` that these inputs mean. Raises `ValueError` for an open quote."""
    words = ["kata", "run", *shlex.split(inputs["SELECT"])]
    if inputs["MIN_SCORE"]:
        words += ["--min-score", inputs["MIN_SCORE"]]
    words += ["--submission", inputs["SUBMISSION"], "--feedback", inputs["FEEDBACK"]]
    words += ["--sandbox", "require", "--format", "github", "--format", f"markdown={summary}"]
    return [*words, *(f"--format={kind}={reports}/report.{kind}" for kind in ("html", "json"))]


def outputs(report: Mapping, reports: Path) -> str:
    """What later steps may read, as lines for GITHUB_OUTPUT."""
    values = {
        "passed": "true" if report["passed"] else "false",
        "solved": report["solved"],
        "points": report["points"],
        "max-points": report["max_points"],
        "reports": reports,
    }
    return "".join(f"{name}={value}\n" for name, value in values.items())


def main() -> int:
    """Grade, and hand on what came out."""
    reports = Path(tempfile.mkdtemp(prefix="interview-katas-", dir=os.environ["RUNNER_TEMP"]))
    try:
        words = command(os.environ, os.environ["GITHUB_STEP_SUMMARY"], reports)
    except ValueError:
        print("kata: the input `select` has an open quote; close it", file=sys.stderr)
        return 2
    code = subprocess.run(words).returncode
    with suppress(FileNotFoundError):  # nothing was graded, and `kata run` has said why
        report = json.loads((reports / "report.json").read_text(encoding="utf-8"))
        with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as file:
            file.write(outputs(report, reports))
    return code


if __name__ == "__main__":
    sys.exit(main())
