"""What the ballot says around its fields: for whom I vote, what to know first, and exactly what I sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from board.actions.cautions import NO_CONDITION
from board.actions.model import BallotForm
from board.core.ballot import INTERESTS, STOP_GROUNDS, BallotDraft, Condition, Verdict
from board.core.charter import Charter
from board.core.checklist import asked_words
from board.core.finding import Finding
from board.tui.forms import both
from board.tui.lists import Cell
from board.tui.people import person
from board.tui.safe import hang, join, line, lines, text
from board.tui.words import count, day, on_screen, verdict_words


def notices(form: BallotForm, width: int) -> Content:
    """For whom I vote, and what I should know before I do."""
    seats = ", ".join(form.seat_titles)
    rows = [line(form.case.proposal.title, "bold $ink")]
    if form.why_not:
        rows += [
            Content(""),
            _wrapped(join(("! You cannot vote on this now. ", "bold $warn"), (form.why_not, "$ink")), width),
        ]
        return lines(*rows)
    rows.append(join(("You vote for ", "$ink-2"), (seats, "bold $ink"), (f", round {form.case.round}", "$ink-2")))
    if form.previous is not None:
        said = f"You have voted “{verdict_words(form.previous.verdict)}”."
        stale = f" It does not count: {form.stale_why}." if form.stale_why else ""
        rows.append(_warn(f"{said}{stale}", width))
    rows += [_warn(on_screen(words), width, "$ink") for words in form.warnings]
    rows += [_warn(on_screen(words), width) for words in form.aside if words not in form.warnings]
    if form.unanswered:
        more = " …" if len(form.unanswered) > 6 else ""
        asked = ", ".join(asked_words(form.unanswered[:6], form.case.checklists)) + more
        words = (
            f"{count(len(form.unanswered), 'question')} of yours without a view: {asked}. You may vote all the same."
        )
        rows.append(_warn(words, width))
    if form.open_messages:
        rows.append(_warn(f"{count(form.open_messages, 'message')} without an answer.", width))
    return lines(*rows)


def _warn(words: str, width: int, style: str = "$ink-2") -> Content:
    return hang(join(("! ", "bold $warn")), text(words, style), width)


def _wrapped(words: Content, width: int) -> Content:
    return hang(Content(""), words, width)


def merged(mine: BallotDraft, theirs: BallotDraft) -> BallotDraft:
    """A ballot that was filled in in two windows: what stands here, and of the other one whatever is not here."""
    known = {one.text for one in mine.conditions}
    return BallotDraft(
        mine.verdict or theirs.verdict,
        both(mine.reason, theirs.reason),
        (*mine.conditions, *(one for one in theirs.conditions if one.text not in known)),
        (*mine.changes, *(one for one in theirs.changes if one not in mine.changes)),
        mine.ground or theirs.ground,
        (*mine.evidence, *(one for one in theirs.evidence if one not in mine.evidence)),
        both(mine.clears, theirs.clears),
        mine.interest or theirs.interest,
    )


def condition_row(condition: Condition) -> Cell:
    """What must be done."""
    return Cell(condition.text or "! say what must be done", "plain" if condition.text else "warn")


def problems(found: Sequence[Finding], width: int) -> Content:
    """What a field still needs, in red beside it; what can be picked stands there in words, so it is not listed."""
    words = (f"{one.message} {'Pick one.' if one.fix.startswith('One of: ') else one.fix}".strip() for one in found)
    return lines(*(hang(Content.styled("✗ ", "$bad"), text(each, "$bad"), width) for each in words))


def condition_note(charter: Charter, condition: Condition) -> Cell:
    """By whom, by when, how proven, who checks; what is missing is said."""
    missing = [
        name
        for name, value in (
            ("owner", condition.owner),
            ("date", condition.due),
            ("proof", condition.proof),
            ("verifier", condition.verifier),
        )
        if not value
    ]
    if missing:
        return Cell(f"! missing: {', '.join(missing)}", "warn")
    return Cell(_duty(charter, condition), "soft")


def _duty(charter: Charter, condition: Condition) -> str:
    owner = person(charter, condition.owner) if condition.owner else "nobody yet"
    verifier = person(charter, condition.verifier) if condition.verifier else "nobody yet"
    due = f"{day(condition.due)}, a {condition.due:%A}" if condition.due else "no date"
    missed = f"; if missed: {condition.consequence}" if condition.consequence else ""
    return f"{owner} by {due}; proof: {condition.proof or 'none named'}; checked by {verifier}{missed}"


def in_plain_words(form: BallotForm, draft: BallotDraft) -> list[Content]:
    """The ballot as sentences: verdict, reason, and each thing the verdict asks for; then what to know before."""
    charter = form.case.charter
    seats = ", ".join(form.seat_titles)
    rows = [join((f"For {seats} you say: ", "$ink"), (f"{verdict_words(draft.verdict)}.", "bold $ink"))]
    if draft.reason.strip():
        rows.append(_said("Your reason: ", draft.reason))
    elif draft.verdict is not Verdict.RECUSE:
        rows.append(line("You give no reason.", "$ink-2"))
    if draft.verdict is Verdict.APPROVE_WITH_CONDITIONS:
        for one in draft.conditions:
            rows.append(_said(f"Condition {one.id}: ", one.text))
            rows.append(text(f"  {_duty(charter, one)}", "$ink-2"))
    elif draft.verdict is Verdict.RETURN:
        rows += [_said("Change first: ", one) for one in draft.changes]
    elif draft.verdict is Verdict.STOP:
        shown = {one.id: one.title or one.id for one in form.case.proposal.evidence}
        rows.append(_said("Ground: ", STOP_GROUNDS.get(draft.ground, draft.ground)))
        rows.append(_said("Evidence: ", ", ".join(shown.get(one, one) for one in draft.evidence)))
        rows.append(_said("What would clear it: ", draft.clears))
    elif draft.verdict is Verdict.RECUSE:
        rows.append(_said("You stand aside because: ", INTERESTS.get(draft.interest, draft.interest)))
    # The form was read before she picked her verdict; only a plain yes can lack a condition.
    told = (one for one in form.warnings if one != NO_CONDITION or draft.verdict is Verdict.APPROVE)
    rows += [join(("! ", "bold $warn"), (one, "$ink")) for one in told]
    return rows


def _said(label: str, words: str) -> Content:
    return join((label, "$ink-2"), text(words.strip(), "$ink"))


def signing(form: BallotForm, draft: BallotDraft, files: Mapping[str, str], name: str) -> tuple[str, str, Content]:
    """Title, lead and what casting writes: in plain sentences, then for auditors every file whole, with its digests."""
    latest = form.case.docket.latest
    rows = [join(("In plain words", "bold $accent")), *in_plain_words(form, draft)]
    if latest is not None:
        taken = f" on {day(latest.opened_at)}" if latest.opened_at else ""
        rows.append(text(f"You vote on the text that the board took up{taken}. A later text needs a new vote.", "$ink"))
    rows += [Content(""), join(("For auditors", "bold $accent"))]
    rows.append(text(f"The text has the fingerprint {latest.revision if latest else 'none'}.", "$ink-2"))
    for path, content in files.items():
        rows += [line(f"The exact file: {path}", "$accent"), text(content.rstrip("\n"), "$ink"), Content("")]
    what = f"{name} votes. It is recorded in your name; only the time of casting may still change."
    return "What you sign", what, lines(*rows[:-1])
