"""`board open`, `board act`, `board tally` and `board defer`."""

from __future__ import annotations

from dataclasses import replace

import click

from board.actions.model import OpeningPreview
from board.cli import errors, output, prompts
from board.cli.call import Call, command
from board.cli.dossier import show_carried, show_findings
from board.cli.shapes import hidden_tally_shape, opening_shape, tally_shape
from board.core.finding import ExitStatus, Finding, Refused


@command("open")
@click.argument("proposal", metavar="ID")
@click.option("--preview", is_flag=True, help="Only show what would be bound.")
@click.option("--yes", is_flag=True, help="Open it unasked; a script needs it to open again, or while too few vote.")
@click.option(
    "--together", is_flag=True, help="Without the role: agree to open it; the second who holds a seat opens it."
)
@click.option("--reason", metavar="TEXT", default="", help="With --together: why the two of you do it.")
@click.option("--expedited", is_flag=True, help="The short way, for low risk: the chair and one more seat in 24 hours.")
def open_command(
    call: Call, proposal: str, preview: bool, yes: bool, together: bool, reason: str, expedited: bool
) -> int:
    """From then on the board looks at this revision, and later edits change nothing until they are opened too.

    A terminal shows what will be bound and asks first. A script opens at once, unless too few could then approve a
    change to the rules: that takes --yes.
    Opening again makes earlier ballots stale: they are shown, but they do not count until they are cast again.
    Chair and secretary open. Any two members who hold a seat and do not stand aside may too: each runs this with
    --together. The first records what she agrees to, the second agrees to exactly that and opens it.
    """
    from board.actions.docketing import open_proposal, open_together, opening_preview

    if together and expedited:
        raise click.UsageError("Only the chair alone asks for the short way.", click.get_current_context())
    session, proposal_id = call.open(proposal)
    shown = opening_preview(session, proposal_id)
    if preview:
        if call.json:
            output.document(opening_shape(shown))
        else:
            _show(shown)
        return 1 if shown.why_not else 0
    again = bool(shown.why_again or shown.difference)
    locks = [one for one in shown.problems if one.code == "quorum.locked"]
    if not yes and (together or not shown.why_not):
        if locks and not call.interactive:
            fix = f"Once you are sure: `board open {proposal_id} --yes`."
            asked = Finding("missing-argument", "Opening now cannot be undone, so it takes your consent.", fix=fix)
            raise Refused(*locks, asked, status=ExitStatus.WRONG_USE)
        if again:
            prompts.require(call, [("--yes", "Your consent to open it again (`--preview` shows what changed)")])
        if call.interactive:
            _show(shown if not together else replace(shown, why_not=""))
            how = " again" if again else " all the same" if locks else ""
            if not prompts.yes(f"Open {proposal_id}{how}?"):
                output.line("Not opened. Nothing was written.")
                return 1
    if yes or not call.interactive:
        errors.warn(locks)
    if together:
        return call.act(lambda: open_together(session, proposal_id, reason))
    return call.act(lambda: open_proposal(session, proposal_id, expedited=expedited))


def _show(shown: OpeningPreview) -> None:
    output.line(shown.id)
    output.paragraph(" ".join(shown.tier_why), "    ", f"  Tier: {shown.tier}. ")
    for each in shown.asks:
        output.paragraph(each, "    ", "  ")
    output.line(f"  The board may vote until {shown.window_ends.isoformat()}.")
    if shown.why_again:
        output.paragraph(f"Why again: {shown.why_again}", "    ", "  ")
    if shown.difference:
        output.heading("What changed since the last opening")
        output.line(shown.difference)
    show_carried(shown.carried)
    show_findings("What is missing or wrong", shown.problems)
    if shown.why_not:
        output.paragraph(f"It cannot be opened now: {shown.why_not}", "  ")
    output.line(f"  For auditors, the fingerprint of the text: {shown.revision}")


@command("act")
@click.argument("proposal", metavar="ID")
@click.argument("action", metavar="ACTION", type=click.Choice(["stop", "roll-back", "patch"]))
@click.argument("text", metavar="TEXT", default="")
@click.option("--yes", is_flag=True, help="Go back to what no decision names without being asked.")
def act_command(call: Call, proposal: str, action: str, text: str, yes: bool) -> int:
    """ACTION is stop, roll-back or patch; TEXT says what you did, in a sentence; `-` reads it.

    It holds from then on, and takes the proposal up. It has the kind emergency-action and is submitted before.
    A second seat confirms within 4 hours, and the board decides in an ordinary round. Until then it stands.
    Where it goes back to a version or ring that no decision names, it says what the record does not hold, and asks.
    """
    from board.actions.emergency import not_held, restrict

    session, proposal_id = call.open(proposal)
    prompts.require(call, [] if text else [("TEXT", "What you did")])
    said = prompts.from_input(text) or prompts.ask("What did you do, in a sentence?", needed=True)
    if not yes and call.interactive and proposal_id in session.world.ids:
        unheld = not_held(session, proposal_id, action)
        for each in unheld:
            output.paragraph(each, "  ")
        if unheld and not prompts.yes("Go back to it all the same?"):
            output.line("Nothing was written.")
            return 1
        yes = bool(unheld)
    return call.act(lambda: restrict(session, proposal_id, action=action, text=said, knowing=yes))


@command("tally")
@click.argument("proposal", metavar="ID")
def tally_command(call: Call, proposal: str) -> int:
    """While you may vote and have not, the ballots of others and the sum are hidden here."""
    from board.actions.browse import case_of, tally_of
    from board.actions.cautions import edited
    from board.actions.hiding import hides
    from board.cli.tallying import show_tally, show_wanted

    session, proposal_id = call.open(proposal)
    tally = tally_of(session, proposal_id)
    case = case_of(session, proposal_id)
    hidden, moved = hides(session, case), edited(case)
    if call.json:
        shape = hidden_tally_shape(proposal_id, tally, hidden) if hidden else tally_shape(proposal_id, tally)
        output.document({**shape, "warnings": [moved] if moved else []})
        return 0
    output.line(proposal_id)
    if moved:
        output.paragraph(moved, "  ")
    if hidden:
        output.paragraph(hidden, "  ")
        output.line(f"  Waits for: {', '.join(map(session.charter.called, tally.waiting_for)) or 'nobody'}")
        show_wanted(tally)  # of a round that ended: nothing of it is hidden
    else:
        show_tally(tally, session.charter)
    return 0


@command("defer")
@click.argument("proposal", metavar="ID")
@click.option("--reason", metavar="TEXT", default="", help="Why it is put off.")
def defer_command(call: Call, proposal: str, reason: str) -> int:
    """An act of the chair. It ends the round, and can be done twice at most."""
    from board.actions.checkpointing import witnessed
    from board.actions.deciding import defer

    session, proposal_id = call.open(proposal)
    prompts.require(call, [] if reason else [("--reason", "The reason")])
    why = reason or prompts.ask(f"Why is {proposal_id} put off?", needed=True)
    tell = errors.say if call.interactive else None
    return call.act(lambda: witnessed(session, defer(session, proposal_id, why), tell))
