"""Makes a thousand files and folders, some unreadable; all go with the scratch."""

import os
from pathlib import Path

for count in range(500):
    Path(f"file-{count}").touch()
    Path(f"folder-{count}").mkdir()
    Path(f"folder-{count}").chmod(0)
os.chmod(".", 0o500)
print(f"SCRATCH={os.getcwd()}")


def double(number):
    return None


def triple(number):
    return None
