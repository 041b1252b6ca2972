"""The sections of a dossier as content: plain functions from values to text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from textual.content import Content

from board.actions.model import Dossier, LogLine
from board.core.case import Case
from board.core.checklist import Question
from board.core.dates import told_at
from board.core.finding import worst
from board.core.message import OUTSIDE, Message, is_guest, unanswered
from board.core.prefilled import told
from board.core.review import View
from board.core.seating import recused
from board.tui.document import MEASURE
from board.tui.finding_text import SIGNS, findings_content
from board.tui.safe import hang, join, line, lines, text
from board.tui.words import INK, day, due_cell, on_screen, short, stage_cell, tier_cell, verdict_words

BLANK = Content("")


def pair(name: str, value: str, style: str = "$ink", width: int = 12) -> Content:
    """A name and its value, one line."""
    return join((f"{name:<{width}}", "$ink-3"), line(value, style))


def heading(words: str, note: str = "") -> Content:
    """A small heading."""
    return join((words, "bold $accent"), (f"  {note}" if note else "", "$ink-3"))


def name_of(case: Case, handle: str) -> str:
    """A member's name; the handle when the charter does not know it, and a guest marked as what she is."""
    return f"{handle} ({OUTSIDE})" if is_guest(handle, case.charter) else case.charter.called(handle)


def head(dossier: Dossier, today: date, width: int, me: str = "") -> Content:
    """The title, where it stands, and what the reader must know before she reads on."""
    summary = dossier.summary
    tier, stage = tier_cell(summary.tier, known=summary.tier_known), stage_cell(summary.stage)
    due = due_cell(summary.deadline, today)
    facts = [(tier.text, INK[tier.tone]), (stage.text, INK[stage.tone])]
    if due.text and summary.stage.open:
        facts.append((due.text if due.text.endswith("late") else f"due {due.text}", INK[due.tone]))
    facts.append((dossier.kind_title or summary.kind or "no kind", "$ink-2"))
    facts.append((f"by {name_of(dossier.case, summary.proposer) or 'nobody named'}", "$ink-2"))
    meta: list[Content] = []
    for words, style in facts:
        meta += [line(words, style), Content.styled("  ·  ", "$ink-3")]
    rows = [wrapped(line(summary.title, "bold $ink"), width), wrapped(Content.assemble(*meta[:-1]), width)]
    rows += [_warn("! ", words, width) for words in dossier.later]
    if dossier.tally and dossier.tally.wanted:
        seats = ", ".join(each.who for each in dossier.tally.wanted)
        before = dossier.tally.wanted[0].round
        said = f"! Round {before} returned it. " if before else "! The board returned it. "
        rows.append(_warn(said, f"What to change first, for {seats}, stands in Tally.", width))
    if dossier.stale_why:
        rows.append(_warn("! Your ballot does not count: ", f"{dossier.stale_why}. c confirms it.", width))
    elif dossier.changed_since_opened:
        rows.append(_warn("! The text changed since the board took it up. ", "See Changes.", width))
    motions = dossier.tally.motions if dossier.tally else ()
    if me and any(me in each.waiting_for for each in motions if each.state == "open"):
        rows.append(_warn("! A motion waits for your yes or no. ", "M opens it.", width))
    if dossier.aside and summary.stage.open:
        rows.append(_warn("! You may have to stand aside: ", on_screen(dossier.aside[0]), width))
    return lines(*rows)


def _warn(first: str, rest: str, width: int) -> Content:
    return wrapped(join((first, "bold $warn"), (rest, "$warn")), width)


def wrapped(words: Content, width: int, indent: int = 0) -> Content:
    """Content wrapped for a width, every line behind an indent."""
    return hang(Content(" " * indent), words, width)


def _beside(label: str, value: Content, width: int) -> Content:
    return hang(Content.styled(label.ljust(11), "$ink-3"), value, width)


def glance(dossier: Dossier, today: date, width: int) -> Content:
    """The pane on the right of wide screens: what counts, at a glance."""
    case, summary = dossier.case, dossier.summary
    opening = case.docket.latest
    tier = tier_cell(summary.tier, known=summary.tier_known)
    due = due_cell(summary.deadline, today)
    waits = ", ".join(name_of(case, one) for one in summary.waiting_for) or "nobody"
    rows = [heading("At a glance"), _beside("Tier", line(tier.text, INK[tier.tone]), width)]
    rows += [_beside("", text(why, "$ink-2"), width) for why in dossier.tier_why]
    rows.append(_beside("Round", line(str(case.round) if opening else "not taken up yet", "$ink"), width))
    if opening is not None:
        taken = f"{day(opening.opened_at)} by {name_of(case, opening.opened_by)}"
        rows.append(_beside("Taken up", line(taken, "$ink"), width))
        rows.append(_beside("Revision", line(short(opening.revision), "$ink"), width))
    when = f"{day(summary.deadline)}, {due.text}" if due.text else "no date"
    rows.append(_beside("Due", line(when, INK[due.tone]), width))
    rows.append(_beside("Waits for", text(waits, "$ink"), width))
    cast = verdict_words(dossier.mine.verdict) if dossier.mine else "not cast"
    rows += [BLANK, heading("Your ballot"), line(cast, "$ink")]
    rows += [BLANK, heading("What you can do now")]
    for act, key, words in ACTS:
        ready = not dossier.acts.get(act, "")
        rows.append(
            join(
                (f"{key}  ", "bold $accent" if ready else "$ink-3"),
                (words, "$ink" if ready else "$ink-3"),
                ("" if ready else "  not now", "$ink-3"),
            )
        )
    return lines(*rows)


