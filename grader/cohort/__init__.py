"""A cohort: many submissions graded into one store, which can be killed at any time.

`submissions` says who handed in what, `times` when; `keys` tells what a result depends on; `work`
runs what has to be run, here or on a Dask `cluster`; `store` keeps results (SQLite, by its
`statements`), as `records` packs them; `run` joins them. `plan` reads `cohort.toml`; `marks` sums a
learner up by it, and `standing` all of them; `tables` are the files that come out, `dashboard` the
pages. `similarity` finds submissions that are alike.
"""
