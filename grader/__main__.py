"""`python -m grader` is `kata`."""

import sys

if not sys.flags.safe_path:
    # `-m` puts the current folder first, where a learner's random.py would shadow Python's own
    del sys.path[0]

from grader.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
