"""What the published pages are made from, and the words they share: who may be named how, dates, answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from board.core.ballot import IF_MISSED, Ballot, Condition, Verdict
from board.core.ballots import counts_as
from board.core.case import Case, SeatLine, Tally
from board.core.checklist import Question
from board.core.dates import add_working_days, local_date
from board.core.finding import refuse
from board.core.panel import PANEL
from board.core.questions import Standing
from board.core.record import Outcome, Record
from board.core.review import Answer, View
from board.core.seating import is_proposer, standing_aside
from board.core.tier import UNKNOWN, plain
from board.render.forms import form_of

APPEAL_WORKING_DAYS = 20
"""How long anyone concerned may appeal."""

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_ROLE_WORDS = {"chair": "Chair", "secretary": "Secretary", "on-call": "Person on call", "sponsor": "Sponsor"}
_ASIDE = {
    "author": "wrote the proposal or its evidence",
    "owner": "owns the model, or manages its owner",
    "financial": "has a money interest",
    "family": "has a family or personal tie",
    "supplier": "has a tie to the supplier",
}
_TIES = {
    "author": "author of the proposal or its evidence",
    "owner": "owner of the model, or manager of its owner",
    "financial": "a money interest",
    "family": "a family or personal tie",
    "supplier": "a tie to the supplier",
}
SAID = {
    Verdict.APPROVE: "Yes",
    Verdict.APPROVE_WITH_CONDITIONS: "Yes, with conditions",
    Verdict.RETURN: "Not yet",
    Verdict.REJECT: "No",
    Verdict.STOP: "Stop",
    Verdict.ABSTAIN: "Did not say",
    Verdict.RECUSE: "Stood aside",
}


@dataclass(frozen=True, slots=True)
class DecisionInputs:
    """Everything that decision and ethics review are made from; plain values, no clock and no files.

    `record` is the record about to be written; its digests of the two texts are not looked at. `standings` are what
    the asked questions come to. `evidence` holds (id, title, where, sha256) for each piece.
    """

    case: Case
    tally: Tally
    record: Record
    standings: tuple[Standing, ...] = ()
    evidence: tuple[tuple[str, str, str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.case.form != self.record.render:  # the words of a page are those of its record's form, all of them
            object.__setattr__(self, "case", replace(self.case, form=self.record.render))

    def standing(self, question: str) -> Standing | None:
        """What a question came to, or None when it was not asked or its branch was closed."""
        return next(
            (one for one in self.standings if one.asked.question.id == question and not one.asked.dropped), None
        )

    @property
    def decided_on(self) -> date | None:
        """The day of the decision in the charter's time zone."""
        at = self.record.decided_at
        return local_date(at, self.case.charter.timezone) if at is not None else None


def require_decision(outcome: Outcome) -> None:
    """Raises Refused for an outcome that ends a round without a decision; those write a record and no text."""
    if not outcome.final or outcome is Outcome.WITHDRAWN:
        raise refuse(
            "decision.not-final",
            f"A round that ends as “{outcome.value}” writes no decision.",
            "Only approved, rejected and stopped proposals get one.",
        )


def day_words(day: date | datetime | None) -> str:
    """A day as people write it: 9 October 2026; "" for none."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day is not None else ""


def day_of(inputs: DecisionInputs, moment: datetime | None) -> str:
    """The day of a moment in the board's time zone, in words; "" for none."""
    return day_words(local_date(moment, inputs.case.charter.timezone)) if moment is not None else ""


def listed(words: Iterable[str]) -> str:
    """A list in words: "a", "a and b", "a, b and c"."""
    parts = [word for word in words if word]
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def person_words(case: Case, name: str) -> str:
    """Whom a public text names for a handle or a typed name: a seat or a role, a person only where the charter says so.

    A mail address is never printed.
    """
    charter = case.charter
    member = charter.member(name)
    plain_name = name.split("<", 1)[0].strip()
    if member is None and case.form > 3:
        member = next((one for one in charter.members if one.name == plain_name), None)
    if member is None:
        if charter.publish_names and plain_name:
            return plain_name
        if name and name == case.proposal.proposer:
            return "The proposer"
        if case.form > 3:
            return _unnamed(case, plain_name)
        return plain_name if "<" not in name and "@" not in name else "A person outside the board"
    if charter.publish_names:
        return member.name
    if member.seats:
        return listed(charter.seat_title(seat) for seat in member.seats)
    role = next((words for role, words in _ROLE_WORDS.items() if role in member.roles), "")
    if role:
        return role
    if member.alternate:
        return f"Alternate for {listed(charter.seat_title(seat) for seat in member.alternate)}"
    return "The proposer" if name == case.proposal.proposer else "A member"


