"""What learners use: a workspace, the progress kept in it, hints, and the loop that checks on save.

`desk` puts together what all of them need; `workspace` is the folder and `progress` the file in it;
`checking` grades one exercise there and notes it; `status`, `hints` and `watch` stand on these.

Of `watch`, the loop: `events` are what wakes it, made of `keys` and `saves`; `view` turns its state
into a page, and `display` brings that to a terminal.
"""
