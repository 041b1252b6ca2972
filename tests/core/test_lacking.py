"""What an answer still lacks or brings about is told, with what to do: nothing is missing only where nothing is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board.core.answering import answer_findings, open_questions
from board.core.case import Case
from board.core.checklist import Applicability, Checklist, Effect, EffectKind, Option, Question
from board.core.finding import Finding, Refused, Severity
from board.core.from_facts import SAID, with_facts
from board.core.lacking import refuse_strange_evidence, rests_on
from board.core.proposal import Evidence, Proposal, Tier
from board.core.questions import standings
from board.core.review import Answer, Review, View
from board.core.tier import HARMLESS
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


def test_a_bar_by_a_number_says_from_where_on_it_bars_no_more_and_is_led_in_once() -> None:
    """Given logs kept for a day where 183 are asked for, then what clears it is 183 or more, and not to find it out."""
    limit = (Effect(EffectKind.BLOCK, ("<183", "unknown"), "Logs must be kept."),)
    kept = Question("C-21", "compliance", "How many days?", type="number", unit="days", judge="product", effects=limit)
    (bars,) = told(kept, Answer("C-21", ("1",)))
    assert bars.fix.startswith("It bars no more with 183 days or more. ")
    assert "What would clear it" not in bars.fix


def test_an_answer_that_points_to_the_note_asks_for_one() -> None:
    """Given an option that says the note tells more, then picking it without a note is told, and another is not."""
    fine = (Option("fine", "Fine; the note says how we know"), Option("some", "Some would be upset"))
    feels = Question("E-17", "ethics", "How would they feel?", type="scale", options=fine)
    assert [one.code for one in told(feels, Answer("E-17", ("fine",)))] == ["answer.no-note"]
    assert told(feels, Answer("E-17", ("fine",), "We asked twelve of them.")) == []
    assert told(feels, Answer("E-17", ("some",))) == []


def test_what_is_advised_for_a_note_and_for_evidence_says_that_the_other_stays() -> None:
    asks = replace(CLASS, wants_evidence=True)
    (note,) = told(asks, Answer("C-02", ("not-high",), evidence=("evaluation",)))
    (evidence,) = told(asks, Answer("C-02", ("not-high",), "Not listed."))
    assert note.fix.endswith("The evidence stays.") and evidence.fix.endswith("The note stays.")


REACHES = Question(
    "E-03",
    "ethics",
    "Could it reach people who can hardly object?",
    type="multi",
    options=(Option("none", "None"), Option("children", "Children")),
    effects=(Effect(EffectKind.RAISE, ("children", "unknown"), "They can hardly object.", to="high"),),
)


def before_the_opening(*answers: Answer) -> Case:
    """A harmless draft that is asked about its tests, which bars at tier high only, and then what sets its tier."""
    high = Effect(EffectKind.BLOCK, ("no", "unknown"), "Nobody judged it.", when=Applicability(tiers=("high",)))
    lists = (Checklist("c", "Risk", questions=(replace(WRITTEN, effects=(high,)), REACHES)),)
    made = case(checklists=lists, answers=answers, openings=(), facts={**HARMLESS, "target_ring": "beta"})
    return replace(made, files=(f"proposals/{made.id}.md",))


def test_what_alone_raises_the_tier_is_asked_first_and_its_bars_say_that_they_may_go() -> None:
    """Given silence makes the tier high, then that question is put first, and a bar of that tier says it may go."""
    draft = before_the_opening(Answer("R-04", ("no",)))
    assert [one.question.id for one in open_questions(before_the_opening())] == ["E-03", "R-04"]
    found = {one.code: one for one in answer_findings(draft, "answers.toml")}
    assert "The tier counts as high until E-03 is answered" in found["answers.missing"].why
    assert found["answer.bars"].fix.startswith("Answer E-03 first: ")
    said = before_the_opening(Answer("R-04", ("no",)), Answer("E-03", ("children",)))
    (bars,) = [one for one in answer_findings(said, "answers.toml") if one.code == "answer.bars"]
    assert "first" not in bars.fix, "an answer raised it, and no silence"
    harmless = before_the_opening(Answer("R-04", ("no",)), Answer("E-03", ("none",)))
    assert [one.code for one in answer_findings(harmless, "answers.toml") if one.code == "answer.bars"] == []
