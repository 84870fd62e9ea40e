"""What authors use: the gates that every exercise is held to, and the slow one with mutants.

`gates` is the way in. `places` finds the files that are not where they belong, `files` reads an
exercise once for all gates; `form`, `size` and `promises` judge by reading, with `sentences` to
take a prompt apart, and `judges` by the verdicts of what was run; `impostor` and `mutants` make
submissions that must not pass.
"""

from grader.install import install_line

INSTALL = install_line("authors")
"""The line that installs what the gates need besides."""
