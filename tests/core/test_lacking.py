"""What an answer still lacks or brings about is told, with what to do: nothing is missing only where nothing is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board.core.answering import answer_findings
from board.core.checklist import Checklist, Effect, EffectKind, Option, Question
from board.core.finding import Finding, Refused, Severity
from board.core.from_facts import SAID, with_facts
from board.core.lacking import refuse_strange_evidence, rests_on
from board.core.proposal import Evidence, Proposal, Tier
from board.core.questions import standings
from board.core.review import Answer, Review, View
from tests.core.building import case

BARS = (Effect(EffectKind.BLOCK, ("no", "unknown"), "Nobody could judge it."),)
WRITTEN = Question("R-04", "risk", "Is it written down?", "Tests need a use.", judge="product", effects=BARS)
RECORD = Question("R-08", "risk", "Which record?", type="evidence")
CLASS = Question(
    "C-02",
    "compliance",
    "Which class? Write the reason in the note.",
    type="scale",
    options=(Option("not-high", "Not"), Option("none", "None")),
    wants_note=True,
)
EVIDENCE = (Evidence("evaluation", path="report.md"), Evidence("letters", held_by="ana"))


def told(question: Question, *answers: Answer, reviews: tuple[Review, ...] = ()) -> list[Finding]:
    """What check says of a proposal that is asked this one question."""
    lists = (Checklist("c", "Risk", questions=(question,)),)
    asked = case(checklists=lists, answers=answers, reviews=reviews)
    files = (f"proposals/{asked.id}.md", f"proposals/{asked.id}/log.txt")
    proposal = replace(asked.proposal, evidence=EVIDENCE)
    return list(answer_findings(replace(asked, proposal=proposal, files=files), "answers.toml"))


def test_an_answer_that_bars_approval_is_told_with_what_would_clear_it() -> None:
    """Given "no" where no bars, then a warning says so and names yes; given yes, or the judge's word, then nothing."""
    (bars,) = told(WRITTEN, Answer("R-04", ("no",)))
    assert (bars.code, bars.severity) == ("answer.bars", Severity.WARNING)
    assert "“no”, and that bars approval" in bars.message
    assert "can be yes" in bars.fix and "exception" in bars.fix
    assert told(WRITTEN, Answer("R-04", ("yes",))) == []
    judged = Review("chiara", (View("R-04", "product", "agree"),))
    assert [one.code for one in told(WRITTEN, Answer("R-04", ("no",)), reviews=(judged,))] == []


@pytest.mark.parametrize("name", ["evaluation", "report.md", "letters", "log.txt", "unknown"])
def test_evidence_is_named_by_its_id_its_file_or_a_file_beside_the_proposal(name: str) -> None:
    assert told(RECORD, Answer("R-08", (name,))) == []


@pytest.mark.parametrize("answer", [Answer("R-08", ("evalution",)), Answer("R-08", (), evidence=("evalution",))])
def test_evidence_that_the_proposal_does_not_have_is_an_error_with_the_nearest_id(answer: Answer) -> None:
    (strange,) = told(RECORD, answer)
    assert (strange.code, strange.severity) == ("answer.no-such-evidence", Severity.ERROR)
    assert strange.fix == "Did you mean “evaluation”?"
    with pytest.raises(Refused, match="R-08 rests on “zzz”"):
        refuse_strange_evidence(RECORD, ("zzz",), (), case())


def test_evidence_given_as_the_answer_is_what_the_answer_rests_on() -> None:
    assert rests_on(RECORD, Answer("R-08", ("evaluation",))).evidence == ("evaluation",)
    assert rests_on(RECORD, Answer("R-08", ("unknown",))).evidence == ()
    assert rests_on(WRITTEN, Answer("R-04", ("yes",))).evidence == ()


def test_a_note_that_the_question_asks_for_may_not_be_empty() -> None:
    """Given a question whose words ask for a note, then an answer without one is told, unless it says none."""
    (lacks,) = told(CLASS, Answer("C-02", ("not-high",)))
    assert lacks.code == "answer.no-note"
    assert lacks.fix.endswith('C-02 not-high --note "…"`')
    assert told(CLASS, Answer("C-02", ("not-high",), "Annex III does not list it.")) == []
    assert told(CLASS, Answer("C-02", ("none",))) == []


def test_evidence_that_a_question_asks_for_is_noted_where_an_answer_names_none() -> None:
    """Given a question that wants evidence, then a note says where none is named; not where nothing was found."""
    asks = replace(WRITTEN, wants_evidence=True, effects=())
    (lacks,) = told(asks, Answer("R-04", ("yes",), "On page 2."))
    assert (lacks.code, lacks.severity) == ("answer.no-evidence", Severity.NOTE)
    assert told(asks, Answer("R-04", ("yes",), SAID)) == [], "the facts said it, and they lie in the proposal"
    assert "R-04 yes --evidence ID" in lacks.fix
    assert told(asks, Answer("R-04", ("yes",), "On page 2.", ("evaluation",))) == []
    assert told(asks, Answer("R-04", ("unknown",))) == []
    assert told(WRITTEN, Answer("R-04", ("yes",), "On page 2.")) == []


