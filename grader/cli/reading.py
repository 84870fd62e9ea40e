"""Commands that only read: where you stand, `list`, `show`, `solution`."""

import click

from grader.catalog import known
from grader.cli.shared import Context, options
from grader.errors import KataError
from grader.practice import status as standing
from grader.source import Source


def overview(context: Context) -> None:
    """Say where the learner stands and what is next."""
    desk = context.desk()
    desk.say(standing.overview(desk))


@click.command("list", epilog="Example: kata list closures --status open")
@click.argument("words", nargs=-1, metavar="[WORD]...")
@options
@click.option(
    "--status",
    is_flag=False,
    flag_value="",
    metavar="open|solved",
    help="Only open or solved ones.",
)
@click.pass_obj
def list_(context: Context, words, levels, topics, sets, status: str | None) -> None:
    """List the exercises, their levels and titles; with words, those that have them.

    Words are looked for in numbers, titles, topics and tasks.
    """
    if status is not None:
        status = known(status, ("open", "solved"), "status")
    chosen = context.catalog.select((), levels, topics, sets)
    if words:
        found = context.catalog.search(words)
        chosen = [exercise for exercise in chosen if exercise in found]
        if not chosen:
            raise KataError("no exercise is all of that; `kata list` shows what there is")
    try:
        solved = _solved(context)
    except KataError as error:
        if status:
            raise
        context.warn(str(error))
        solved = {}
    if status:
        chosen = [e for e in chosen if (e.name in solved) == (status == "solved")]
        if not chosen:
            context.say(f"none of them is {status}")
            return
    context.say(standing.table(chosen, solved, context.screen))


def _solved(context: Context) -> dict[str, str]:
    try:
        desk = context.desk()
    except KataError:
        return {}  # outside of a workspace nothing is solved
    return desk.progress().solved


@click.command(epilog="Example: kata show 10")
@click.argument("exercise")
@click.pass_obj
def show(context: Context, exercise: str) -> None:
    """Show an exercise's prompt."""
    _show_markdown(context, context.catalog.one(exercise).prompt)


@click.command(epilog="Example: kata solution 10")
@click.argument("exercise")
@click.option("--spoil", is_flag=True, help="Show it although you have not solved it.")
@click.pass_obj
def solution(context: Context, exercise: str, spoil: bool) -> None:
    """Show the interview answer and the reference solution, once you have solved it."""
    chosen = context.catalog.one(exercise)
    if not spoil and chosen.name not in _solved(context):
        raise KataError(f"{chosen} is not solved yet; --spoil shows its solution all the same")
    reference = Source.read(chosen.reference)
    code = "\n".join(reference.code).strip()
    _show_markdown(context, f"{reference.docstring.strip()}\n\n```python\n{code}\n```")
    if twins := standing.twins(chosen, context.catalog):
        context.say(["", *context.screen.paragraphs(twins)])


def _show_markdown(context: Context, text: str) -> None:
    screen = context.screen
    if not screen.colour:
        context.say(text)
        return
    # rich costs more than all the rest of these commands
    from rich.console import Console
    from rich.markdown import Markdown

    Console(width=screen.width).print(Markdown(text))
