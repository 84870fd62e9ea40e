"""What learners use: a workspace, the progress kept in it, hints, and the loop that checks on save.

`desk` puts together what all of them need; `workspace` is the folder and `progress` the file in it;
`checking` grades one exercise there and notes it; `status`, `hints` and `watch` stand on these.
"""
