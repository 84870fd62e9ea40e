"""Interview Katas: Python interview questions as exercises, and the grader that runs them."""

import sys

if sys.platform == "win32":  # told before anything is imported that is not there
    sys.exit("kata: it needs Linux or macOS; on Windows, install and run it inside WSL")
