"""What runs in a child: UNTRUSTED from the moment a submission is loaded.

`main` is a child from its start to its end, `confine` what it is shut into. `items` is pytest as a
child uses it, `till` takes the receipts of assertions, `observe` notes what a failure was,
`surroundings` puts back what a check has changed, `errands` are what authors send a child for.

Everything here is imported before the child is forked, and keeps references of its own to what it
needs of builtins and modules that a submission may replace.
"""