def proposer_words(case: Case) -> str:
    """The seat or the office of whoever proposed it, never a name: "Product", or somebody who has none."""
    members = [one for one in case.charter.members if is_proposer(case, one)]
    quiet = replace(case, charter=replace(case.charter, publish_names=False))
    found = dict.fromkeys(person_words(quiet, one.id) for one in members)
    return (
        listed("A member" if one == "The proposer" else one for one in found) or "Somebody without a seat on the board"
    )


def _unnamed(case: Case, name: str) -> str:
    """A typed name without the name: the proposer, a seat or a role where it is one, else somebody."""
    if name and name == case.proposal.proposer.split("<", 1)[0].strip():
        return "The proposer"
    offices = {word: one.title or one.id for one in case.charter.seats for word in (one.id, one.title.casefold())}
    return {**_ROLE_WORDS, **offices}.get(name.casefold(), "A person outside the board")


def role_words(case: Case, name: str) -> str:
    """The office of a member who opens and decides, in words; "" for everybody else."""
    member = case.charter.member(name)
    return next((words for role, words in _ROLE_WORDS.items() if member and role in member.roles), "")


def ballot_words(case: Case, ballot: Ballot) -> str:
    """Who cast a ballot: the seats it speaks for, with the name only where the charter publishes names."""
    seats = listed(case.charter.seat_title(seat) for seat in ballot.seats)
    if not seats:
        return person_words(case, ballot.member)
    member = case.charter.member(ballot.member)
    return f"{seats} ({member.name})" if case.charter.publish_names and member else seats


def said_words(ballot: Ballot, inputs: DecisionInputs) -> str:
    """What a ballot said; later forms call abstaining what the sum calls it."""
    said = counts_as(ballot, inputs.case)
    return "Abstained" if inputs.record.render > 1 and said is Verdict.ABSTAIN else SAID[said]


def aside_words(ballot: Ballot, form: int, *, proposed: bool) -> str:
    """Why a member stands aside, as a category, as the form of the page says it; `proposed`: whether it is hers."""
    if form > 3 and ballot.interest == "author" and not proposed:
        return "helped to write the proposal or its evidence"
    if form > 1:
        return _TIES.get(ballot.interest, "another interest")
    return _ASIDE.get(ballot.interest, "has another interest")


def panel_line(inputs: DecisionInputs) -> SeatLine | None:
    """What became of the ethics panel's seat; None where it had no vote."""
    return next((one for one in inputs.tally.seats if one.seat == PANEL), None)


def panel_views(
    inputs: DecisionInputs, which: Callable[[Case, Ballot | None, date], tuple[Ballot, ...]]
) -> tuple[Ballot, ...]:
    """Ballots of panel members besides the panel's own, as `which` picks them; told since page form 3."""
    line, day = panel_line(inputs), inputs.decided_on
    if inputs.record.render < 3 or line is None or day is None:
        return ()
    return which(inputs.case, line.ballot, day)


def condition_rows(case: Case, conditions: Iterable[Condition]) -> list[dict[str, str]]:
    """The conditions as the table wants them: what, who, by when, how we will know, what if missed, who set it."""
    return [
        {
            "what": one.text,
            "who": person_words(case, one.owner) if one.owner else "Nobody named",
            "when": day_words(one.due) or "No date set",
            "know": (one.proof or "No proof named")
            + (f" (checked by: {person_words(case, one.verifier)})" if one.verifier else ""),
            "missed": one.consequence or IF_MISSED,
            "set_by": listed(dict.fromkeys(ballot_words(case, each) for each in case.ballots if _sets(each, one))),
        }
        for one in conditions
    ]


def _sets(ballot: Ballot, condition: Condition) -> bool:
    """Whether a ballot set a condition; in the record it may bear another number than on the ballot."""
    return any(replace(one, id=condition.id) == condition for one in ballot.conditions)


def appeal_until(inputs: DecisionInputs) -> date | None:
    """The last day for an appeal."""
    day = inputs.decided_on
    return add_working_days(day, APPEAL_WORKING_DAYS, inputs.case.charter.holidays) if day else None


def contact_words(contact: str) -> str:
    """The board's address at the end of a sentence; "" where the charter gives none."""
    return contact if not contact or contact.endswith(".") else f"{contact}."


def answer_words(inputs: DecisionInputs, question: str) -> dict[str, object]:
    """One question with what was answered, as plain data; empty when it was not asked or nobody answered."""
    found = inputs.standing(question)
    return standing_words(inputs, found) if found is not None and found.value else {}


