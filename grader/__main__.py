"""`python -m grader` is `kata`."""

from grader.cli import main

if __name__ == "__main__":
    main()
