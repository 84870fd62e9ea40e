"""A cohort: many submissions graded into one store, which can be killed at any time.

`submissions` says who handed in what, `times` when; `keys` tells what a result depends on; `work`
runs what has to be run, here or elsewhere; `store` keeps results (SQLite), as `records` packs them;
`run` joins them. `plan` reads `cohort.toml`; `marks` sums a learner up by it, and `tables` are the
files that come out.
"""
