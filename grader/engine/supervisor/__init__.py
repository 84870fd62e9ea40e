"""What runs a child and judges what it says: TRUSTED.

`loop` is the process: a queue of jobs, children, and the channels to both sides. `running` turns
one child's lines into what became of its checks, `hearing` what became of a job's children into a
verdict; neither knows a process or a descriptor. `explain` puts failures into words, with what
`reading` finds in the source of the checks. `image` is what children are forked from, and the only
place where trusted code touches `engine/child/`.
"""
