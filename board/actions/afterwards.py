"""What follows a decision, ready to show: each condition with its state, each date, and what I may do about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from board.actions import following as f
from board.actions.browse import find_id
from board.actions.cases import load_case
from board.actions.dates import case_dates
from board.actions.following import NOT_TO_RATIFY, given_by
from board.actions.model import Done
from board.actions.pulling import pull_done, told_before, why_not_pull
from board.actions.session import Session
from board.core.ballot import Condition
from board.core.case import Case
from board.core.charter import Member
from board.core.dated import Deadline
from board.core.deadlines import appeal_until, open_appeals
from board.core.entitled import Given, why_not_give
from board.core.finding import Refused
from board.core.going_back import EMERGENCY
from board.core.offices import meant
from board.core.record import FollowUp

KINDS: Mapping[str, str] = {
    "prove": "proof",
    "verify": "verified",
    "waive": "waiver",
    "confirm": "confirmed",
    "ratify": "ratified",
    "appeal": "appeal",
    "hear": "heard",
    "dismiss": "dismissed",
    "grant": "granted",
    "recommend": "recommended",
    "reply": "reply",
    "review": "reviewed",
    "correct": "correction",
    "published": "published",
    "lapse": "lapse",
    "retire": "retired",
    "pull": "pulled",
}
"""What one does → the kind of the file that says so. Drafting the way back writes no such file."""
ROLL_BACK = "roll-back"
_ON_CONDITION = ("prove", "verify", "waive")
_ON_APPEAL = ("hear", "dismiss", "grant")
_PULL = "pull"
_SOMETHING = "another"
"""Stands for the proposal that granting an appeal will name: whether one may grant does not hang on which."""


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One condition of a decision. `state` is met, waived, proven, or how late it is (conditions.py); `told` says more.

    `proofs` are what the owner gave, each as text and where it is.
    """

    condition: Condition
    state: str
    told: str
    proofs: tuple[FollowUp, ...] = ()
    on: tuple[str, ...] = ()
    """Who must act next: the owner, then the verifier."""

    @property
    def open(self) -> bool:
        """Whether somebody must still act."""
        return self.state not in ("met", "waived")


@dataclass(frozen=True, slots=True)
class Afterwards:
    """Everything that follows from one decision; `acts` maps (act, about) to "" when I may, else to why not.

    `about` is a condition's id, or the number of an appeal or recommendation; "" for acts on the decision itself.
    """

    case: Case
    conditions: tuple[ConditionLine, ...]
    dates: tuple[Deadline, ...]
    follow_ups: tuple[FollowUp, ...]
    acts: Mapping[tuple[str, str], str]
    pulling: str = ""
    """What putting it to the full vote would bring about, where I may do that."""

    def about(self, act: str) -> tuple[str, ...]:
        """What an act can be about, in order; nothing for acts on the decision itself."""
        return tuple(about for name, about in self.acts if name == act and about)

    def why_not(self, act: str, about: str = "") -> str:
        """Why I cannot do it; "" when I can. Without `about`, whether I can do it to anything."""
        if about or not self.about(act):
            return self.acts.get((act, about), "There is nothing here to do this to.")
        return "" if any(not self.acts[act, one] for one in self.about(act)) else self.acts[act, self.about(act)[0]]


@dataclass(frozen=True, slots=True)
class Said:
    """What a person filled in for an act; `answer` also names the ground of an appeal."""

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
        return int(self.about) if self.about.isdecimal() else 0


def afterwards(session: Session, proposal_id: str) -> Afterwards:
    """The conditions, dates and follow-ups of one proposal, and what I may add."""
    case = load_case(session.world, proposal_id)
    may = dict(_acts(session, case))
    pulling = "" if may[_PULL, ""] else told_before(session, case)
    return Afterwards(case, tuple(_conditions(session, case)), case_dates(session, case), case.follow_ups, may, pulling)


def act(session: Session, proposal_id: str, name: str, said: Said) -> Done:
    """Do one of the acts with what was filled in; raises Refused as the action does."""
    return _DOES[name](session, proposal_id, said)


def _roll_back(session: Session, proposal_id: str, _said: Said) -> Done:
    from board.actions.rolling_back import roll_back

    return roll_back(session, proposal_id)