def test_open_questions_are_told_in_their_words_once_no_fact_is_missing() -> None:
    """Given an open question, then it is told with its words and why; while a fact is missing, only their number is."""
    missing, one = told(WRITTEN)
    assert missing.code == "answers.missing"
    assert (one.code, one.severity, one.where.part) == ("answers.open", Severity.NOTE, "Risk, R-04")
    assert one.message == "R-04, bars approval: Is it written down?"
    assert one.why == "Tests need a use."
    lacking = case(checklists=(Checklist("c", "Risk", questions=(WRITTEN,)),), findings=(Finding("missing-fact", "x"),))
    assert [each.code for each in answer_findings(replace(lacking), "a.toml")] == ["answers.missing"]


DECIDES = Question(
    "E-04",
    "ethics",
    "Does it help decide?",
    type="scale",
    options=tuple(Option(one, one) for one in ("no", "informs", "decides")),
    facts=("decides_about_people", "domain"),
    judge="ethics",
    judge_without=("legal",),
)
NAMED = Question("R-04", "risk", "Is it written down?", facts=("intended_use", "out_of_scope_use"), effects=BARS)
ENDS = Question("X-6", "emergency", "Which day?", type="date", facts=("expected_end",))


def from_facts(question: Question, *answers: Answer, **facts: object) -> tuple[str, ...] | None:
    """The answer that stands for one question, with these facts and the proposer's own answers."""
    found = with_facts((Checklist("c", "C", questions=(question,)),), Proposal("p", "p", "x", facts=facts), answers)
    return next((one.value for one in found if one.question == question.id), None)


def test_what_a_fact_has_said_is_the_answer() -> None:
    assert from_facts(DECIDES, decides_about_people="informs", domain=["health"]) == ("informs",)
    assert from_facts(DECIDES, decides_about_people="no", domain=["none"]) == ("no",)
    assert from_facts(NAMED, intended_use="Search.", out_of_scope_use="No ranking.") == ("yes",)
    assert from_facts(ENDS, expected_end="2026-11-30") == ("2026-11-30",)


def test_a_fact_that_is_missing_unknown_or_no_answer_leaves_the_question_open() -> None:
    assert from_facts(DECIDES, decides_about_people="informs") is None
    assert from_facts(DECIDES, decides_about_people="unknown", domain=["health"]) is None
    assert from_facts(DECIDES, decides_about_people="informs", domain=["none"]) is None, "the two say different things"
    assert from_facts(DECIDES, decides_about_people="perhaps", domain=["health"]) is None
    assert from_facts(NAMED, intended_use="Search.") is None
    assert from_facts(ENDS, expected_end="soon") is None


def test_the_proposer_s_own_answer_goes_before_and_a_blank_does_not() -> None:
    own = Answer("X-6", ("2027-01-31",))
    assert from_facts(ENDS, own, expected_end="2026-11-30") == ("2027-01-31",)
    assert from_facts(ENDS, Answer("X-6", ("",)), expected_end="2026-11-30") == ("2026-11-30",)


def test_a_checklist_without_such_facts_counts_as_it_always_did() -> None:
    """Given an opening that binds an older checklist, then no answer appears in it that nobody gave."""
    answers = (Answer("R-01", ("yes",)),)
    old = Checklist("c", "C", questions=(replace(NAMED, facts=()),))
    assert (
        with_facts((old,), Proposal("p", "p", facts={"intended_use": "x", "out_of_scope_use": "y"}), answers) is answers
    )


def test_what_a_fact_says_is_still_judged() -> None:
    """Given an answer from the facts, when its judging seat says otherwise, then the judge's value stands."""
    lists = (Checklist("c", "C", questions=(DECIDES,)),)
    facts: dict[str, object] = {"decides_about_people": "no", "domain": ["health"]}
    asked = case(checklists=lists, facts=facts, tier=Tier.HIGH)
    said = with_facts(lists, asked.proposal, ())
    assert said == (Answer("E-04", ("no",), SAID),)
    reviews = (Review("ruth", (View("E-04", "ethics", value=("informs",)),)),)
    (stands,) = standings(case(checklists=lists, facts=facts, tier=Tier.HIGH, answers=said, reviews=reviews))
    assert (stands.value, stands.by) == (("informs",), "ethics")


def test_a_blank_is_said_to_bar_approval_but_not_an_emergency_that_waits_for_none() -> None:
    """Given the same question without an answer, then a change is warned of it, and an emergency is only told."""
    asked = case(checklists=(Checklist("c", "Risk", questions=(WRITTEN,)),))
    change = list(answer_findings(asked, "answers.toml"))
    assert change[0].severity is Severity.WARNING and all("R-04, bars" in one.message for one in change[1:])
    acted = replace(asked, proposal=replace(asked.proposal, kind="emergency-action"))
    told = list(answer_findings(acted, "answers.toml"))
    assert [one.severity for one in told] == [Severity.NOTE] * len(change)
    assert not any("approval" in one.message for one in told)


def test_a_command_that_a_fix_names_can_be_pasted() -> None:
    """Given an answer with spaces, then the command quotes it; a plain one stays as it is."""
    asked = replace(WRITTEN, type="text", wants_note=True, effects=())
    for value, typed in (("EU: none. No clock", "'EU: none. No clock'"), ("soon", "soon")):
        (found,) = [one for one in told(asked, Answer("R-04", (value,))) if one.code == "answer.no-note"]
        assert f"R-04 {typed} --note" in found.fix
