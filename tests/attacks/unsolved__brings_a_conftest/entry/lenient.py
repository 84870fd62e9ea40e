"""A plugin that pytest.ini names; it is never loaded."""

from pathlib import Path

Path("@OUTSIDE@/loaded-plugin").write_text("here")