_DOES: Mapping[str, Callable[[Session, str, Said], Done]] = {
    "prove": lambda s, i, a: f.prove(s, i, condition=a.about, text=a.text, evidence=a.evidence),
    "verify": lambda s, i, a: f.verify(s, i, condition=a.about, text=a.text),
    "waive": lambda s, i, a: f.waive(s, i, condition=a.about, text=a.text, until=a.until),
    "confirm": lambda s, i, a: f.confirm(s, i, text=a.text),
    "ratify": lambda s, i, a: f.ratify(s, i, text=a.text),
    "appeal": lambda s, i, a: f.appeal(s, i, text=a.text, ground=a.answer, on_behalf=a.on_behalf),
    "hear": lambda s, i, a: f.hear(s, i, re=a.number, answer=a.answer, text=a.text),
    "dismiss": lambda s, i, a: f.dismiss(s, i, re=a.number, text=a.text),
    "grant": lambda s, i, a: f.grant(s, i, re=a.number, text=a.text, again=find_id(s, a.again)),
    "recommend": lambda s, i, a: f.recommend(s, i, text=a.text, until=a.until),
    "reply": lambda s, i, a: f.reply(s, i, re=a.number, answer=a.answer, text=a.text, until=a.until),
    "review": lambda s, i, a: f.look_again(s, i, about=a.about, text=a.text, until=a.until),
    "correct": lambda s, i, a: f.correct(s, i, text=a.text),
    "published": lambda s, i, a: f.publish(s, i, text=a.text, evidence=a.evidence),
    "lapse": lambda s, i, a: f.lapse(s, i, text=a.text),
    "retire": lambda s, i, a: f.retire(s, i, text=a.text),
    "pull": lambda s, i, a: pull_done(s, i, text=a.text),
    ROLL_BACK: _roll_back,
}


def _conditions(session: Session, case: Case) -> Iterator[ConditionLine]:
    """Every condition of the record as it stands, with its proofs and what was said when it was settled."""
    from board.actions.rolling_back import kept

    for one in kept(session, case):
        named = [each for each in case.follow_ups if each.condition == one.condition.id]
        settled = [each.text for each in named if each.kind in ("verified", "waiver") and not one.open]
        told = " ".join((one.words, *settled[-1:]))
        proofs = tuple(each for each in named if each.kind == "proof")
        on = meant(one.condition.verifier if proofs else one.condition.owner, case.charter, session.today)
        yield ConditionLine(one.condition, one.state, told, proofs, on)


def _acts(session: Session, case: Case) -> Iterator[tuple[tuple[str, str], str]]:
    """Each act with what it is about, and why I may not."""
    refused = ""
    member: Member | None = None
    try:
        member = session.member()
    except Refused as refusal:
        refused = " ".join(str(finding) for finding in refusal.findings)
    if member is None:
        yield from (((name, ""), refused) for name in (*KINDS, ROLL_BACK))
        return
    given = given_by(session, case, FollowUp(0, "", member.id), member)
    for name, kind in KINDS.items():
        for about in _targets(case, name) or ("",):
            pulls = name == _PULL and case.record is not None
            why = why_not_pull(session, case) if pulls else _why_not(case, given, name, kind, about, session.today)
            yield (name, about), why
    approved = case.record is not None and case.record.outcome.yes
    yield (ROLL_BACK, ""), "" if approved else "Nothing is approved here, so there is no way back from it."


def _targets(case: Case, name: str) -> tuple[str, ...]:
    if name in _ON_CONDITION:
        return tuple(one.id for one in case.record.conditions) if case.record else ()
    if name in _ON_APPEAL:
        return tuple(str(one.number) for one in open_appeals(case))
    if name == "reply":
        return tuple(str(one.number) for one in case.follow_ups if one.kind == "recommended")
    return ()


def _why_not(case: Case, given: Given, name: str, kind: str, about: str, today: date) -> str:
    if case.record is None and name != "confirm":
        return "It is not decided yet, so nothing follows from it."
    if name in _ON_CONDITION and not about:
        return "It has no conditions."
    if name in _ON_APPEAL and not about:
        return "There is no appeal that waits for an answer."
    if name == "reply" and not about:
        return "Nothing was recommended here, so there is nothing to reply to."
    on = about if name in _ON_CONDITION else ""
    number = int(about) if about.isdecimal() else 0
    again = _SOMETHING if name == "grant" else ""
    behalf = _SOMETHING if name == "appeal" else ""
    made = replace(given.made, kind=kind, condition=on, re=number, proposal=again, on_behalf=behalf)
    return why_not_give(replace(given, made=made)) or _too_late(case, name, about, today)


def _why_no_confirmation(case: Case) -> str:
    if (case.record.kind if case.record else case.proposal.kind) != EMERGENCY:
        return "It is no emergency, so there is no action to confirm."
    if case.docket.latest is None:
        return "Nobody has acted yet, so there is nothing to confirm."
    known = any(one.kind == "confirmed" for one in case.follow_ups)
    return "Another seat has confirmed it already." if known else ""


def _too_late(case: Case, name: str, about: str, today: date) -> str:
    """What the rule of who may give it does not know: that there is nothing to give it to, or no longer."""
    settled = {one.condition for one in case.follow_ups if one.kind == "verified"}
    if name in _ON_CONDITION and about in settled:
        return f"Condition {about} is met already."
    until = appeal_until(case)
    if name == "appeal" and until is not None and today > until:
        return f"An appeal had to be lodged by {until}."
    if name == "verify" and not any(one.kind == "proof" and one.condition == about for one in case.follow_ups):
        return "There is no proof to check yet. The owner gives it first."
    if name in ("lapse", "retire") and case.record is not None and not case.record.outcome.yes:
        return "Nothing was approved here, so nothing can end."
    if name == "ratify" and case.record is not None and case.record.kind != EMERGENCY:
        return NOT_TO_RATIFY
    if name == "confirm":
        return _why_no_confirmation(case)
    return ""
