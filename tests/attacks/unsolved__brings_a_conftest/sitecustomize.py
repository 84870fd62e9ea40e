"""Would be run at every start of Python, were the folder on its path."""

from pathlib import Path

Path("@OUTSIDE@/loaded-sitecustomize").write_text("here")
