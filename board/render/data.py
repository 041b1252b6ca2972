"""The plain data that pages are filled with: what was asked, said, feared and decided; names as the charter allows."""

from __future__ import annotations

import re

from board.core.ballot import Ballot, Verdict
from board.core.ballots import counts_as
from board.core.going_back import targets
from board.core.message import unanswered
from board.core.panel import minority
from board.core.questions import Standing
from board.core.record import OUTCOME_WORDS, Outcome
from board.core.rested import pack_version
from board.core.risk import Band, risks_of
from board.core.seating import is_proposer
from board.render.about import about, same_again, unknown_facts
from board.render.cast import EARLIER, revoted, signed, uncounted
from board.render.doubts import doubts
from board.render.events import VERDICTS_IN_TEXT, acted, confirmed, motions, stops
from board.render.forms import form_of, reach
from board.render.inputs import (
    DecisionInputs,
    answer_words,
    appeal_until,
    aside_words,
    asked_words,
    ballot_words,
    condition_rows,
    contact_words,
    day_words,
    listed,
    looked_at,
    panel_views,
    person_words,
    proposer_words,
    standing_words,
)
from board.render.moved import in_short, moves
from board.render.owed import needed, use_by
from board.render.raised import by_panel, raised_by
from board.render.seats import seat_rows
from board.render.story import nobody_spoke, story, told, told_without_motions
from board.render.tables import checklist_rows, evidence_rows, record_rows

_MOST_REASONS = 5
_ANSWERS = {
    Outcome.APPROVED: "yes",
    Outcome.APPROVED_WITH_CONDITIONS: "yes, with conditions",
    Outcome.STOPPED: "no, and it must not go ahead",
}
_ALTERNATIVES = re.compile(r"^#{1,6}\s+.*\b(?:alternatives?|other options|options considered)\b", re.IGNORECASE)
_MONTH = re.compile(r"\d{4}-\d{2}")
_AUDIENCE = {
    "staff": "our staff",
    "business-customers": "our customers",
    "public": "the public",
    "children": "children",
    "workers-as-subjects": "the people whose work it watches",
}


