"""What is wrong with an exception that somebody asks for: what it can never lift, how long, and whose it is (A.8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from board.core.case import Case
from board.core.checklist import EffectKind, Question
from board.core.finding import Finding, Severity, Where
from board.core.record import dates_in
from board.core.text import one_line
from board.core.waivers import EXCEPTION, RENEWALS, most_days, renewals

_LIMITS = "An exception waives one rule, for one thing, for a limited time."


def exception_findings(case: Case, granted: Sequence[Case], path: str, today: date) -> Iterator[Finding]:
    """Everything wrong with an exception that is not decided yet; `granted` are those approved before."""
    if case.proposal.kind == EXCEPTION and case.record is None:
        ask = _Asked(case, granted, path, today)
        yield from ask.gate()
        for question in case.proposal.fact("waives"):
            yield from ask.question(question)
        yield from ask.days()


def why_never_holds(case: Case, granted: Sequence[Case], today: date) -> str:
    """Why an exception could lift nothing even if the board approved it; "" where it could."""
    if case.proposal.kind != EXCEPTION:
        return ""
    ask = _Asked(case, granted, "", today)
    wrong = [*ask.gate(), *ask.past()]
    waives = case.proposal.fact("waives")
    lost = [[*ask.question(one)] for one in waives]
    if lost and all(lost):
        wrong += lost[0]
    errors = [one for one in wrong if one.severity is Severity.ERROR]
    return f"It could never hold: {errors[0].message} {errors[0].fix}" if errors else ""


class _Asked:
    """One exception as it is asked for, on one day."""

    def __init__(self, case: Case, granted: Sequence[Case], path: str, today: date) -> None:
        self.case, self.granted, self.path, self.today = case, granted, path, today
        self.questions = {one.id: one for checklist in case.checklists for one in checklist.questions}

    def gate(self) -> Iterator[Finding]:
        """The gate: it is known, an exception may lift it, and its owner is who the policy says."""
        gates, said = self.case.policy.gates, self.case.proposal.fact("gate_owner")
        for name in self.case.proposal.fact("gate"):
            gate = gates.get(name)
            if gate is None and gates and name not in self.questions:
                listed = ", ".join(each for each, one in gates.items() if one.waivable)
                words, fix = f"“{_short(name)}” is no gate of policy.toml.", f"Name one of these: {listed}."
                yield self._finding("gate", "gate", words, fix, Severity.WARNING)
            elif gate is not None and not gate.waivable:
                words = f"policy.toml lets no exception waive the gate {name}."
                yield self._finding("not-waivable", "gate", words, "Keep the rule; only a policy change alters it.")
            elif gate is not None and gate.owner and said and gate.owner not in said:
                words = f"policy.toml says that {gate.owner} owns the gate {name}, not {_short(', '.join(said))}."
                fix = f"Write {gate.owner}; that seat must sign all the same."
                yield self._finding("owner", "gate_owner", words, fix, Severity.WARNING)

    def question(self, name: str) -> Iterator[Finding]:
        """One question it waives: it is known, it can bar approval, an exception may lift that, and it is no third."""
        question, short = self.questions.get(name), _short(name)
        if question is None:
            if self.questions:
                words = f"No checklist has a question {short}, so there is nothing to waive."
                yield self._finding("unknown-question", "waives", words, "Correct its id, or leave it out.")
            return
        if not any(effect.kind in _BARS for effect in question.effects):
            words = f"No answer to {name} bars approval, so there is nothing to waive."
            yield self._finding("nothing-to-waive", "waives", words, "Leave it out.", Severity.WARNING)
        elif not self._liftable(question):
            words, fix = f"No exception lifts what {name} bars.", "Leave it out; the answer itself must change."
            yield self._finding("not-waivable", "waives", words, fix)
        elif renewals(self.case, self.granted, name, self.today) > RENEWALS:
            words = f"An exception from {name} for the same thing was granted and renewed already."
            fix = "It is renewed once. Keep the rule, or change it by a policy change."
            yield self._finding("renewed", "waives", words, fix)

    def _liftable(self, question: Question) -> bool:
        kept = self.case.policy.kept_by
        bars = [effect for effect in question.effects if effect.kind is EffectKind.BLOCK]
        return any(not kept(question.id, (answer,)) for effect in bars for answer in effect.answers)

    def days(self) -> Iterator[Finding]:
        """Its last day: still to come, and not later than an exception can last."""
        yield from self.past()
        ends, most = dates_in(self.case.proposal).get("ends_on"), most_days(self.case.charter)
        latest = self.case.docket.latest
        begins = latest.window_ends if latest and latest.window_ends else self.today
        if ends is not None and ends > max(begins, self.today) + timedelta(days=most):
            words = f"It asks for time until {ends}; an exception lasts {most} days at most."
            yield self._finding("too-long", "ends_on", words, "Name an earlier day. It may be renewed once.")

    def past(self) -> Iterator[Finding]:
        """A last day that lies behind us."""
        ends = dates_in(self.case.proposal).get("ends_on")
        if ends is not None and ends < self.today:
            yield self._finding("past", "ends_on", f"Its last day, {ends}, has passed.", "Name a day that is to come.")

    def _finding(self, code: str, part: str, words: str, fix: str, severity: Severity = Severity.ERROR) -> Finding:
        return Finding(f"exception.{code}", words, severity, Where(self.path, part=f"fact {part}"), _LIMITS, fix)


_BARS = (EffectKind.BLOCK_ALWAYS, EffectKind.BLOCK)


def _short(text: str) -> str:
    return one_line(text, 60)
