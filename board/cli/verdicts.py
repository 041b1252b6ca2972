"""The words people type for a verdict: those of the screens, and those of the files."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from board.core.ballot import VERDICT_WORDS, Verdict

PLAIN: dict[str, Verdict] = {
    "yes": Verdict.APPROVE,
    "yes-if": Verdict.APPROVE_WITH_CONDITIONS,
    "not-yet": Verdict.RETURN,
    "no": Verdict.REJECT,
    "stop": Verdict.STOP,
    "abstain": Verdict.ABSTAIN,
    "recuse": Verdict.RECUSE,
}
"""The short words, in the order in which they are offered."""


def verdict_of(typed: str) -> Verdict | None:
    """The verdict that was meant: a short word, the word of the files, or the words of the screens; None for others."""
    word = "-".join(typed.casefold().replace(",", " ").split())
    told = {"-".join(words.casefold().replace(",", " ").split()): verdict for verdict, words in VERDICT_WORDS.items()}
    return {**{str(verdict): verdict for verdict in Verdict}, **told, **PLAIN}.get(word)


def plain_word(typed: str) -> str:
    """The short word for whatever word of a verdict was typed; "" for others."""
    found = verdict_of(typed)
    return next((word for word, verdict in PLAIN.items() if verdict is found), "")


def read_verdict(ctx: click.Context, _: click.Parameter, value: str | None) -> Verdict | None:
    """The verdict on a command line; another word is wrong use, with the one that was meant perhaps."""
    if value is None:
        return None
    found = verdict_of(value)
    if found is None:
        from difflib import get_close_matches

        close = get_close_matches(value.casefold(), [*PLAIN, *map(str, Verdict)], n=1)
        hint = f"Did you mean “{close[0]}”?" if close else f"It is one of: {', '.join(PLAIN)}."
        raise click.UsageError(f"“{value}” is not a verdict. {hint}", ctx)
    return found


def offered(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The short words that begin so, for the shell."""
    return [CompletionItem(word, help=VERDICT_WORDS[v]) for word, v in PLAIN.items() if word.startswith(incomplete)]