def standing_words(inputs: DecisionInputs, one: Standing) -> dict[str, object]:
    """A standing as plain data: wording, value in words, note, evidence titles, other voices."""
    form = form_of(inputs.record.render)
    asked, case = one.asked.question, inputs.case
    answer = next((each for each in case.answers if each.question == asked.id), None)
    views = [(review.member, view) for review in case.reviews if (view := review.view(asked.id)) and not view.blank]
    by, judging = next(((who, view) for who, view in views if view.value and view.value == one.value), ("", None))
    judge = _voice(case, by, judging, asked)["who"] if judging else ""
    source = judging or answer
    note = _disputed(one, answer) if judging is None else source.note.strip() if source else ""
    disputed = judging is None and _in_dispute(one, answer)
    value = _seats_for(case, one.value) if form.names_seats and asked.type == "person" else one.value
    titles = {evidence[0]: evidence[1] or evidence[0] for evidence in inputs.evidence}
    return {
        "id": asked.id,
        "wording": asked_words(inputs, one),
        "claimed": one.unjudged and asked.id not in looked_at(inputs),
        "accepts": form.names_seats and asked.id == "R-17" and bool(one.value) and one.value != (UNKNOWN,),
        "value": form.disputed if disputed else _value_words(asked, value),
        "note": note,
        "disputed": disputed,
        "note_by": judge if note and judging and one.value == (UNKNOWN,) else "",
        "evidence": listed(titles.get(name, name) for name in (source.evidence if source else ())),
        "voices": [
            _voice(case, member, view, asked) for member, view in views if view is not judging and _speaks(view)
        ],
        "effects": [effect.text for effect in one.effects if effect.text],
    }


def looked_at(inputs: DecisionInputs) -> frozenset[str]:
    """The questions that anybody with a say, besides the proposer, took any view on; none before page form 4."""
    aside = standing_aside(inputs.case)
    others = (one for one in inputs.case.reviews if one.member not in aside and inputs.record.render > 3)
    return frozenset(view.question for review in others for view in review.views if not view.blank)


def proposed_words(inputs: DecisionInputs, one: Standing) -> str:
    """What the proposer answered to a question, in words; "" where she did not."""
    question = one.asked.question
    answer = next((each for each in inputs.case.answers if each.question == question.id), None)
    value = answer.value if answer else ()
    return _value_words(question, _seats_for(inputs.case, value) if question.type == "person" else value)


def _disputed(one: Standing, answer: Answer | None) -> str:
    """What the proposer noted; in front of it what she answered, where the seat that judges it made that unknown."""
    if answer is None:
        return ""
    note, said = answer.note.strip(), _value_words(one.asked.question, answer.value)
    if not _in_dispute(one, answer):
        return note
    return f"the proposer said: {said.rstrip('.')}.{f' {note}' if note else ''}"


def _in_dispute(one: Standing, answer: Answer | None) -> bool:
    """Whether the proposer answered, and the seat that judges it made that unknown."""
    said = answer is not None and _value_words(one.asked.question, answer.value)
    return bool(said and answer and one.value == (UNKNOWN,) and tuple(map(plain, answer.value)) != (UNKNOWN,))


def _seats_for(case: Case, names: Sequence[str]) -> tuple[str, ...]:
    """Names that were answered, as a page may print them: a member by seat or role, anybody else without a name."""
    members = {one.name: one.id for one in case.charter.members}
    told = {
        one for one in names if one in members or (case.form > 3 and plain(one) not in (UNKNOWN, "n-a", "none", ""))
    }
    return tuple(person_words(case, members.get(one, one)) if one in told else one for one in names)


def asked_words(inputs: DecisionInputs, one: Standing) -> str:
    """A question as it was asked; later forms leave out what only tells the answerer how to write it down."""
    wording = one.asked.wording or one.asked.question.question
    question, mark, _ = wording.rpartition("?")
    return question + mark if mark and inputs.record.render > 1 else wording


def _speaks(view: View) -> bool:
    """Whether a view says something that readers should hear: doubt, or a value of its own."""
    return view.view in ("disagree", "unsure") or bool(view.value)


def _voice(case: Case, member: str, view: View, question: Question) -> dict[str, str]:
    found = case.charter.member(member)
    seat = view.seat or (found.seats[0] if found and found.seats else "")
    who = case.charter.seat_title(seat) if seat else person_words(case, member)
    if case.charter.publish_names and found:
        who = f"{found.name} ({who})" if seat else found.name
    return {"who": who, "said": voice_words(view, question), "note": view.note.strip()}


def voice_words(view: View, question: Question) -> str:
    """What somebody says to the answer of others: "disagrees", "agrees", or an answer of her own."""
    verbs = {"agree": "agrees with the answer", "disagree": "disagrees", "unsure": "is not sure"}
    verb = verbs.get(view.view, "answers otherwise" if view.value else "notes")
    return f"{verb}: {_value_words(question, view.value)}" if view.value else verb


def _value_words(question: Question, value: Iterable[str]) -> str:
    """An answer as people read it: option labels, yes and no, unknown in words."""
    labels = {option.value: option.label for option in question.options}
    common = {"yes": "Yes", "no": "No", "unknown": "Not known", "n-a": "Does not apply", "none": "None"}
    return "; ".join(labels.get(one) or common.get(one) or one for one in value)
