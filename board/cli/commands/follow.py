"""`board follow-up`: what comes after a decision."""

from __future__ import annotations

import click

from board.cli import output, prompts
from board.cli.call import Call, command
from board.cli.shapes import condition_shape, follow_up_shape
from board.cli.tallying import show_condition
from board.core.case import Case
from board.core.dates import format_utc
from board.core.finding import ExitStatus, refuse

_ACTS = ("prove", "verify", "confirm", "ratify", "appeal")
_ABOUT_A_CONDITION = ("prove", "verify")


@command("follow-up")
@click.argument("proposal", metavar="ID")
@click.argument("act", type=click.Choice(_ACTS), required=False, metavar="[ACT]")
@click.argument("condition", default="", metavar="[CONDITION]")
@click.option("--text", metavar="TEXT", default="", help="What was done, in a sentence. `-` reads standard input.")
@click.option("--evidence", metavar="TEXT", multiple=True, help="What shows it (prove); may be repeated.")
def follow_up_command(
    call: Call, proposal: str, act: str | None, condition: str, text: str, evidence: tuple[str, ...]
) -> int:
    """Without ACT it lists the conditions of a decision and what came after it.

    ACT is prove (the owner of CONDITION says it is met), verify (its verifier agrees), confirm (a second seat stands
    behind an emergency action), ratify (the board approved it afterwards), or appeal.
    """
    from board.actions import following
    from board.actions.browse import case_of

    session, proposal_id = call.open(proposal)
    if act is None:
        return _listed(call, case_of(session, proposal_id))
    missing = [("CONDITION", "The condition, such as c1")] if act in _ABOUT_A_CONDITION and not condition else []
    if missing and not call.interactive:
        prompts.require(call, missing)
    if condition and act not in _ABOUT_A_CONDITION:
        raise refuse("wrong-use", f"“{act}” takes no condition.", status=ExitStatus.WRONG_USE)
    about = condition or (prompts.ask("Which condition?", needed=True) if missing else "")
    prompts.require(call, [] if text else [("--text", "What was done")])
    words = prompts.from_input(text) or prompts.ask("What was done?", needed=True)
    match act:
        case "prove":
            return call.act(
                lambda: following.prove(session, proposal_id, condition=about, text=words, evidence=evidence)
            )
        case "verify":
            return call.act(lambda: following.verify(session, proposal_id, condition=about, text=words))
        case "confirm":
            return call.act(lambda: following.confirm(session, proposal_id, text=words))
        case "ratify":
            return call.act(lambda: following.ratify(session, proposal_id, text=words))
        case _:
            return call.act(lambda: following.appeal(session, proposal_id, text=words))


def _listed(call: Call, case: Case) -> int:
    conditions = case.record.conditions if case.record else ()
    if call.json:
        output.document(
            {
                "id": case.id,
                "conditions": [condition_shape(condition) for condition in conditions],
                "follow_ups": [follow_up_shape(item) for item in case.follow_ups],
            }
        )
        return 0
    output.line(case.proposal.title)
    for condition in conditions:
        show_condition(condition)
    for item in case.follow_ups:
        about = f" of {item.condition}" if item.condition else ""
        at = f"{format_utc(item.at)}  " if item.at else ""
        output.paragraph(f"{at}{item.kind}{about} by {item.member}: {item.text}", "    ", "  ")
    if not conditions and not case.follow_ups:
        output.line("  It has no conditions, and nothing came after it." if case.record else "  It is not decided yet.")
    return 0
