"""What is to be installed: the line that brings one of the project's extras to this Python, in the
way in which it was installed here itself, from an index or editable from a clone."""

import json
import shlex
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import unquote, urlsplit

PROJECT = "interview-katas"


def install_line(extra: str) -> str:
    """The command that installs an extra."""
    if not (clone := _clone()):
        return f"python -m pip install '{PROJECT}[{extra}]'"
    constraints, project = (
        shlex.quote(f"{clone}{end}") for end in ("/constraints.txt", f"[{extra}]")
    )
    return f"python -m pip install -c {constraints} -e {project}"


def _clone() -> Path | None:
    """The folder from which the project is installed editable, as pip and uv note it (PEP 610)."""
    try:
        noted = json.loads(distribution(PROJECT).read_text("direct_url.json") or "{}")
    except PackageNotFoundError:
        return None
    editable = noted.get("dir_info", {}).get("editable")
    return Path(unquote(urlsplit(noted["url"]).path)) if editable else None
