"""Form 4: what a newcomer stumbled over on published pages is said in full; pages of older forms keep their words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from board.core.act import Emergency
from board.core.ballot import Verdict
from board.core.case import SeatLine, SeatState
from board.core.checklist import Question
from board.core.docket import Docket
from board.core.questions import Asked, Standing
from board.core.record import RENDER, Outcome
from board.core.review import Answer, Review, View
from board.formats.kinds import read_facts
from board.formats.shipped import shipped
from board.render.decision import altered, draft_decision, parse_free, render_decision
from board.render.ethics import ETHICS, draft_ethics, render_ethics
from board.render.forms import RINGS
from board.render.glossary import HEADING
from board.render.inputs import DecisionInputs
from tests.render.sample import MEMBERS, ballot, inputs, section

RISK = Question(
    "R-17", "risk", "Who accepts, by name, the risk that today's safeguards leave?", type="person", judge="legal"
)


def newest(
    outcome: Outcome = Outcome.APPROVED_WITH_CONDITIONS, *, form: int = RENDER, names: bool = False
) -> DecisionInputs:
    of = inputs(outcome, names=names)
    return replace(of, record=replace(of.record, render=form))


def page(of: DecisionInputs, **free: str) -> str:
    return render_decision(of, {**draft_decision(of), **free})


def review(of: DecisionInputs) -> str:
    return render_ethics(of, draft_ethics(of))


def asked(
    of: DecisionInputs, answer: Answer, question: Question, value: tuple[str, ...], *views: View
) -> DecisionInputs:
    """The case with one more question, its answer and what it came to."""
    case = replace(of.case, answers=(*of.case.answers, answer), reviews=(Review("lena", views),) if views else ())
    standing = Standing(
        Asked(question, question.checklist, wording=question.question), value, "proposer", unjudged=False
    )
    return replace(of, case=case, standings=(*of.standings, standing))


def test_who_wrote_the_decision_down_is_not_said_to_have_decided() -> None:
    """Given a secretary or chair, then the record names the office first, and never says that she decided."""
    assert "| Recorded by | Secretary |" in page(newest())
    of = newest()
    chaired = page(replace(of, record=replace(of.record, decided_by="ana")))
    assert "| Recorded by | Chair (Security) |" in chaired and "Decided by" not in chaired
    named = newest(names=True)
    assert "| Recorded by | Secretary (Kim Sato) |" in page(named)


def test_the_days_of_end_and_appeal_stand_at_the_top_whatever_a_person_writes_below() -> None:
    """Given hand-written words under “When we look again”, then both days still stand; a no has no end."""
    text = page(newest(), again="There is nothing to look at again.")
    appeal = "- Appeal: whoever it affects may appeal until 6 November 2026. "
    assert f"\n- This yes ends: 7 April 2027\n{appeal}At least two members" in text
    assert "7 April 2027" not in section(text, "When we look again")
    refused = page(newest(Outcome.REJECTED))
    assert "yes ends" not in refused and appeal in refused
    endless = newest()
    assert "This yes ends" not in page(replace(endless, record=replace(endless.record, expires=None)))


def test_a_decision_links_its_ethics_review_and_where_later_things_lie() -> None:
    text = page(newest())
    stem = "0014-triage-to-beta"
    assert f"- Ethics review: [{stem}/ethics-review.md]({stem}/ethics-review.md)\n" in text
    today = next(line for line in text.splitlines() if line.startswith("- Today: "))
    assert today.startswith("- Today: this page tells how it was on 9 October 2026. A later decision that takes its ")
    assert "nothing else on the page is changed later, even if it turns out to be wrong" in today
    assert "Whether the yes has ended since is not written here." in today
    later = "Later news, such as a correction or what became of a condition, lies beside it in"
    assert today.endswith(f" {later} {stem}/follow-up")
    refused = page(newest(Outcome.REJECTED))
    assert "Whether the yes has ended" not in refused and "what became of a condition" not in refused
    told = section(text, "Record data")
    assert f"lies in the folder {stem}/follow-up; “board show 2026/{stem}”, typed in a copy" in told
    assert "[above the record data](#words-on-this-page)\n" in text
    assert text.index("\n## When we look again\n") < text.index(f"\n## {HEADING}\n") < text.index("\n## Record data\n")
    assert f"]({stem}/follow-up)" not in text, "nothing links to a folder that may not be there"
    assert "[beside this page](./)" in section(review(newest()), "History")


def test_numbers_say_what_was_needed_and_a_stop_needs_none() -> None:
    record = section(page(newest()), "Record data")
    assert "| Yes | 3 (at least 3 needed) |" in record and "| People present | 4 (at least 2 needed) |" in record
    stopped = section(page(newest(Outcome.STOPPED)), "Record data")
    assert "| Yes | 3 |" in stopped and "needed" not in stopped


def test_to_sign_is_said_of_keys_only() -> None:
    """Given a vote, then a sentence speaks of the votes that were needed; under a stop no vote was."""
    text = page(newest())
    assert "| Seat | Said | Spoken for by |\n" in text and "Had to sign" not in text
    assert "\nAll four seats that count had to vote, because the tier is high.\n" in text
    assert "| Cryptographic signatures | On the commits that hold this page and each vote |" in text
    of = newest()
    unsigned = replace(of, case=replace(of.case, charter=replace(of.case.charter, signing="off")))
    assert "| Cryptographic signatures | Not required by this board |" in page(unsigned)
    for outcome, told in ((Outcome.APPROVED, True), (Outcome.STOPPED, False)):
        assert ("\nAll four seats that count had to vote, because the tier is high.\n" in page(newest(outcome))) is told


def test_words_of_the_trade_are_explained_on_the_page() -> None:
    text = page(newest())
    assert "Who may use it: a few customers or teams that agreed to try it (beta)." in text and "Ring: beta" not in text
    assert "| Tier: how much it can do to people | high |" in text
    assert "Digest" not in text and "Fingerprint of the charter" in text
    assert "A sum (SHA-256) that is computed from a file." in section(text, HEADING)
    assert "- Who may use it: a few customers or teams that agreed to try it (beta)." in section(
        review(newest()), "What it does and does not do"
    )


def test_rings_are_called_what_the_facts_call_them() -> None:
    words = (read_facts(shipped("kinds/facts.toml"), "facts.toml").value or {})["target_ring"].words
    for ring, said in RINGS.items():
        if ring != "beta":  # there the page says who agreed, for it is not those whom the model is used on
            assert words[ring] == f"{ring}: {said.removesuffix(f' ({ring})')}"


def test_the_first_text_is_not_called_version_1() -> None:
    of = newest()
    again = replace(of.case.docket.openings[0], revision="sha256:r2")
    twice = replace(of, case=replace(of.case, docket=Docket((*of.case.docket.openings, again))))
    told = section(review(twice), "History")
    assert "The board took up the first text of the proposal" in told
    assert "The board took up text 2 of the proposal" in told and "version" not in told


def test_answers_nobody_checked_are_named_and_the_page_says_that_the_rules_allow_it() -> None:
    text = page(newest())
    assert (
        "The board took these answers as the proposer gave them. Its rules allow that: such an answer stands"
        in section(text, "Record data")
    )
    assert (
        "The board looked again at 4 of the proposer's answers. Nobody on the board looked at the other one; its rules "
        in section(text, "What we did not know")
    )


def test_an_answer_that_a_seat_doubts_is_in_dispute_not_unknown() -> None:
    question = Question("E-30", "ethics", "Can one person's data be deleted?", core=True, judge="legal")
    doubted = asked(
        newest(), Answer("E-30", ("yes",), "The row goes."), question, ("unknown",), View("E-30", "legal", "unsure")
    )
    told = draft_decision(doubted)["unknown"]
    assert "In dispute – the proposer said: Yes. The row goes.\n  - Legal is not sure." in told
    assert "Not known – the proposer" not in told


def test_questions_of_the_trade_are_counted_in_the_text_and_listed_for_auditors() -> None:
    """Given a question about files without an answer, then readers hear that there is one, and the record names it."""
    question = Question("R-30", "risk", "Has every model file a fingerprint?", core=True)
    of = asked(newest(), Answer("R-30", ("unknown",)), question, ("unknown",))
    told = draft_decision(of)["unknown"]
    assert "fingerprint" not in told and "more questions got no sure answer. “Record data” lists them." in told
    assert "- Has every model file a fingerprint? Not known.\n" in section(page(of), "Record data")


def test_unknown_facts_are_named() -> None:
    of = newest()
    facts = {**of.case.proposal.facts, "training_flop": "unknown", "reversible": "unknown"}
    of = replace(of, case=replace(of.case, proposal=replace(of.case.proposal, facts=facts)))
    assert "The proposal says “unknown” for 2 of its facts. “Record data” names them." in draft_decision(of)["unknown"]
    told = section(page(of), "Record data")
    assert "The proposal says “unknown” here: “Computing effort of training” and “" in told


def test_whoever_accepts_the_risk_is_named_as_the_charter_allows_and_safeguards_stand_apart() -> None:
    """Given a member as the answer, then her seat is said to accept it; her name only where names are published."""
    answer = Answer("R-17", ("Chiara Romano",), "A printed list.")
    of = asked(newest(), answer, RISK, ("Chiara Romano",))
    told = section(review(of), "What reduces the harm")
    assert (
        "- **Who accepts the risk that today's safeguards leave?** Product accepts it. Safeguards: A printed list."
        in told
    )
    open_board = asked(newest(names=True), answer, RISK, ("Chiara Romano",))
    assert "Chiara Romano accepts it." in review(open_board)
    nobody = asked(newest(), Answer("R-17", ("unknown",)), RISK, ("unknown",))
    assert "accepts it" not in review(nobody)


@pytest.mark.parametrize(
    ("answered", "told"),
    [
        ("Petra Hahn", "A person outside the board accepts it."),
        ("Petra Hahn <petra@hahn.example>", "A person outside the board accepts it."),
        ("Farah Nasser", "The proposer accepts it."),
        ("Legal", "Legal accepts it."),
        ("chiara", "Product accepts it."),
        ("On-call", "Person on call accepts it."),
    ],
)
def test_a_typed_name_is_never_printed_where_the_charter_leaves_names_out(answered: str, told: str) -> None:
    """Given a name that no member bears, then the page says which part its bearer has, whoever typed it."""
    of = newest()
    proposal = replace(of.case.proposal, proposer="Farah Nasser <farah@hollowoak.example>")
    of = replace(of, case=replace(of.case, proposal=proposal))
    text = review(asked(of, Answer("R-17", (answered,)), RISK, (answered,)))
    assert told in text
    assert not re.search("Petra|Hahn|Farah|Nasser|chiara", text)


def test_a_page_of_an_older_form_keeps_the_name_that_stands_in_its_answer() -> None:
    """Given a record of form 3, then it is made again byte for byte, also where it printed a typed name."""
    assert "Petra Hahn" in review(asked(newest(form=3), Answer("R-17", ("Petra Hahn",)), RISK, ("Petra Hahn",)))


def test_the_panels_make_up_does_not_read_as_a_sum() -> None:
    """Given members who bring several things, then nobody adds them up: all, one, two of the same people."""
    of = newest()
    people = tuple(
        replace(one, panel=brings, alternate=("ethics",) if one.id != "ruth" else ())
        for one, brings in zip(
            [one for one in MEMBERS if one.id in ("ruth", "kim", "mo")],
            [("outside", "lay"), ("outside",), ("outside", "expert")],
            strict=True,
        )
    )
    others = tuple(one for one in MEMBERS if one.id not in ("ruth", "kim", "mo"))
    charter = replace(of.case.charter, members=(*others, *people))
    told = section(review(replace(of, case=replace(of.case, charter=charter))), "Panel")
    assert (
        "The panel is 3 people; all are from outside the organisation, one is without a technical background, "
        "one knows the field." in told
    )


def consented(form: int = RENDER) -> DecisionInputs:
    """A case that passed because nobody objected, and nobody voted."""
    of = newest(Outcome.APPROVED, form=form)
    silent = tuple(SeatLine(one.seat, one.title, SeatState.SILENT) for one in of.tally.seats if one.seat != "ethics")
    case = replace(of.case, kind_checklists={"risk": "part"}, proposal=replace(of.case.proposal, body=""))
    return replace(of, case=case, tally=replace(of.tally, seats=silent, way="consent"), standings=())


def test_consent_without_a_vote_says_that_nobody_objected() -> None:
    """Given silence that decided, then no table of empty votes stands on either page."""
    for told in (section(page(consented()), "Who decided"), section(review(consented()), "Panel")):
        assert "without a vote, because no seat objected" in told and "consent" not in told
        assert "Did not vote" not in told and "gave their view" not in told


def test_what_was_not_asked_is_explained_once() -> None:
    """Given a kind without questions about people, then the page says so once, and has no section without words."""
    text = review(consented())
    assert text.count("its questions about people") == 1 and "Not asked" not in text
    assert "## Who gains" not in text and "## Rights and redress" not in text
    assert "(../0014-triage-to-beta.md)" in section(text, "Alternatives")


def test_a_section_that_was_left_out_may_come_back_and_reads_back_as_it_was() -> None:
    """Given a page without some sections, then it is made again byte for byte, and words put in are taken over."""
    of = consented()
    text = review(of)
    assert render_ethics(of, parse_free(text, ETHICS)) == text
    assert altered(text, render_ethics(of, parse_free(text, ETHICS)), ETHICS) == ()
    more = text.replace("## Alternatives", "## Who gains\n\nClerks.\n\n## Alternatives")
    assert "Clerks." in section(render_ethics(of, parse_free(more, ETHICS)), "Who gains")


def test_the_owners_silence_is_of_the_day_the_page_was_made() -> None:
    of = newest()
    silent = replace(of, case=replace(of.case, messages=()))
    assert (
        "When this page was made, the owner (who answers for what was proposed) had not written a reply."
        in draft_ethics(silent)["reply"]
    )


def test_whoever_abstains_is_heard_with_the_reason() -> None:
    """Given a seat that abstains and says why, then both pages quote it; older forms do not."""
    unsure = ballot("chiara", "product", Verdict.ABSTAIN, "I do not know what we would give up for it.")

    def told(form: int) -> DecisionInputs:
        of = newest(form=form)
        seats = tuple(replace(one, ballot=unsure) if one.seat == "product" else one for one in of.tally.seats)
        return replace(of, tally=replace(of.tally, seats=seats))

    quoted = "Product abstained:\n\n> I do not know what we would give up for it."
    assert quoted in section(page(told(RENDER)), "Who decided") and quoted in section(review(told(RENDER)), "Panel")
    assert "give up for it" not in page(told(3))


def test_an_emergency_tells_who_acted_and_when() -> None:
    """Given the facts of an emergency, then the page says who acted at once, when and how, without a name."""
    of = newest(Outcome.APPROVED)
    facts = {"acted_by": "mo", "acted_at": "2026-03-18T09:40:00Z", "action": "Rolled back to 2.0.3 everywhere."}
    members = tuple(replace(one, alternate=()) if one.id == "mo" else one for one in MEMBERS)
    case = replace(of.case, charter=replace(of.case.charter, members=members))
    urgent = replace(of, case=replace(case, proposal=replace(case.proposal, kind="emergency-action", facts=facts)))
    told = section(page(urgent), "Who decided")
    assert told.startswith(
        "The person on call acted at once on 18 March 2026 at 09:40 UTC, before the board could vote: "
        "Rolled back to 2.0.3 everywhere. No second seat had confirmed it before the board decided. "
        "With this decision the board confirms it."
    )
    assert "acted at once" not in page(of)


@pytest.mark.parametrize("form", [1, 2, 3])
def test_older_forms_keep_their_words(form: int) -> None:
    """Given a record of an older form, then its page says what it said on the day, riddles and all."""
    text = page(newest(form=form))
    assert "| Decided by | Secretary |" in text and "Had to sign" in text and "Ring: beta." in text
    assert "| Yes | 3 of 3 needed |" in text and "- Ends:" not in text and "Ethics review" not in text
    assert "the board took up version 1" in review(newest(form=form))
    assert "The board's seats gave their view." in review(consented(form))


def test_an_emergency_tells_what_was_done_and_claims_no_view_that_nobody_formed() -> None:
    """Given a stop that nobody answered a question on, then the page says what was done, and not that it is there."""
    of = newest(Outcome.APPROVED)
    blank = tuple(replace(one, value=(), by="", effects=(), unjudged=False) for one in of.standings)
    proposal = replace(of.case.proposal, kind="emergency-action")
    acted = Emergency("stop", "triage is off in all clinics.", "ben", datetime(2026, 10, 8, 9, tzinfo=UTC))
    case = replace(of.case, proposal=proposal, emergency=acted, answers=(), reviews=(), messages=())
    seats = tuple(replace(one, ballot=None) if one.seat == "ethics" else one for one in of.tally.seats)
    of = replace(of, case=case, standings=blank, tally=replace(of.tally, seats=seats, conditions=()))
    told = page(of)
    means = section(told, "What this means for you")
    assert means.startswith("This was an emergency: Stop. triage is off in all clinics. It stays so until the board")
    assert "It helps a person decide" not in told and "No answer gave us a reason to worry" not in told
    assert "acted at once on 8 October 2026 at 09:00 UTC, before the board could vote" in told
    ethics = review(of)
    assert "none yet, since nobody answered our questions" in ethics and "The person on call acted at once" in ethics


@pytest.mark.parametrize("form", [3, RENDER])
def test_a_rejected_proposal_tells_why_those_who_prevailed_said_no(form: int) -> None:
    """Given a no with its reason, then it stands under “Who decided” of a rejected proposal, since page form 4."""
    of = newest(Outcome.REJECTED, form=form)
    no = ballot("ana", "security", Verdict.REJECT, "The terms forbid it.")
    seats = tuple(replace(one, ballot=no) if one.seat == "security" else one for one in of.tally.seats)
    told = section(page(replace(of, tally=replace(of.tally, seats=seats))), "Who decided")
    assert ("Security said “no”:\n\n> The terms forbid it." in told) is (form > 3)


def test_a_condition_names_the_seat_that_set_it() -> None:
    of = newest()
    setter = next(one for one in of.case.ballots if one.conditions)
    assert f"(set by: {of.case.charter.seat_title(setter.seats[0])})" in section(page(of), "Conditions")


def test_evidence_is_linked_where_it_lies_and_fingerprints_wait_for_the_auditors_part() -> None:
    text = page(newest())
    assert "](../../proposals/2026/0014-triage-to-beta/eval-run-14.toml)" in section(text, "What we looked at")
    assert "sha256:" not in text.partition("## Record data")[0]
    assert section(text, "Record data").startswith("From here on, this page is for auditors.")


def test_a_question_that_a_seat_only_doubted_counts_as_unanswered() -> None:
    """Given no answer of the proposer and a seat that is unsure, then the count of answers leaves the question out."""
    doubted = asked(newest(), Answer("E-99", ("unknown",)), replace(RISK, id="E-99"), ("unknown",))
    last = [line for line in page(doubted).splitlines() if line.startswith("| ") and " answered |" in line]
    assert any((found := re.search(r"(\d+) of (\d+) answered", line)) and found[1] < found[2] for line in last), last


def test_an_exception_ends_on_the_day_it_names_and_older_pages_keep_theirs() -> None:
    """Given an exception with an earlier last day of its own, then the page ends there; form 3 had the charter's."""
    of = newest()
    own = {**of.record.dates, "ends_on": date(2026, 9, 1)}
    record = replace(of.record, kind="policy-exception", dates=own, expires=date(2026, 12, 1))
    assert "- This yes ends: 1 September 2026\n" in page(replace(of, record=record))
    assert "| Ends | 2026-09-01 |" in page(replace(of, record=record))
    assert "| Ends | 2026-12-01 |" in page(replace(of, record=replace(record, render=3)))


def test_pages_of_a_board_without_signatures_say_so_first_and_never_that_they_are_signed() -> None:
    """Given an unsigned board, then page and review say in their header that nobody can prove who voted."""
    of = newest()
    unsigned = replace(of, case=replace(of.case, charter=replace(of.case.charter, signing="unsigned")))
    signed = replace(of, case=replace(of.case, charter=replace(of.case.charter, signing="required")))
    for made, words in ((page, "nobody can prove who voted"), (review, "nobody can prove who wrote this")):
        assert words in made(unsigned).partition("\n## ")[0]
        assert words not in made(signed)
    assert "signed" not in page(unsigned).partition("\n## ")[0]
