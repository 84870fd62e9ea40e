"""Where the command starts: `kata`, and `python -m grader`, which is the same."""

import gc
import sys

if not sys.flags.safe_path:
    # for `-m` the current folder, where a learner's random.py would shadow Python's own
    del sys.path[0]

# nothing that is imported is garbage, and looking for it takes long
gc.disable()
from grader.cli import main  # noqa: E402

gc.freeze()
gc.enable()

if __name__ == "__main__":
    main()
