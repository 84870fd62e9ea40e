"""How the engine starts an interpreter of its own."""

import sys
from pathlib import Path


def python_command(module: str) -> list[str]:
    """The command that runs `main()` of one of the grader's modules in a fresh interpreter.

    The folder from which it is run, which may be a learner's, never comes on its `sys.path`; this
    very grader does, before any other that is installed. Garbage collection is off at first:
    imports make no garbage, and are a tenth faster without.
    """
    root = str(Path(__file__).parent.parent.parent)
    code = (
        "import gc, sys; gc.disable(); "
        "packages = [i for i, p in enumerate(sys.path) if p.endswith('-packages')]; "
        f"sys.path.insert(min(packages, default=len(sys.path)), {root!r}); "
        f"from {module} import main; main()"
    )
    return [sys.executable, "-P", "-c", code]
