r"""Q2 · Echo: the answer and one way to build it.

## Answer

A program speaks to a person through its standard output, which `print` writes to: it turns its
arguments into text, puts a space between them and ends the line. Where the output goes is not the
function's business; a shell may send it to a file or to another program, and a test replaces the
stream to see what was said. That is why a function that prints should do only that and leave the
deciding to another: here the number of lines is returned as well, so that a caller need not count
what it saw. Errors are exceptions, not output.

## Follow-ups

- **How would you print to a file?** Pass it as `print(text, file=stream)`.
- **When does printed text appear?** A terminal shows each line; a pipe waits for a buffer to fill.

## Notes

The number is looked at first, so that a refused call prints nothing.
"""


def echo(text: str, times: int = 1) -> int:
    """Print a text some times."""
    if times < 0:
        raise ValueError(f"times must not be negative, got {times}")
    for _ in range(times):
        print(text)
    return times
