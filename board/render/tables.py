"""The tables of a page that are made from the record: evidence, checklists, and the record's own data."""

from __future__ import annotations

from board.core.dates import format_utc
from board.core.questions import Standing
from board.core.record import OUTCOME_WORDS, Outcome
from board.core.rested import NOT_RATED, inherent_band, pack_version, residual_band, target_band
from board.core.tier import UNKNOWN
from board.render.forms import form_of
from board.render.inputs import DecisionInputs, looked_at, person_words, role_words

_NEW = "new/"
"""Where the files lie that a change of the rules puts in place."""
_WAY_WORDS = {
    "consent": "consent",
    "standard": "standard change",
    "expedited": "the short way",
    "emergency": "emergency",
}


def evidence_rows(inputs: DecisionInputs) -> list[dict[str, str]]:
    """Each piece with where it lies; who holds one outside git is named as the charter allows."""
    rows = [dict(zip(("id", "title", "where", "sha256"), one, strict=True)) for one in inputs.evidence]
    holders = {one.id: one.held_by for one in inputs.case.proposal.evidence if one.held_by and not one.path}
    for row in rows if inputs.record.render > 1 else ():
        if row["id"] in holders:
            row["where"] = f"held by {person_words(inputs.case, holders[row['id']])}"
    up = "../" * (inputs.case.id.count("/") + 1)
    paths = {one.id: one.path for one in inputs.case.proposal.evidence if one.path}
    for row in rows:
        path = paths.get(row["id"], "")
        path = path or (row["where"] if inputs.record.render > 3 and row["where"].startswith(_NEW) else "")
        inside = path and "://" not in path and not path.startswith("/") and ".." not in path.split("/")
        row["link"] = f"{up}proposals/{inputs.case.id}/{path}" if inside else ""
        if path.startswith(_NEW) and row["title"] == path and inputs.record.render > 3:
            row["title"] = f"The new text of {path.removeprefix(_NEW)}"
    return rows


def checklist_rows(inputs: DecisionInputs) -> list[dict[str, str]]:
    """Each checklist of which something was asked, its edition, and how much was answered."""
    rows = []
    for one in inputs.case.checklists:
        of_this = [
            each for each in inputs.standings if each.asked.question.checklist == one.id and not each.asked.dropped
        ]
        if of_this:
            answered = sum(1 for each in of_this if _is_answered(inputs, each))
            title = one.title or one.id
            itself = sum(each.by == "computed" for each in of_this) if inputs.record.render > 3 else 0
            by_program = f", {itself} of them by the program" if itself else ""
            asked = f"{answered} of {len(of_this)} answered{by_program}"
            rows.append({"title": title, "version": one.version or "–", "asked": asked})
    return rows


def _is_answered(inputs: DecisionInputs, one: Standing) -> bool:
    """Whether anybody knew an answer; up to form 3 also where a seat only said that it is not sure."""
    if inputs.record.render < 4:
        return bool(one.value)
    said = (each.value for each in inputs.case.answers if each.question == one.asked.question.id)
    return any(value and value != (UNKNOWN,) for value in (one.value, *said))


def record_rows(inputs: DecisionInputs) -> list[dict[str, str]]:
    """Decision id, history, numbers and digests; only what does not depend on this text itself."""
    case, record = inputs.case, inputs.record
    total = record.sum
    signed = case.charter.signing == "required"
    form = form_of(record.render)
    ends = form.ends(record)
    digests = [(title, record.digests.get(name, "")) for title, name in form.fingerprints]
    rows = [
        ("Decision", case.id),
        ("Kind", record.kind),
        (form.tier, record.tier),
        ("Round", str(record.round)),
        ("Outcome", OUTCOME_WORDS[record.outcome]),
        (form.recorded_by, form.recorder(person_words(case, record.decided_by), role_words(case, record.decided_by))),
        ("Decided at", format_utc(record.decided_at) if record.decided_at else ""),
        ("Ends", ends.isoformat() if ends and record.outcome.yes else ""),
        ("Replaces", record.supersedes),
        ("Confirms", record.ratifies),
        ("Seats", f"{total.seats}, of which {total.eligible} count"),
        *_sum_rows(inputs),
        ("The sum in words", inputs.tally.sentence if record.render > 3 else ""),
        *_rested_rows(inputs),
        ("Rules", str(record.rules)),
        ("Commit of the sum", record.base),
        *digests,
        (form.previous, record.previous),
        (form.signatures, "On the commits that hold this page and each vote" if signed else form.unsigned),
        ("Page form", str(record.render)),
    ]
    return [{"name": name, "value": value} for name, value in rows if value]


def _rested_rows(inputs: DecisionInputs) -> list[tuple[str, str]]:
    """The gravest risk before and after what is done about it, and what the questions map to; since page form 3."""
    if inputs.record.render < 3:
        return []
    word = form_of(inputs.record.render).biggest
    return [
        (f"{word} risk without safeguards", inherent_band(inputs.case)),
        (f"{word} risk that is left", _left(inputs)),
        (f"{word} risk once conditions are met", target_band(inputs.case)),
        ("Law and standards pack", pack_version(inputs.case)),
    ]


def _left(inputs: DecisionInputs) -> str:
    """The band of the gravest risk that is left, and whether it hangs on the proposer's own rating alone."""
    left = residual_band(inputs.case)
    if left == NOT_RATED:
        return "not rated"
    own = any(one.unjudged and one.asked.question.id in ("R-15", "R-16") for one in inputs.standings)
    own = own and inputs.record.render > 3 and not looked_at(inputs) & {"R-15", "R-16"}
    return f"{left} (as the proposer rated it; no seat rated it anew)" if own else left


def _sum_rows(inputs: DecisionInputs) -> list[tuple[str, str]]:
    """The numbers of the sum; what an easier way than the full vote does not ask for is not said to be needed."""
    total = inputs.record.sum
    unspoken = not any(line.ballot for line in inputs.tally.seats)
    if inputs.record.render > 3 and inputs.tally.way == "consent" and unspoken:
        return [("Way", "no seat objected, so no vote was counted (by consent)")]
    rows = {
        "Yes": (total.yes, total.needed),
        "Seats present": (total.present, total.quorum_seats),
        "People present": (total.people, total.quorum_people),
    }
    if inputs.record.render > 1 and inputs.tally.way != "vote":
        return [("Way", _WAY_WORDS.get(inputs.tally.way, inputs.tally.way)), *((k, str(v[0])) for k, v in rows.items())]
    form, stopped = form_of(inputs.record.render), inputs.record.outcome is Outcome.STOPPED
    return [(name, form.counted(there, needed, stopped=stopped)) for name, (there, needed) in rows.items()]
