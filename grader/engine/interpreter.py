"""How the engine starts an interpreter of its own."""

import sys
from pathlib import Path


def python_command(module: str) -> list[str]:
    """The command that runs `main()` of one of the grader's modules in a fresh interpreter.

    The folder from which it is run, which may be a learner's, never comes on its `sys.path`.
    """
    root = Path(__file__).parent.parent.parent
    code = f"import sys; sys.path.append({str(root)!r}); from {module} import main; main()"
    return [sys.executable, "-P", "-c", code]