def decision_data(inputs: DecisionInputs) -> dict[str, object]:
    """Everything the templates may say about a decision, as plain data."""
    case, record, tally = inputs.case, inputs.record, inputs.tally
    return {
        "title": record.title or case.proposal.title or case.id,
        "id": case.id,
        "board": case.charter.name or "The board",
        "outcome": record.outcome.value,
        "outcome_words": OUTCOME_WORDS[record.outcome],
        "yes": record.outcome.yes,
        "status": "Accepted" if record.outcome.yes else "Rejected",
        "answer": answer(inputs),
        "date": day_words(inputs.decided_on),
        "iso_date": inputs.decided_on.isoformat() if inputs.decided_on else "",
        "proposed_by": proposer_words(case),
        "deciders": _deciders(inputs),
        "tags": ", ".join(filter(None, (record.kind, record.ring, f"tier-{record.tier}" if record.tier else ""))),
        "ring": record.ring,
        "expires": day_words(form_of(record.render).ends(record)),
        "board_signs": case.charter.signing == "required",
        "contact": contact_words(case.charter.contact),
        "address": case.charter.contact,
        "appeal_until": day_words(appeal_until(inputs)),
        "sentence": told(tally.sentence) if record.render > 1 else tally.sentence,
        "way": tally.way,
        "facts": _facts(inputs),
        "conditions": condition_rows(case, record.conditions),
        "first_due": day_words(min((one.due for one in record.conditions if one.due), default=None)),
        "seats": seat_rows(inputs),
        "needed": needed(inputs) if record.render > 3 else _needed(inputs),
        "needed_alone": sum(line.must_sign for line in tally.seats) == 1,
        "use_by": day_words(use_by(inputs)) if record.render > 3 else "",
        "result": OUTCOME_WORDS[record.outcome],
        "sum": told_without_motions(tally.sentence),
        "silent": _silent(inputs),
        "silent_until": day_words(case.docket.latest.window_ends) if case.docket.latest else "",
        "confirmed": confirmed(inputs),
        "about": about(inputs),
        "same_again": same_again(inputs),
        "aside": _aside(inputs),
        "stops": stops(inputs),
        "stem": case.id.rsplit("/", 1)[-1],
        "reach": reach(record.kind, record.ring, yes=record.outcome.yes),
        "acted": acted(inputs),
        "spoke": any(line.ballot for line in tally.seats),
        "unknown_names": listed(f"“{title}”" for title in unknown_facts(inputs)),
        "form": record.render,
        "motions": motions(inputs) if record.render < 4 else [],
        "moves": moves(inputs) if record.render > 3 else [],
        "moves_in_short": in_short(inputs) if record.render > 3 else "",
        "story": story(inputs) if record.render > 3 else "",
        "unanswered": _unanswered(inputs),
        "dissent": _voices(inputs, dissent=True),
        "abstained": _abstained(inputs),
        "minority": _minority(inputs),
        "uncounted": uncounted(inputs),
        "revoted": revoted(inputs),
        "earlier": any(one.why_not.startswith(EARLIER) for one in tally.ballots),
        "reasons": _voices(inputs, dissent=False)[:_MOST_REASONS],
        "answers": {name: answer_words(inputs, name) for name in ("R-15", "R-17", "E-06", "E-10", "E-12", "E-25")},
        "told": _value_of(inputs, "E-10"),
        "answered_in": _value_of(inputs, "E-12"),
        "risks": _risks(inputs),
        "worries": _worries(inputs),
        "concerns": _concerns(inputs),
        "unknown": _unknown(inputs),
        "doubts": doubts(inputs, _unknown(inputs)),
        "blank": len([one for one in _open(inputs) if not _weighs(one)]),
        "unknown_facts": sum("unknown" in inputs.case.proposal.fact(name) for name in inputs.case.proposal.facts),
        "answered": any(one.by for one in inputs.standings) or not inputs.standings,
        "asked_any": any(not one.asked.dropped for one in inputs.standings),
        "unjudged": _on_trust(inputs),
        "others_looked": _by_others(inputs),
        "signed": signed(inputs),
        "alternatives": _alternatives(case.proposal.body),
        "artefacts": [
            {"id": one.id, "version": one.version, "sha256": one.sha256, "fingerprint": _fingerprint(one.sha256)}
            for one in record.artefacts
        ],
        "back_to": listed(f"{one.id} {one.version}".strip() for one in targets(case)),
        "evidence": evidence_rows(inputs),
        "replaces": record.supersedes,
        "replaces_link": f"{'../' * case.id.count('/')}{record.supersedes}.md",
        "checklists": checklist_rows(inputs),
        "pack": pack_version(case),
        "pack_is_younger": _is_younger(pack_version(case), inputs),
        "record": record_rows(inputs),
    }


def _deciders(inputs: DecisionInputs) -> str:
    """The seats whose ballots counted, in the charter's order; where silence decided, who was silent."""
    consent = inputs.tally.way == "consent" and inputs.record.outcome.yes and inputs.record.render > 2
    silence = "by consent" if inputs.record.render < 4 else "no seat objected"
    nobody = f"The board ({silence})" if consent else "Nobody"
    spoken = [line for line in inputs.tally.seats if line.ballot and line.ballot.verdict is not Verdict.RECUSE]
    case = inputs.case
    if not case.charter.publish_names:
        return ", ".join(line.title for line in spoken) or nobody
    return ", ".join(f"{person_words(case, line.member)} ({line.title})" for line in spoken) or nobody


def answer(inputs: DecisionInputs) -> str:
    """What the board said, in a word or two; that it was silent is no whole yes."""
    said = _ANSWERS.get(inputs.record.outcome, "no")
    return f"{said}, since no seat objected" if inputs.record.render > 3 and nobody_spoke(inputs) else said


def _fingerprint(digest: str) -> str:
    return digest if not digest or ":" in digest else f"sha256:{digest}"