ACTS = (
    ("review", "v", "Review the questions"),
    ("vote", "b", "Cast a ballot"),
    ("confirm", "c", "Confirm your ballot"),
    ("message", "m", "Write a message"),
    ("open", "o", "Take up"),
    ("decide", "d", "Decide"),
)


def facts(dossier: Dossier, width: int) -> Content:
    """Every fact with its value and why it is asked; missing ones say so."""
    room = min(width, MEASURE)
    rows: list[Content] = []
    for fact in dossier.facts:
        absent = "! not given" if fact.missing else "empty"
        value = text(fact.value, "bold $ink") if fact.value else line(absent, "$warn")
        rows.append(text(fact.title or fact.id, "$ink"))
        rows.append(wrapped(value, room, 2))
        rows += [wrapped(text(fact.why, "$ink-3"), room, 2)] if fact.why else []
        rows.append(BLANK)
    rows = rows or [line("The proposal states no facts.", "$ink-2")]
    case, unborne = dossier.case, dossier.unborne
    taken = [(one.question, words) for one in case.answers if (words := told(one, case.charter, unborne))]
    rows += [BLANK, heading("Answers taken over")] if taken else []
    rows += [wrapped(text(f"{question}: {words}", "$ink-2"), room) for question, words in taken]
    return lines(*rows)


def findings(dossier: Dossier, width: int) -> Content:
    """What is wrong or missing."""
    if not dossier.findings:
        return line("No findings: nothing is missing.", "$good")
    return findings_content(dossier.findings, min(width, MEASURE))


def messages(case: Case, width: int) -> Content:
    """Questions with their replies below them; open ones say so."""
    if not case.messages:
        return line("No messages yet. Press m to ask a question.", "$ink-2")
    open_files = {message.file for message in unanswered(case.messages, case.carried.settled)}
    known = {message.file for message in case.messages}
    aside = recused(case)
    rows: list[Content] = []
    for root in case.messages:
        if not root.re or root.re not in known:
            rows += _message(case, root, 0, root.file in open_files, width, aside)
            for reply in _replies(case, root.file):
                rows += _message(case, reply, 4, False, width, aside)
    return lines(*rows)


def _replies(case: Case, file: str) -> Iterable[Message]:
    """All that follows a message, oldest first, each message once however they name each other."""
    seen, front = {file}, [file]
    while front:
        named = front.pop(0)
        for message in case.messages:
            if message.re == named and message.file not in seen:
                seen.add(message.file)
                front.append(message.file)
                yield message


def _message(
    case: Case, message: Message, indent: int, is_open: bool, width: int, aside: Collection[str]
) -> list[Content]:
    about = f" about {message.about}" if message.about else ""
    first = join(
        (name_of(case, message.author), "bold $ink"),
        (", who stands aside," if message.author in aside else "", "$ink-2"),
        (f" {_said(case, message, answers=bool(indent))}{about}", "$ink-2"),
        (f"  {told_at(message.sent_at, case.charter.timezone)}" if message.sent_at else "", "$ink-3"),
        ("  ! open" if is_open else "", "bold $warn"),
    )
    words = wrapped(text(message.text.strip(), "$ink"), min(width, MEASURE + indent), indent)
    return [wrapped(first, width, indent), words, BLANK]


def _said(case: Case, message: Message, *, answers: bool) -> str:
    """What a message does, and to whom; below the message it answers that is plain."""
    whom = "the proposer" if message.to == "proposer" else name_of(case, message.to)
    told = bool(whom) and not answers
    if message.kind == "question":
        return f"asks {whom}" if told else "asks"
    if message.kind == "concern":
        return f"raises a concern with {whom}" if told else "raises a concern"
    kind = {"reply": "replies", "resolved": "says: resolved"}.get(message.kind, message.kind)
    return f"{kind} to {whom}" if told else kind


