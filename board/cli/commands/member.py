"""`board member`: who sits where, keys that leaked or are lost, what a key signed, and leaving."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from board.cli import output, prompts
from board.cli.call import Call, command
from board.cli.shapes_people import handover_shape, roster_shape, signed_shape
from board.core.dates import told_at
from board.core.finding import ExitStatus, Finding, Refused, Where

if TYPE_CHECKING:
    from board.actions.members import Handover, Roster, Sitting
    from board.actions.signed import SignedBy

_TAKES: dict[str, tuple[str, ...]] = {
    "list": (),
    "suspend": ("reason",),
    "replace-key": ("reason", "key"),
    "signed": ("since",),
    "leave": ("until", "give", "remove", "draft"),
    "proof": (),
}


@command("member")
@click.argument("act", type=click.Choice(list(_TAKES)), default="list", metavar="[ACT]")
@click.argument("name", default="", metavar="[HANDLE]")
@click.option("--reason", metavar="TEXT", default="", help="suspend, replace-key: why; it stands in the history.")
@click.option("--key", metavar="FILE", multiple=True, help="replace-key: the new public key; repeat for several.")
@click.option("--since", metavar="COMMIT|DATE", default="", help="signed: only what came after, by position.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="leave: the last day of the term.")
@click.option("--give", nargs=2, multiple=True, metavar="SEAT MEMBER", help="leave: who takes a seat; repeat for each.")
@click.option("--remove", is_flag=True, help="leave: take the whole entry out, instead of ending the term.")
@click.option("--draft", is_flag=True, help="leave: also write the charter change into your work tree.")
def member_command(call: Call, act: str, name: str, **given: Any) -> int:
    """Without ACT it lists the members, their terms and keys, and what is missing.

    \b
    list                  seats, terms, alternates, short keys, gaps
    suspend HANDLE        any two members suspend leaked keys at once
    replace-key HANDLE    two other seats replace lost or leaked keys
    signed HANDLE         what her keys signed, and whether it counts
    leave HANDLE          what must be handed over, and the charter change
    proof ID              whether who asks to join holds the key she names
    """
    _fits(call, act, name, given)
    return _ACTS[act](call, name, given)


def _fits(call: Call, act: str, name: str, given: Mapping[str, Any]) -> None:
    """Refuse options that belong to another act, and a name where none is taken or none is given."""
    odd = [option for option, value in given.items() if value and option not in _TAKES[act]]
    if odd or (act == "list" and name):
        wrong = f"--{odd[0]} does not belong to “{act}”." if odd else "“list” takes no name."
        raise Refused(Finding("wrong-use", wrong, fix="`board member --help`"), status=ExitStatus.WRONG_USE)
    if act != "list" and not name:
        what = "The proposal" if act == "proof" else "The member's handle"
        raise Refused(
            Finding("missing-argument", f"{what} is missing.", where=Where(part="HANDLE"), fix=f"board member {act} …"),
            status=ExitStatus.WRONG_USE,
        )


def _list(call: Call, _name: str, _given: Mapping[str, Any]) -> int:
    from board.actions.members import roster

    found = roster(call.session())
    if call.json:
        output.document(roster_shape(found))
        return 0
    rows = [_row(each) for each in found.members]
    output.table(("Member", "Name", "Seats", "Alternate", "Roles", "Term", "Keys"), rows, whole=1)
    _waiting(found)
    if found.gaps:
        output.heading("What is missing")
        for gap in found.gaps:
            output.paragraph(gap, "    ", "  ")
    if found.by_hand:
        output.paragraph(found.by_hand, "  ")
    return 0


def _row(each: Sitting) -> tuple[str, ...]:
    one = each.member
    ends = f"until {one.end}" if one.end else ""
    term = " ".join(filter(None, (f"from {one.start}" if one.start else "", ends)))
    keys = "suspended" if one.suspended else ", ".join(each.keys) or "none"
    return (one.id, one.name, ", ".join(one.seats), ", ".join(one.alternate), ", ".join(one.roles), term, keys)


def _waiting(found: Roster) -> None:
    if found.waiting:
        output.heading("Waits for a second member")
    for each in found.waiting:
        why = f" ({each.reason})" if each.reason else ""
        output.paragraph(f"{' and '.join(each.members)} agreed to {each.words}{why}.", "    ", "  ")


def _suspend(call: Call, name: str, given: Mapping[str, Any]) -> int:
    from board.actions.pairing import suspend

    prompts.require(call, [] if given["reason"] else [("--reason", "Why the keys are suspended")])
    session = call.session()
    reason = given["reason"] or prompts.ask("Why? It stands in the history", needed=True)
    return call.act(lambda: suspend(session, name, reason))


def _replace(call: Call, name: str, given: Mapping[str, Any]) -> int:
    from board.actions.pairing import public_key, replace_key

    missing = [] if given["key"] else [("--key", "The file with the new public key")]
    missing += [] if given["reason"] else [("--reason", "Why the keys are replaced")]
    prompts.require(call, missing)
    named = given["key"] or (prompts.ask("The file with the new public key", needed=True),)
    keys = tuple(public_key(prompts.from_input(each)) for each in named)
    session = call.session()
    reason = given["reason"] or prompts.ask("Why? It stands in the history", needed=True)
    return call.act(lambda: replace_key(session, name, keys, reason))


def _signed(call: Call, name: str, given: Mapping[str, Any]) -> int:
    from board.actions.signed import signed_by

    session = call.session()
    found = signed_by(session, name, given["since"])
    if call.json:
        output.document(signed_shape(found))
    else:
        _show_signed(found, session.charter.timezone)
    return 0


def _show_signed(found: SignedBy, zone: str) -> None:
    since = f" after {found.since[:12]}" if found.since else ""
    number = "1 commit" if len(found.commits) == 1 else f"{len(found.commits) or 'no'} commits"
    output.paragraph(f"{found.member} signed {number}{since}, in the order of history. Dates are claims.")
    if not found.proven:
        output.paragraph("This board works without signatures: only author lines say that these are hers.", "  ")
    if found.suspended:
        output.paragraph("Her keys are suspended: they sign nothing more. What came before counts still.", "  ")
    for each in found.commits:
        mark = "counts" if each.counts else "has no effect"
        what = ", ".join(each.what) or "other files"
        said = " ".join(filter(None, (f"{mark}: {what}.", each.why)))
        output.paragraph(f"{each.position}  {each.commit[:12]}  {told_at(each.at, zone)}  {said}", "      ", "  ")


def _leave(call: Call, name: str, given: Mapping[str, Any]) -> int:
    from board.actions.members import draft_leaving, handover

    until: datetime | None = given["until"]
    session = call.session()
    found = handover(
        session,
        name,
        until=until.date() if until else None,
        gives=dict(given["give"]),
        remove=given["remove"],
    )
    if given["draft"]:
        if not call.json:
            _show_handover(found)
            output.line()
        return call.act(lambda: draft_leaving(session, found))
    if call.json:
        output.document(handover_shape(found))
        return 0
    _show_handover(found)
    output.line()
    output.paragraph(f"`board member leave {name} --draft` writes the charter change into your work tree.")
    return 0


def _show_handover(found: Handover) -> None:
    who = found.member.name or found.member.id
    if not found.duties:
        output.line(f"{who} leaves nothing that somebody must take over.")
    else:
        output.line(f"{who} hands over:")
    for each in found.duties:
        takers = f" Could take it: {', '.join(each.takers)}." if each.takers else " Nobody is named who could take it."
        output.paragraph(f"{each.kind}, {each.about}: {each.words}{takers}", "    ", "  ")
    output.line(f"The term ends on {found.until}.")


def _proof(call: Call, name: str, _given: Mapping[str, Any]) -> int:
    from board.actions.joining import check_proof

    session, proposal_id = call.open(name)
    words = check_proof(session.world, proposal_id)
    if call.json:
        output.document({"id": proposal_id, "words": words})
    else:
        output.paragraph(words)
    return 0


_ACTS: dict[str, Callable[[Call, str, Mapping[str, Any]], int]] = {
    "list": _list,
    "suspend": _suspend,
    "replace-key": _replace,
    "signed": _signed,
    "leave": _leave,
    "proof": _proof,
}
