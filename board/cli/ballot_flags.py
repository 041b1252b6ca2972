"""The flags of a condition belong to the `--condition` before them, so their order on the command line counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import click

from board.core.ballot import Condition

_PARTS = ("owner", "due", "proof", "verifier", "consequence")
_META = "board.ballot_flags"


class InOrder(click.Command):
    """A click command that remembers in which order `--condition` and its parts were given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; the order is kept in the context."""
        values, _, order = self.make_parser(ctx).parse_args(args=list(args))
        taken: dict[str, int] = {}
        given: list[tuple[str, str]] = []
        for parameter in order:
            name = parameter.name or ""
            if name == "condition" or name in _PARTS:
                at = taken.get(name, 0)
                taken[name] = at + 1
                given.append((name, values[name][at]))
        ctx.meta[_META] = given
        return super().parse_args(ctx, args)


def conditions_of(ctx: click.Context) -> tuple[Condition, ...]:
    """The conditions of this command line, numbered c1, c2 …; a part without a condition before it is wrong use."""
    conditions: list[Condition] = []
    for name, value in ctx.meta.get(_META, []):
        if name == "condition":
            conditions.append(Condition(f"c{len(conditions) + 1}", value))
            continue
        if not conditions:
            raise click.UsageError(f"--{name} belongs to a --condition; put it behind one.", ctx)
        conditions[-1] = _with(conditions[-1], name, value, ctx)
    return tuple(conditions)


def _with(condition: Condition, name: str, value: str, ctx: click.Context) -> Condition:
    if getattr(condition, name):
        raise click.UsageError(f"{condition.text!r} has two --{name}.", ctx)
    match name:
        case "owner":
            return replace(condition, owner=value)
        case "proof":
            return replace(condition, proof=value)
        case "verifier":
            return replace(condition, verifier=value)
        case "consequence":
            return replace(condition, consequence=value)
        case _:
            try:
                return replace(condition, due=date.fromisoformat(value))
            except ValueError:
                raise click.UsageError(f"“{value}” is not a date; write it as 2026-10-20.", ctx) from None
