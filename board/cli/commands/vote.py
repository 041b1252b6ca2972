"""`board vote`: seven verdicts, each with what it needs; asks only for what is missing, and only a person."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields, replace

import click

from board.actions.model import BallotForm, Done
from board.cli import errors, output, prompts
from board.cli.ballot_flags import InOrder, conditions_of
from board.cli.call import Call, command
from board.cli.verdicts import PLAIN, offered, plain_word, read_verdict
from board.core.ballot import IF_MISSED, INTERESTS, STOP_GROUNDS, VERDICT_WORDS, BallotDraft, Condition, Verdict
from board.core.ballots import too_much
from board.core.checklist import asked_words
from board.core.cloaks import worn
from board.core.finding import ExitStatus, Finding, Refused, refuse

Keep = Callable[[BallotDraft], None]
"""Puts what was typed so far into the draft."""
_FLAGS = {
    **{name: f"--{name}" for name in ("reason", "owner", "due", "proof", "verifier", "ground", "evidence", "clears")},
    "interest": "--interest",
    "changes": "--change",
    "conditions": "--condition",
}


@command("vote", cls=InOrder)
@click.argument("proposal", metavar="ID")
@click.argument("verdict", callback=read_verdict, shell_complete=offered, required=False, metavar="[VERDICT]")
@click.option("--confirm", is_flag=True, help="Cast your stale ballot again, unchanged, on what is open now.")
@click.option("--reason", metavar="TEXT", default="", help="Why; no needs it, recuse takes none. `-`: standard input.")
@click.option("--condition", metavar="TEXT", multiple=True, help="What must be done; may be given several times.")
@click.option("--owner", metavar="MEMBER", multiple=True, help="Who does it: of the --condition before it.")
@click.option("--due", metavar="DATE", multiple=True, help="By when, as 2026-10-20: of the --condition before it.")
@click.option("--proof", metavar="TEXT", multiple=True, help="What shows that it is done.")
@click.option("--verifier", metavar="MEMBER", multiple=True, help="Who checks the proof; not the owner.")
@click.option("--consequence", metavar="TEXT", multiple=True, help="What happens if it is missed; may be left out.")
@click.option("--change", metavar="TEXT", multiple=True, help="What must change first (return); may be repeated.")
@click.option("--ground", type=click.Choice(list(STOP_GROUNDS)), help="On what ground you stop.")
@click.option("--evidence", metavar="TEXT", multiple=True, help="What a stop rests on; may be repeated.")
@click.option("--clears", metavar="TEXT", default="", help="What would lift the stop.")
@click.option("--interest", type=click.Choice(list(INTERESTS)), help="Why you stand aside (recuse).")
@click.option("--motion", type=click.IntRange(min=1), metavar="N", help="Vote on motion N instead: yes, no or abstain.")
@click.option("--seen", metavar="REVISION", default="", help="Refuse if the board looks at another revision by now.")
def vote_command(
    call: Call,
    proposal: str,
    verdict: Verdict | None,
    confirm: bool,
    reason: str,
    change: tuple[str, ...],
    ground: str | None,
    evidence: tuple[str, ...],
    clears: str,
    interest: str | None,
    motion: int | None,
    seen: str,
    **_: object,
) -> int:
    """VERDICT is one of yes, yes-if, not-yet, no, stop, abstain, recuse.

    The files say approve, approve-with-conditions, return, reject for the first four; these words work here too.

    Nothing is asked when all that the verdict needs is given. Otherwise a terminal asks for it, and a script is told.
    """
    from board.actions import voting

    session, proposal_id = call.open(proposal)
    if confirm:
        if verdict:
            wrong = "--confirm casts your ballot unchanged; leave the verdict out."
            raise click.UsageError(wrong, click.get_current_context())
        return call.act(lambda: voting.confirm(session, proposal_id))
    if motion is not None:
        from board.actions.motioning import vote_on

        prompts.require(call, [] if verdict else [("VERDICT", "The verdict (yes, no, abstain)")])
        said = verdict or _picked()
        return call.act(lambda: vote_on(session, proposal_id, motion, said, prompts.from_input(reason)))
    form = voting.ballot_form(session, proposal_id)
    if form.why_not and (why := voting.why_not_vote(session, form.case, verdict)):
        raise refuse("cannot-vote", why, f"`board show {proposal_id}` shows where it stands.")
    prompts.require(call, [] if verdict else [("VERDICT", f"The verdict ({', '.join(PLAIN)})")])
    chosen = verdict or _picked()
    draft = BallotDraft(
        verdict=chosen,
        reason=prompts.from_input(reason),
        conditions=conditions_of(click.get_current_context()),
        changes=change,
        ground=ground or "",
        evidence=evidence,
        clears=clears,
        interest=interest or "",
    )
    if beyond := too_much(draft):
        raise Refused(*beyond, status=ExitStatus.WRONG_USE)
    _tell_first(call, form, chosen)

    kept: list[BallotDraft] = []

    def keep(typed: BallotDraft) -> None:
        # What was typed here is not typed twice: the next `board vote`, or the screens, offer it again.
        with suppress(Refused):
            kept.append(over(form.draft, typed))
            voting.save_ballot_draft(session, proposal_id, kept[-1])

    try:
        draft = _completed(call, draft, form, keep)
    except (KeyboardInterrupt, click.Abort):
        if kept:
            raise errors.StoppedWhileTyping from None
        raise
    opening = form.case.docket.latest
    looked_at = seen or (opening.revision if opening else "")

    def cast() -> Done:
        try:
            return voting.cast(session, proposal_id, draft, looked_at)
        except Refused:
            keep(draft)
            raise

    return call.act(cast)


def over(before: BallotDraft, typed: BallotDraft) -> BallotDraft:
    """What was typed now over what stood in the draft: nothing that is not named is taken away."""
    said = {each.name: getattr(typed, each.name) for each in fields(typed)}
    return replace(before, **{name: value for name, value in said.items() if value})


def _tell_first(call: Call, form: BallotForm, chosen: Verdict) -> None:
    """What a voter must know before anything is written: what the change carries, ties, questions left open.

    A script is told on standard error; its answer stays as documented.
    """
    say = output.paragraph if call.interactive else errors.say
    if form.carried:
        say("It would change what is in force:")
        for words in form.carried:
            say(f"  {words}")
    if chosen is not Verdict.RECUSE:
        for words in form.aside:
            say(words)
    for one in worn(form.case.findings):
        say(str(one))
    if form.unanswered and not call.json and chosen not in (Verdict.RECUSE, Verdict.ABSTAIN):
        many = len(form.unanswered)
        named = ", ".join(asked_words(form.unanswered[:6], form.case.checklists)) + (" …" if many > 6 else "")
        asked = f"{many} question{'' if many == 1 else 's'} of yours without a view: {named}."
        say(f"{asked} You may vote all the same; `board review {form.case.id}` asks them.")


def _picked() -> Verdict:
    """The verdict chosen from a list, by number or by any of its words."""
    choices = [(word, VERDICT_WORDS[verdict]) for word, verdict in PLAIN.items()]
    return PLAIN[prompts.pick("Your verdict", choices, read=plain_word)]


def _completed(call: Call, draft: BallotDraft, form: BallotForm, keep: Keep) -> BallotDraft:
    """The draft with what its verdict needs: given, asked for, or refused with what is missing."""
    from board.core.ballots import needs

    assert draft.verdict is not None
    lacking = needs(draft.verdict, draft, form.case.charter, form.case.proposal.proposer)
    if not lacking:
        return draft
    if not call.interactive:
        raise Refused(*map(_with_flag, lacking), status=ExitStatus.WRONG_USE)
    output.line(f"{form.case.proposal.title}")
    output.line(f"  You vote for {', '.join(form.seat_titles)}: {VERDICT_WORDS[draft.verdict]}.")
    asked = _asked(draft, form, keep)
    still = needs(draft.verdict, asked, form.case.charter, form.case.proposal.proposer)
    if still:
        raise Refused(*still, status=ExitStatus.WRONG_USE)
    return asked


def _with_flag(finding: Finding) -> Finding:
    """The finding with the flag that gives what is missing, instead of the name of the field."""
    flag = _FLAGS.get(finding.where.part.rpartition(".")[2])
    return replace(finding, fix=f"Give it with {flag}.") if flag else finding


def _asked(draft: BallotDraft, form: BallotForm, keep: Keep) -> BallotDraft:
    """Ask for what this verdict needs, and keep each line once it is typed; what was typed before is offered again."""
    typed = form.draft if form.draft.verdict is draft.verdict else BallotDraft()
    match draft.verdict:
        case Verdict.APPROVE_WITH_CONDITIONS:
            return replace(draft, conditions=_conditions(draft, typed.conditions, form, keep))
        case Verdict.RETURN:
            changes = draft.changes or typed.changes
            return replace(
                draft,
                changes=changes or _several("What must change first?", lambda said: keep(replace(draft, changes=said))),
            )
        case Verdict.REJECT:
            return replace(draft, reason=draft.reason or prompts.ask("Why?", typed.reason, needed=True))
        case Verdict.STOP:
            return _stop(draft, typed, keep)
        case Verdict.RECUSE:
            interest = draft.interest or prompts.pick(
                "Why do you stand aside?", list(INTERESTS.items()), typed.interest
            )
            return replace(draft, interest=interest)
        case _:
            return draft


def _stop(draft: BallotDraft, typed: BallotDraft, keep: Keep) -> BallotDraft:
    """The four parts of a stop, each kept before the next is asked."""
    draft = replace(draft, reason=draft.reason or prompts.ask("Why? Enter to leave it out", typed.reason))
    keep(replace(typed, verdict=Verdict.STOP, reason=draft.reason))
    ground = draft.ground or prompts.pick("On what ground?", list(STOP_GROUNDS.items()), typed.ground)
    draft = replace(draft, ground=ground, evidence=draft.evidence or typed.evidence)
    keep(replace(draft, clears=draft.clears or typed.clears))
    if not draft.evidence:
        said = _several("What does it rest on?", lambda said: keep(replace(draft, evidence=said)))
        draft = replace(draft, evidence=said)
    return replace(draft, clears=draft.clears or prompts.ask("What would lift the stop?", typed.clears, needed=True))


def _several(question: str, keep: Callable[[tuple[str, ...]], None]) -> tuple[str, ...]:
    """One or more lines, each kept as it is typed; Enter on an empty one ends."""
    given = [prompts.ask(question, needed=True)]
    keep(tuple(given))
    while more := prompts.ask("Another? Enter when done"):
        given.append(more)
        keep(tuple(given))
    return tuple(given)


def _conditions(
    draft: BallotDraft, typed: tuple[Condition, ...], form: BallotForm, keep: Keep
) -> tuple[Condition, ...]:
    """Conditions typed one after the other: what was given or typed before first, then what is suggested."""
    given: list[Condition] = []
    later = list(draft.conditions or typed)

    def take(condition: Condition) -> None:
        at = len(given)
        given.append(condition)

        def held(now: Condition) -> None:
            given[at] = now
            keep(replace(draft, conditions=tuple(replace(one, id=f"c{n}") for n, one in enumerate(given + later, 1))))

        held(condition)
        _condition(condition, form, held)

    while later:
        take(later.pop(0))
    if not given:
        for suggested in form.suggested_conditions:
            output.paragraph(f"Suggested by answers and risks: {suggested.text}", "    ", "  ")
            if prompts.ask("Take it? Type yes to take it").lower() in ("y", "yes"):
                take(suggested)
    while not draft.conditions and (
        text := prompts.ask("A condition; Enter when done" if given else "The condition", needed=not given)
    ):
        take(Condition("", text))
    return tuple(replace(condition, id=f"c{n}") for n, condition in enumerate(given, 1))


def _condition(condition: Condition, form: BallotForm, held: Callable[[Condition], None]) -> None:
    """Ask for what a condition lacks; each part is held before the next is asked. A whole one is taken as it is."""
    output.paragraph(condition.text, "    ", "  ")
    if all((condition.owner, condition.due, condition.proof, condition.verifier)):
        return
    people = f" ({', '.join(form.people)})" if form.people else ""
    condition = replace(condition, owner=condition.owner or prompts.ask(f"Who does it?{people}", needed=True))
    held(condition)
    condition = replace(condition, due=condition.due or prompts.ask_date("By when?"))
    held(condition)
    proof = condition.proof or prompts.ask("What shows that it is done?", needed=True)
    condition = replace(condition, proof=proof)
    held(condition)
    verifier = condition.verifier or prompts.ask(f"Who checks it?{people}", needed=True)
    condition = replace(condition, verifier=verifier)
    held(condition)
    if not condition.consequence:
        missed = prompts.ask(f"What happens if it is missed? Enter for: “{IF_MISSED}”")
        held(replace(condition, consequence=missed))