def _needed(inputs: DecisionInputs) -> str:
    """The seats that had to vote, in words, up to page form 3."""
    return listed(line.title for line in inputs.tally.seats if line.must_sign)


def _silent(inputs: DecisionInputs) -> bool:
    """Whether it passed because nobody objected, and nobody spoke at all."""
    spoke = any(line.ballot for line in inputs.tally.seats)
    return inputs.tally.way == "consent" and inputs.record.outcome.yes and not spoke


def _facts(inputs: DecisionInputs) -> dict[str, str]:
    proposal = inputs.case.proposal
    audience = [_AUDIENCE.get(one, one.replace("-", " ")) for one in proposal.fact("audience") if one != "unknown"]
    found = {"audience": listed(audience)}
    for name in ("decides_about_people", "interacts_with_people", "reversible", "expected_users", "personal_data"):
        found[name] = ", ".join(proposal.fact(name))
    return found


def _voices(inputs: DecisionInputs, dissent: bool) -> list[dict[str, str]]:
    """The reasons of those who said what was decided, or of those who did not, in their own words; each person once."""
    found: dict[str, dict[str, str]] = {}
    for line in inputs.tally.seats:
        ballot = line.ballot
        if ballot is None or counts_as(ballot, inputs.case) in (Verdict.ABSTAIN, Verdict.RECUSE):
            continue
        if (ballot.verdict.yes is not inputs.record.outcome.yes) is dissent and (dissent or ballot.reason.strip()):
            who = ballot_words(inputs.case, ballot)
            said = {Verdict.STOP: "stop", Verdict.RETURN: "not yet"}.get(
                ballot.verdict, "yes" if ballot.verdict.yes else "no"
            )
            found.setdefault(ballot.member, {"who": who, "said": said, "reason": ballot.reason.strip()})
    return list(found.values())


def _abstained(inputs: DecisionInputs) -> list[dict[str, object]]:
    """Who abstained and said why, each person once; told since page form 4."""
    lines = (line.ballot for line in inputs.tally.seats if line.ballot is not None)
    said = {one.member: one for one in lines if counts_as(one, inputs.case) is Verdict.ABSTAIN and one.reason.strip()}
    return [
        {
            "who": ballot_words(inputs.case, one),
            "reason": one.reason.strip(),
            "bare": one.verdict is not Verdict.ABSTAIN,
        }
        for one in said.values()
    ]


def _aside(inputs: DecisionInputs) -> list[dict[str, str]]:
    """Who stood aside in this round, and why, as a category."""
    case = inputs.case
    recused = [one for one in case.ballots if one.round == inputs.record.round and one.verdict is Verdict.RECUSE]
    own = {one.id for one in case.charter.members if is_proposer(case, one)}
    form = inputs.record.render
    return [
        {"who": _who_left(inputs, one), "why": aside_words(one, form, proposed=one.member in own)} for one in recused
    ]


def _who_left(inputs: DecisionInputs, ballot: Ballot) -> str:
    """Who stood aside: since page form 4 a person and not the seat, for somebody else may speak for the seat."""
    case = inputs.case
    member, who = case.charter.member(ballot.member), ballot_words(case, ballot)
    if inputs.record.render < 4 or case.charter.publish_names or member is None or not ballot.seats:
        return who
    return f"The {'holder of' if set(ballot.seats) <= set(member.seats) else 'alternate for'} {who}"


def _unanswered(inputs: DecisionInputs) -> list[dict[str, object]]:
    """The questions and concerns that stood when the board decided."""
    worried = "raised this concern" if inputs.record.render > 3 else "was concerned"
    return [
        {
            "who": raised_by(inputs, one),
            "verb": "asked" if one.kind == "question" else worried,
            "text": one.text.strip(),
            "panel": one.kind == "concern" and by_panel(inputs, one),
        }
        for one in inputs.tally.unanswered
    ]