def view_line(case: Case, member: str, view: View, question: Question | None = None) -> Content:
    """One member's view of one question."""
    said = {"agree": "agrees", "disagree": "disagrees", "unsure": "is unsure"}.get(view.view, "")
    tone = {"agree": "$good", "disagree": "$bad", "unsure": "$warn"}.get(view.view, "$ink")
    value = f"says {question.said(view.value) if question else ', '.join(view.value)}" if view.value else ""
    seat = f" ({case.charter.seat_title(view.seat)})" if view.seat else ""
    return join(
        (name_of(case, member), "$ink"),
        (seat, "$ink-3"),
        (f"  {', '.join(part for part in (said, value) if part) or 'notes'}", tone),
        (f"  {view.note}" if view.note else "", "$ink-2"),
    )


def reviews(dossier: Dossier, width: int) -> Content:
    """What every member made of the questions, by question."""
    case = dossier.case
    shared = [review for review in case.reviews if review.views]
    if not shared:
        return line("Nobody has shared a review yet.", "$ink-2")
    known = {one.id: one for checklist in case.checklists for one in checklist.questions}
    room = min(width, MEASURE)
    rows: list[Content] = []
    for question in sorted({view.question for review in shared for view in review.views}):
        views = [(review.member, view) for review in shared if (view := review.view(question)) is not None]
        split = len({view.view or view.value for _, view in views}) > 1
        label = join((f"{question:<6}", "bold $accent"))
        asked = known.get(question)
        words = join((asked.question if asked else "", "bold $ink"), ("  ! split" if split else "", "bold $warn"))
        rows.append(hang(label, words, room))
        rows += [wrapped(view_line(case, member, view, asked), room, 6) for member, view in views]
        rows.append(BLANK)
    return lines(*rows)


def changes(dossier: Dossier, width: int) -> Content:
    """What happened since I looked, and how the text differs from what was opened."""
    looked, zone = dossier.last_look, dossier.case.charter.timezone
    rows = [
        heading("Since you looked", told_at(looked, zone) if looked else "this machine has no note of a look before")
    ]
    rows += [wrapped(row, width) for row in event_rows(dossier.since_last_look, zone)] or [
        line("Nothing." if looked else "So nothing is marked as new. l shows every event.", "$ink-2")
    ]
    rows += [BLANK, heading("The text now against the text the board took up")]
    rows += difference(dossier.changed_since_opened) or [line("No difference.", "$ink-2")]
    for one in dossier.carried:
        rows += [BLANK, heading(f"What it would change of {one.path} in force")]
        rows += [hang(line("  "), line(words), width) for words in one.lines]
    return lines(*rows)


def event_rows(events: Iterable[LogLine], zone: str) -> list[Content]:
    """Events, each with its commit, by the clocks of a time zone."""
    return [
        join(
            (f"{told_at(event.at, zone)}  ", "$ink-3"),
            (event.who, "bold $ink"),
            (f"  {event.words}", "$ink"),
            (f"  {event.commit[:10]}", "$ink-3"),
            ("  signed" if event.signed else "  ! not signed", "$ink-3" if event.signed else "$warn"),
        )
        for event in events
    ]


def history(events: Sequence[LogLine], zone: str, width: int) -> Content:
    """Every event; that a signature is there is not yet that it is valid."""
    if not events:
        return line("No events.", "$ink-2")
    rows = [wrapped(row, width) for row in event_rows(events, zone)]
    if any(event.signed for event in events):
        rows += [BLANK, line("Nothing was checked here: V proves the history, its signatures too.", "$ink-3")]
    return lines(*rows)


def difference(diff: str) -> list[Content]:
    """A unified difference, its signs kept."""
    tones = {"+": "$good", "-": "$bad", "@": "$accent"}
    return [text(one, tones.get(one[:1], "$ink-2")) for one in diff.splitlines()]


def sign_of(dossier: Dossier, section: str) -> tuple[str, str]:
    """What the outline says beside a section: a number, and a sign when something there wants attention."""
    case = dossier.case
    if section == "Findings":
        heaviest = worst(dossier.findings)
        return str(len(dossier.findings) or ""), SIGNS[heaviest][0] if heaviest else ""
    if section == "Messages":
        return str(len(case.messages) or ""), "!" if unanswered(case.messages, case.carried.settled) else ""
    if section == "Facts":
        return str(len(dossier.facts) or ""), "!" if any(fact.missing for fact in dossier.facts) else ""
    numbers = {
        "Evidence": len(dossier.evidence),
        "Reviews": len(case.reviews),
        "Precedents": len(dossier.precedents),
        "Changes": len(dossier.since_last_look),
    }
    sign = "!" if section == "Changes" and dossier.changed_since_opened else ""
    return str(numbers.get(section, "") or ""), sign
