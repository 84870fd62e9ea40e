"""Commands of those who build on reports: `schema`."""

import json

import click

from grader.results import json_schema


@click.command(epilog="Example: kata schema > report.schema.json")
def schema() -> None:
    """Print the JSON Schema of the json report."""
    click.echo(json.dumps(json_schema(), indent=2))