def _minority(inputs: DecisionInputs) -> list[dict[str, str]]:
    """The members of the ethics panel who saw it otherwise than the panel's ballot, in their own words."""
    case = inputs.case
    return [
        {
            "who": person_words(case, one.member) if case.charter.publish_names else "A member of the panel",
            "said": VERDICTS_IN_TEXT[one.verdict],
            "reason": one.reason.strip(),
        }
        for one in panel_views(inputs, minority)
    ]


def _risks(inputs: DecisionInputs) -> list[dict[str, str]]:
    """The risks that are left and are more than low, the gravest first."""
    rated = ((one, one.band) for one in risks_of(inputs.case))
    return [{"band": band.value, "text": one.text} for one, band in rated if band is not None and band is not Band.LOW]


def _worries(inputs: DecisionInputs) -> list[dict[str, object]]:
    """Questions whose answer has an effect, or on which a seat disagrees or is unsure."""
    known = [one for one in inputs.standings if not one.asked.dropped and one.value and "unknown" not in one.value]
    rows = [(one, standing_words(inputs, one)) for one in known]
    return [words for one, words in rows if one.effects or words["voices"]]


def _concerns(inputs: DecisionInputs) -> list[dict[str, str]]:
    """Concerns that were raised in messages, and whether they were settled."""
    case = inputs.case
    open_files = {one.file for one in unanswered(case.messages, case.carried.settled)}
    rows = []
    for one in case.messages:
        if one.kind == "concern":
            settled = next((each.text for each in case.messages if each.kind == "resolved" and each.re == one.file), "")
            rows.append(
                {
                    "who": raised_by(inputs, one) if inputs.record.render > 3 else person_words(case, one.author),
                    "text": one.text,
                    "end": settled or ("It is still open." if one.file in open_files else "It was settled."),
                }
            )
    return rows


def _value_of(inputs: DecisionInputs, question: str) -> str:
    """What was answered: "" where it was not asked, unknown where nobody could say."""
    found = inputs.standing(question)
    if found is None or found.asked.dropped:
        return ""
    return "unknown" if not found.value or "unknown" in found.value else found.value[0]


def _unknown(inputs: DecisionInputs) -> list[dict[str, object]]:
    """Questions that nobody could answer, where something depends on the answer or everybody is asked."""
    return [standing_words(inputs, one) for one in _open(inputs) if _weighs(one)]


def _open(inputs: DecisionInputs) -> list[Standing]:
    """Questions that nobody could answer; what the program computes itself is not among them."""
    return [
        one
        for one in inputs.standings
        if not one.asked.dropped and ("unknown" in one.value or not (one.value or one.asked.question.computed))
    ]


def _is_younger(edition: str, inputs: DecisionInputs) -> bool:
    """Whether an edition, which is called by its month, came after the decision; in a worked example it may."""
    day = inputs.decided_on
    return bool(day and _MONTH.fullmatch(edition) and edition > f"{day:%Y-%m}")


def _on_trust(inputs: DecisionInputs) -> list[str]:
    """The questions whose judging seat took no view; since page form 4 without those that anybody else looked at."""
    looked = looked_at(inputs)
    found = (one for one in inputs.standings if one.unjudged and one.asked.question.id not in looked)
    return [asked_words(inputs, one) for one in found]


def _by_others(inputs: DecisionInputs) -> list[str]:
    """The questions whose judging seat took no view, while somebody else did; told since page form 4."""
    looked = looked_at(inputs)
    return [asked_words(inputs, one) for one in inputs.standings if one.unjudged and one.asked.question.id in looked]


def _weighs(one: Standing) -> bool:
    return bool(one.effects) or one.asked.question.core


def _alternatives(body: str) -> str:
    """The proposal's own section about alternatives, without its heading; "" when it has none."""
    lines = body.replace("\r\n", "\n").split("\n")
    start = next((n for n, line in enumerate(lines) if _ALTERNATIVES.match(line)), None)
    if start is None:
        return ""
    end = next((n for n in range(start + 1, len(lines)) if re.match(r"#{1,6}\s", lines[n])), len(lines))
    return "\n".join(lines[start + 1 : end]).strip()
