"""One proposal in plain lines: where it stands, facts, evidence, what was said, the document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from board.actions.model import Carried, Dossier
from board.cli import errors, output
from board.cli.tallying import show_tally, show_wanted
from board.core.ballot import verdict_told
from board.core.case import Case, Stage, Summary
from board.core.charter import Charter
from board.core.dates import in_words, told_at
from board.core.finding import Finding
from board.core.message import OUTSIDE, is_guest, unanswered
from board.core.prefilled import told
from board.core.record import OUTCOME_WORDS
from board.core.rules import PATH_WORDS
from board.core.seating import recused

_COMMANDS = {
    "answer": "board answer ID",
    "check": "board check ID",
    "submit": "board submit ID",
    "review": "board review ID",
    "vote": "board vote ID VERDICT",
    "confirm": "board vote ID --confirm",
    "decide": "board decide ID",
    "open": "board open ID",
    "message": "board ask ID TEXT",
    "reply": "board reply ID MESSAGE TEXT",
    "change": "board reply ID SEAT TEXT",
    "share": "board share ID",
    "withdraw": "board withdraw ID --reason TEXT",
}
"""The command for each act of a dossier."""


def show(dossier: Dossier, today: date) -> None:
    """Print what a member reads before she votes."""
    _head(dossier, today)
    _facts(dossier)
    _prefilled(dossier)
    _evidence(dossier)
    _lacks(dossier)
    _judgement(dossier)
    show_messages(dossier.case)
    output.heading("Document")
    output.line(dossier.case.proposal.body.strip() or "The document has no text.")
    _acts(dossier)


def stage_and_outcome(row: Summary) -> str:
    """How far a proposal is and what came of it; one word where both are the same, as for one that was withdrawn."""
    words = (row.stage.words, *((OUTCOME_WORDS[row.outcome],) if row.outcome else ()))
    return ", ".join(dict.fromkeys(words))


def _head(dossier: Dossier, today: date) -> None:
    row = dossier.summary
    output.paragraph(row.title)
    output.line(f"  Id: {row.id}")
    output.line(f"  Kind: {row.kind or 'not said'}")
    output.line(f"  Stage: {stage_and_outcome(row)}")
    for words in dossier.later:
        output.paragraph(words, "    ", "  ! ")
    output.paragraph(" ".join(dossier.tier_why), "    ", f"  Tier: {row.tier_words}. ")
    called = dossier.case.charter.called
    output.line(f"  Proposed by: {called(row.proposer) or 'not said'}")
    if row.way:
        output.line(f"  Path: {PATH_WORDS[row.way]}")
    if row.waiting_for:
        output.line(f"  Waits for: {', '.join(map(called, row.waiting_for))}")
    if row.deadline:
        output.line(f"  Due: {row.deadline.isoformat()} ({in_words(row.deadline, today)})")
    if not row.committed:
        output.line("  Not committed yet: only you see it. `board submit` sends it.")
    if dossier.changed_since_opened:
        output.heading("The text changed since the board took it up")
        output.line(dossier.changed_since_opened)
    show_carried(dossier.carried)
    if dossier.since_last_look:
        output.heading("Since you last looked")
        for event in dossier.since_last_look:
            at = told_at(event.at, dossier.case.charter.timezone)
            output.paragraph(f"{at}  {called(event.who)}: {event.words}", "    ", "  ")


def show_carried(carried: Sequence[Carried]) -> None:
    """What a change of the rules would change, file by file."""
    if carried:
        output.heading("What it would change of what is in force")
    for one in carried:
        output.line(f"  {one.path}")
        for words in one.lines:
            output.paragraph(words, "      ", "    ")


def show_findings(title: str, findings: Sequence[Finding]) -> None:
    """Findings under a title; nothing when there are none."""
    if findings:
        output.heading(title)
    for finding in findings:
        for line in errors.finding_lines(finding):
            output.paragraph(line, "    ", "  ")


def _facts(dossier: Dossier) -> None:
    given = [fact for fact in dossier.facts if not fact.missing]
    if given:
        output.heading("Facts")
    for fact in given:
        output.paragraph(f"{fact.title}: {fact.value or 'none'}", "    ", "  ")


def _prefilled(dossier: Dossier) -> None:
    """The answers that were taken over from an earlier decision, and who confirmed each."""
    case = dossier.case
    taken = [(one.question, words) for one in case.answers if (words := told(one, case.charter, dossier.unborne))]
    if taken:
        output.heading("Answers taken over")
    for question, words in taken:
        output.paragraph(f"{question}: {words}", "    ", "  ")


def _evidence(dossier: Dossier) -> None:
    if not dossier.evidence:
        return
    edited = any(finding.code == "proposal.differs" for finding in dossier.findings)
    output.heading("Evidence, as the board decided on it" if edited else "Evidence")
    for piece in dossier.evidence:
        answers = f", answers {', '.join(piece.answers)}" if piece.answers else ""
        dated = f", of {piece.dated}" if piece.dated else ""
        stale = f"; {piece.fresh}" if piece.fresh not in ("", "fresh", "ageless") else ""
        output.paragraph(
            f"{piece.id}: {piece.title} ({piece.where}; {piece.state}{dated}{stale}{answers})", "    ", "  "
        )


def _lacks(dossier: Dossier) -> None:
    """One line for each finding; `board check` says more."""
    if not dossier.findings:
        return
    output.heading("What is missing or wrong")
    for finding in dossier.findings:
        output.paragraph(finding.message, "    ", "  ")
    output.line("  `board check` says where, why the board asks, and how to mend it.")


def _judgement(dossier: Dossier) -> None:
    record = dossier.case.record
    if dossier.tally is not None and not dossier.hidden:
        output.heading("The sum so far" if dossier.summary.stage is Stage.IN_REVIEW else "The sum")
        promised = dossier.conditions if record else None
        show_tally(dossier.tally, dossier.case.charter, decided=record is not None, conditions=promised)
    elif dossier.hidden_why:
        output.heading("The sum so far")
        output.paragraph(dossier.hidden_why, "  ")
        if dossier.tally is not None:
            show_wanted(dossier.tally)  # of a round that ended: nothing of it is hidden
    if record:
        at = f" on {record.decided_at.date().isoformat()}" if record.decided_at else ""
        read = f"`board show {dossier.case.id} --decision` reads the decision."
        output.paragraph(f"Decided{at}: {OUTCOME_WORDS[record.outcome]}. {read}", "    ", "  ")
    if dossier.agreed:
        output.paragraph(dossier.agreed, "    ", "  ")
    if dossier.mine:
        output.line(f"  Your ballot: {verdict_told(dossier.mine.verdict)}")
    for why in dossier.aside:
        output.paragraph(why, "    ", "  ")
    if dossier.stale_why:
        output.paragraph(f"Your ballot does not count any more: {dossier.stale_why}", "    ", "  ")
    if dossier.precedents:
        output.heading("Earlier decisions")
        for earlier in dossier.precedents:
            words = OUTCOME_WORDS[earlier.outcome]
            output.paragraph(f"{earlier.id}: {earlier.title}: {words} ({earlier.why})", "    ", "  ")


def show_messages(case: Case) -> None:
    """Messages with the number `board reply` takes; what waits for an answer is marked in words."""
    messages, overruled = case.messages, case.carried.settled
    if not messages:
        return
    output.heading("Messages")
    aside = recused(case)
    waiting = {message.file for message in unanswered(messages, overruled)}
    for number, message in enumerate(messages, 1):
        to = f" to {whom(case.charter, message.to)}" if message.to else ""
        about = f" about {message.about}" if message.about else ""
        sent = f", {told_at(message.sent_at, case.charter.timezone)}" if message.sent_at else ""
        mark = ", waits for an answer" if message.file in waiting else ""
        mark = ", overruled by a vote" if message.file in overruled else mark
        who = whom(case.charter, message.author) + (", who stands aside," if message.author in aside else "")
        output.line(f"  {number}  {message.kind} by {who}{to}{about}{sent}{mark}")
        output.paragraph(message.text.strip(), "     ")


def whom(charter: Charter, handle: str) -> str:
    """The writer or reader of a message by name; a seat by its title, and a guest marked as what she is."""
    if charter.member(handle) is None and charter.seat(handle) is not None:
        return charter.seat_title(handle)
    if is_guest(handle, charter):
        return f"{handle} ({OUTSIDE})"
    return "the proposer" if handle == "proposer" else charter.called(handle)


def possible(dossier: Dossier) -> tuple[str, ...]:
    """The commands that do something here now; a review only where a question waits for this member's judgement."""
    acts = [act for act in _COMMANDS if dossier.acts.get(act, "no") == "" and (act != "review" or dossier.judges)]
    return tuple(_COMMANDS[act].replace("ID", dossier.summary.typed) for act in acts)


def _acts(dossier: Dossier) -> None:
    acts = possible(dossier)
    output.heading("What you can do now")
    for act in acts:
        output.line(f"  {act}")
    if not acts:
        output.line("  Nothing but read.")
