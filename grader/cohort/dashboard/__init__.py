"""The dashboard: a cohort's results as one static page, and a page a learner.

`figures` counts, `charts` draws, `pages` writes. Nothing is loaded from elsewhere; every value is
escaped, and the pages allow no script and no style but their own, which are told by their hashes.
"""

from grader.cohort.dashboard.pages import write

__all__ = ["write"]
