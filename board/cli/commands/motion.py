"""`board move` and `board pull`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from board.cli import output, prompts
from board.cli.call import Call, command
from board.cli.shapes_motions import motion_shape
from board.core.act import MOTIONS, PROFILING, WITHOUT_VOTE
from board.core.proposal import Tier

if TYPE_CHECKING:
    from board.actions.motioning import MotionLine

_NEEDS = {
    "lower-tier": "the tier",
    "raise-tier": "the tier",
    "overrule-concern": "the number of the message",
    "appoint": "the person",
}


@command("move")
@click.argument("proposal", metavar="ID")
@click.argument("kind", metavar="[KIND]", required=False, type=click.Choice(list(MOTIONS)))
@click.argument("what", metavar="[WHAT]", default="")
@click.option("--reason", metavar="TEXT", default="", help="Why. All but raise-tier and pull need it; `-` reads it.")
@click.option("--seat", metavar="SEAT", default="", help="The seat that an appointed person is to sign for.")
def move_command(call: Call, proposal: str, kind: str | None, what: str, reason: str, seat: str) -> int:
    """Without KIND, the motions of this round are listed with their sums.

    \b
    lower-tier TIER          more than half of the seats at the higher tier
    raise-tier TIER          any seat, at once
    overrule-stop [SEAT]     all other seats and the sponsor, after 5 working days
    appoint PERSON --seat S  the sponsor moves it; more than half of the other seats
    overrule-concern NUMBER  more than half of the seats
    pull                     any seat, at once

    The board votes with `board vote ID yes --motion N`.
    """
    from board.actions import motioning

    session, proposal_id = call.open(proposal)
    if kind is None:
        return _list(call, motioning.motions(session, proposal_id), proposal_id)
    missing = [("WHAT", _NEEDS[kind])] if kind in _NEEDS and not what else []
    missing += [("--seat", "The seat")] if kind == "appoint" and not seat else []
    missing += [("--reason", "The reason")] if kind not in WITHOUT_VOTE and not reason else []
    prompts.require(call, missing)
    to = what or (prompts.ask(f"Say {_NEEDS[kind]}", needed=True) if kind in _NEEDS else "")
    if "tier" in kind and to not in {tier.value for tier in Tier}:
        wrong = f"“{to}” is no tier. One of: {', '.join(tier.value for tier in Tier)}."
        raise click.UsageError(wrong, click.get_current_context())
    where = seat or (prompts.ask("For which seat?", needed=True) if kind == "appoint" else "")
    why = prompts.from_input(reason)
    if not why and kind not in WITHOUT_VOTE:
        why = prompts.ask("Why?", needed=True)
    return call.act(lambda: motioning.move(session, proposal_id, kind, to=to, reason=why, seat=where))


def _list(call: Call, found: Sequence[MotionLine], proposal_id: str) -> int:
    if call.json:
        output.document({"id": proposal_id, "motions": [motion_shape(each) for each in found]})
        return 0
    output.line(proposal_id)
    if not found:
        output.line("  No motion was made in this round.")
    show_motions(found)
    return 0


def show_motions(lines: Sequence[MotionLine]) -> None:
    """Each motion with who moved it, why, how it stands, and whom it waits for."""
    for each in lines:
        title = f"{each.title[:1].upper()}{each.title[1:]}, moved by {each.motion.member}: {each.state}."
        output.paragraph(title, "    ", "  ")
        if each.motion.text:
            output.paragraph(f"Why: {each.motion.text}", "      ", "    ")
        if each.motion.kind == "lower-tier" and each.state == "open":
            output.paragraph(PROFILING, "      ", "    ")
        output.paragraph(each.words, "      ", "    ")
        if each.waiting_for:
            output.line(f"    Waits for: {', '.join(each.waiting_for)}")


@command("pull")
@click.argument("proposal", metavar="ID")
@click.option("--reason", metavar="TEXT", default="", help="Why, if you wish to say.")
def pull_command(call: Call, proposal: str, reason: str) -> int:
    """Any seat may take a proposal off the consent agenda or an easier path; then the whole board votes on it."""
    from board.actions.motioning import pull

    session, proposal_id = call.open(proposal)
    return call.act(lambda: pull(session, proposal_id, prompts.from_input(reason)))
