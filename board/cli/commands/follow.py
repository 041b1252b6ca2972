"""`board follow-up`: what comes after a decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import click

from board.cli import output, prompts
from board.cli.call import Call, command
from board.cli.shapes import deadline_shape, follow_up_shape, promise_shape
from board.cli.tallying import show_condition
from board.core.case import Case
from board.core.dates import told_at
from board.core.finding import ExitStatus, Refused, refuse
from board.core.record import ANSWERS, GROUNDS, VIEWS

if TYPE_CHECKING:
    from board.actions.model import Done
    from board.actions.session import Session

_SORTS = {
    "review": "the board's next look",
    "pilot": "a pilot",
    "sunset": "its last day in use",
    "measure": "a measure",
    "evidence": "what it rests on",
    "practice": "the way back",
}


@dataclass(frozen=True, slots=True)
class _Said:
    """What was given or asked for: `about` is the condition, number or sort of date; `answer` also names a ground."""

    about: str = ""
    text: str = ""
    evidence: tuple[str, ...] = ()
    answer: str = ""
    until: date | None = None
    on_behalf: str = ""
    again: str = ""

    @property
    def number(self) -> int:
        """The number of the follow-up that is answered; 0 for none."""
        if self.about and not self.about.isdecimal():
            raise refuse("wrong-use", f"“{self.about}” is not a number.", status=ExitStatus.WRONG_USE)
        return int(self.about or 0)


@dataclass(frozen=True, slots=True)
class _Act:
    """One act: what it is about and whether it must be said, the choices of its answer, and what is done."""

    does: Callable[[Session, str, _Said], Done]
    about: str = ""
    optional: bool = False
    flag: str = ""
    choices: Mapping[str, str] | None = None
    where: bool = False


def _acts() -> Mapping[str, _Act]:
    from board.actions import following as f
    from board.actions.rolling_back import roll_back

    condition, appeal = "The condition, such as c1", "The number of the appeal"
    return {
        "prove": _Act(lambda s, i, a: f.prove(s, i, condition=a.about, text=a.text, evidence=a.evidence), condition),
        "verify": _Act(lambda s, i, a: f.verify(s, i, condition=a.about, text=a.text), condition),
        "waive": _Act(lambda s, i, a: f.waive(s, i, condition=a.about, text=a.text, until=a.until), condition),
        "confirm": _Act(lambda s, i, a: f.confirm(s, i, text=a.text)),
        "ratify": _Act(lambda s, i, a: f.ratify(s, i, text=a.text)),
        "appeal": _Act(
            lambda s, i, a: f.appeal(s, i, text=a.text, ground=a.answer, on_behalf=a.on_behalf),
            flag="--ground",
            choices=GROUNDS,
        ),
        "hear": _Act(
            lambda s, i, a: f.hear(s, i, re=a.number, answer=a.answer, text=a.text),
            appeal,
            flag="--answer",
            choices=VIEWS,
        ),
        "dismiss": _Act(lambda s, i, a: f.dismiss(s, i, re=a.number, text=a.text), appeal),
        "grant": _Act(lambda s, i, a: f.grant(s, i, re=a.number, text=a.text, again=a.again), appeal),
        "recommend": _Act(lambda s, i, a: f.recommend(s, i, text=a.text, until=a.until)),
        "reply": _Act(
            lambda s, i, a: f.reply(s, i, re=a.number, answer=a.answer, text=a.text, until=a.until),
            "The number of the recommendation",
            optional=True,
            flag="--answer",
            choices=ANSWERS,
        ),
        "review": _Act(
            lambda s, i, a: f.look_again(s, i, about=_sort(a.about), text=a.text, until=a.until),
            "What was looked at",
            optional=True,
        ),
        "correct": _Act(lambda s, i, a: f.correct(s, i, text=a.text)),
        "published": _Act(lambda s, i, a: f.publish(s, i, text=a.text, evidence=a.evidence), where=True),
        "lapse": _Act(lambda s, i, a: f.lapse(s, i, text=a.text)),
        "retire": _Act(lambda s, i, a: f.retire(s, i, text=a.text)),
        "roll-back": _Act(lambda s, i, a: roll_back(s, i)),
    }


_NAMES = (
    *("prove", "verify", "waive", "confirm", "ratify", "appeal", "hear", "dismiss", "grant", "recommend", "reply"),
    *("review", "correct", "published", "lapse", "retire", "roll-back"),
)


@command("follow-up")
@click.argument("proposal", metavar="ID")
@click.argument("act", type=click.Choice(_NAMES), required=False, metavar="[ACT]")
@click.argument("about", default="", metavar="[ABOUT]")
@click.option("--text", metavar="TEXT", default="", help="What was done, in a sentence. `-` reads standard input.")
@click.option("--evidence", metavar="TEXT", multiple=True, help="What shows it, or where it is; may be repeated.")
@click.option("--ground", type=click.Choice(list(GROUNDS)), default=None, help="On what an appeal rests.")
@click.option("--answer", type=click.Choice([*ANSWERS, *VIEWS]), default=None, help="For reply and hear.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), default=None, help="A new day: for waive, reply, review.")
@click.option("--for", "on_behalf", metavar="WHOM", default="", help="Appeal for somebody it affects: a category.")
@click.option("--proposal", "again", metavar="ID", default="", help="Where it is decided again (grant).")
def follow_up_command(
    call: Call,
    proposal: str,
    act: str | None,
    about: str,
    text: str,
    evidence: tuple[str, ...],
    ground: str | None,
    answer: str | None,
    until: object,
    on_behalf: str,
    again: str,
) -> int:
    """Without ACT it lists the conditions and dates of a decision, and what came after it.

    \b
    prove, verify, waive CONDITION   the owner's proof, the verifier's check, letting it go
    confirm, ratify                  an emergency action: a second seat, the board
    appeal                           with --ground, within 20 working days; --for somebody whom it affects
    hear, dismiss, grant NUMBER      two who did not decide answer an appeal
    recommend, reply [NUMBER]        the ethics panel, then the owner
    review [review|pilot|sunset|measure|evidence|practice]   you looked again; --until: the next day
    correct, published, lapse, retire, roll-back
    """
    from board.actions.browse import case_of, find_id

    session, proposal_id = call.open(proposal)
    if act is None:
        return _listed(call, session, case_of(session, proposal_id))
    chosen = _acts()[act]
    if about and not chosen.about:
        raise refuse("wrong-use", f"“{act}” takes nothing more than its options.", status=ExitStatus.WRONG_USE)
    day = until.date() if hasattr(until, "date") else None
    said = _Said(
        about, text, evidence, ground or answer or "", day, on_behalf, find_id(session, again) if again else ""
    )
    said = said if act == "roll-back" else _completed(call, act, chosen, said)
    return call.act(lambda: chosen.does(session, proposal_id, said))


def _completed(call: Call, act: str, chosen: _Act, said: _Said) -> _Said:
    """What is still missing, asked for at a terminal and refused elsewhere."""
    wants = [("ABOUT", chosen.about)] if chosen.about and not chosen.optional and not said.about else []
    wants += [(chosen.flag, "One of the choices")] if chosen.choices and not said.answer else []
    wants += [("--evidence", "Where it can be read")] if chosen.where and not said.evidence else []
    wants += [("--proposal", "The proposal in which it is decided again")] if act == "grant" and not said.again else []
    wants += [] if said.text else [("--text", "What was done")]
    prompts.require(call, wants)
    ask = [flag for flag, _ in wants]
    about = prompts.ask(f"{chosen.about}?", needed=True) if "ABOUT" in ask else said.about
    answer = said.answer
    if chosen.choices and chosen.flag in ask:
        answer = prompts.pick("Which is it?", tuple(chosen.choices.items()))
    if chosen.choices and answer not in chosen.choices:
        words = ", ".join(chosen.choices)
        raise refuse("wrong-use", f"{chosen.flag} is one of: {words}.", status=ExitStatus.WRONG_USE)
    where = (prompts.ask("Where can it be read?", needed=True),) if "--evidence" in ask else said.evidence
    again = prompts.ask("In which proposal is it decided again?", needed=True) if "--proposal" in ask else said.again
    text = prompts.from_input(said.text) or prompts.ask("What was done?", needed=True)
    return _Said(about, text, where, answer, said.until, said.on_behalf, again)


def _sort(about: str) -> str:
    if about and about not in _SORTS:
        raise _unknown_sort(about)
    return about


def _unknown_sort(about: str) -> Refused:
    names = ", ".join(f"{name} ({words})" for name, words in _SORTS.items())
    return refuse("wrong-use", f"“{about}” has no date of its own. Say one of: {names}.", status=ExitStatus.WRONG_USE)


def _listed(call: Call, session: Session, case: Case) -> int:
    from board.actions.dates import case_dates
    from board.actions.rolling_back import kept
    from board.actions.stopped import all_later

    conditions = kept(session, case)
    dates = case_dates(session, case)
    if call.json:
        output.document(
            {
                "id": case.id,
                "conditions": [promise_shape(condition) for condition in conditions],
                "dates": [deadline_shape(one, session.today) for one in dates],
                "follow_ups": [follow_up_shape(item) for item in case.follow_ups],
            }
        )
        return 0
    output.line(case.proposal.title)
    for words in all_later(session.world, case, session.today):
        output.paragraph(words, "    ", "  ! ")
    for condition in conditions:
        show_condition(condition.condition, condition.words)
    for item in case.follow_ups:
        about = f" of {item.condition}" if item.condition else f" {item.re}" if item.re else ""
        said = item.answer or item.ground
        at = f"{told_at(item.at, case.charter.timezone)}  " if item.at else ""
        how = f" ({said})" if said else ""
        output.paragraph(f"{at}{item.number} {item.kind}{about}{how} by {item.member}: {item.text}", "    ", "  ")
    if dates:
        output.heading("Dates that come back")
    for one in dates:
        output.paragraph(f"{one.due}  {one.words(session.today)}. {one.fix}", "    ", "  ")
    if not (conditions or case.follow_ups or dates):
        output.line("  It has no conditions, and nothing came after it." if case.record else "  It is not decided yet.")
    return 0
