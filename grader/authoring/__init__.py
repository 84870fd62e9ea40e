"""What authors use: the gates that every exercise is held to, and the slow one with mutants.

`gates` is the way in. `files` reads an exercise once for all gates; `form`, `size` and `promises`
judge by reading, with `sentences` to take a prompt apart; `impostor` and `mutants` make submissions
that must not pass.
"""

INSTALL = "python -m pip install 'interview-katas[dev]'"
"""The line that installs what the gates need besides."""
