"""Where the command starts: `kata`, and `python -m grader`, which is the same."""

import gc
import os
import sys

if not sys.flags.safe_path and sys.path[0] != os.path.dirname(os.path.dirname(__file__)):
    # for `-m` the current folder, where a learner's random.py would shadow Python's own; for
    # `kata` that of the commands, which each import would look into first
    del sys.path[0]

# nothing that is imported is garbage, and to look for it takes a twentieth of `kata list`
gc.disable()
from grader.cli import main  # noqa: E402

gc.freeze()
gc.enable()

if __name__ == "__main__":
    main()
