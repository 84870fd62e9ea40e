"""Python's builtins as they are before any submission is there: those that the modules here use.

A submission may replace what is in `builtins`; functions look their builtins up where their module
says, and these modules say here. One copy serves them, since it is compared after each check, and
`own`, which compares it, has another.
"""

import builtins

BUILTINS = vars(builtins).copy()
