"""The dashboard: a cohort's results as one static page, and a page a learner.

`figures` counts, `charts` draws, `pages` writes. Nothing is loaded from elsewhere; every value is
escaped, and the pages allow no script and no style but their own, which are told by their hashes.

All that is imported when a dashboard is asked for: it takes as long as the rest of a command.
"""

import importlib
from collections.abc import Iterator
from pathlib import Path

from grader.cohort.plan import Plan
from grader.cohort.store import Store


def write(store: Store, plan: Plan, folder: Path) -> Iterator[Path]:
    """Write the dashboard into a folder, a page after the other; the last one is the index.

    It is for those who grade, so it tells all, whatever feedback learners get. Raises `KataError`
    when the folder cannot be written.
    """
    return importlib.import_module("grader.cohort.dashboard.pages").write(store, plan, folder)
