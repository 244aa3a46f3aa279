"""The declaration of verbs: commands whose help explains their arguments, too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

Verb = Callable[[], int]
_Declared = TypeVar("_Declared", bound=Callable[..., Any])


class Argument(click.Argument):
    """An argument that help explains, in every version of click."""

    def __init__(self, declared: Sequence[str], *, meaning: str, **rest: Any) -> None:
        super().__init__(declared, **rest)
        self.meaning = meaning


def _explained(self: click.Command, context: click.Context, formatter: click.HelpFormatter) -> None:
    rows = [
        ((each.metavar or "").strip("[]."), each.meaning)
        for each in self.get_params(context)
        if isinstance(each, Argument)
    ]
    if rows:
        with formatter.section("Arguments"):
            formatter.write_dl(rows)


class Command(click.Command):
    """A verb."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the arguments and options mean."""
        _explained(self, ctx, formatter)
        super().format_options(ctx, formatter)


class Group(click.Group):
    """Verbs, in the order of their declaration."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names as they were declared."""
        return list(self.commands)


def argument(
    name: str, metavar: str, meaning: str, **rest: Any
) -> Callable[[_Declared], _Declared]:
    """Declare an argument of a verb."""
    return click.argument(name, metavar=metavar, cls=Argument, meaning=meaning, **rest)


def flag(name: str, *names: str, help: str) -> Callable[[_Declared], _Declared]:
    """Declare an option that takes no value."""
    return click.option(name, *names, is_flag=True, help=help)


def chooses_calls(verb: _Declared) -> _Declared:
    """Declare the options by which a verb chooses recorded calls, and how it prints them."""
    options: tuple[Callable[[_Declared], _Declared], ...] = (
        click.option("--operation", metavar="NAME", help="Only calls of this operation."),
        click.option("--user", metavar="ID", help="Only calls of this user id."),
        flag("--failed", help="Only calls that had no success."),
        click.option(
            "--last",
            metavar="N",
            type=click.IntRange(1, 1000),
            default=20,
            show_default=True,
            help="At most the last N calls.",
        ),
        flag("--json", "as_json", help="Print one JSON document."),
    )
    for each in reversed(options):
        verb = each(verb)
    return verb


def shows_a_page(verb: _Declared) -> _Declared:
    """Declare the options of the page that a server shows to people."""
    verb = flag("--page-for-hosts", help="Show the page to all who call a host of --allow-host.")(
        verb
    )
    return flag("--no-page", help="Show no page to browsers.")(verb)
