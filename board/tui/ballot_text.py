"""What the ballot says around its fields: for whom I vote, what to know first, and exactly what I sign."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from board.actions.model import BallotForm
from board.core.ballot import BallotDraft, Condition
from board.tui.lists import Cell
from board.tui.safe import hang, join, line, lines, text
from board.tui.words import count, day, short, verdict_words


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
    latest = form.case.docket.latest
    if latest is not None and form.case.tip_revision and latest.revision != form.case.tip_revision:
        rows.append(
            _warn("The text was edited since the board took it up. You vote on the text that was taken up.", width)
        )
    if form.previous is not None:
        said = f"You have voted “{verdict_words(form.previous.verdict)}”."
        stale = f" It does not count: {form.stale_why}." if form.stale_why else ""
        rows.append(_warn(f"{said}{stale} A new ballot replaces it.", width))
    if form.unanswered:
        asked = ", ".join(form.unanswered[:6]) + (" …" if len(form.unanswered) > 6 else "")
        words = (
            f"{count(len(form.unanswered), 'question')} of yours without a view: {asked}. You may vote all the same."
        )
        rows.append(_warn(words, width))
    if form.open_messages:
        rows.append(_warn(f"{count(form.open_messages, 'message')} without an answer.", width))
    return lines(*rows)


def _warn(words: str, width: int) -> Content:
    return hang(join(("! ", "bold $warn")), text(words, "$ink-2"), width)


def _wrapped(words: Content, width: int) -> Content:
    return hang(Content(""), words, width)


def condition_row(condition: Condition) -> Cell:
    """What must be done."""
    return Cell(condition.text or "! say what must be done", "plain" if condition.text else "warn")


def condition_note(condition: Condition) -> Cell:
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
    return Cell(
        f"{condition.owner} by {day(condition.due)}; proof: {condition.proof}; checked by {condition.verifier}", "soft"
    )


def signing(form: BallotForm, draft: BallotDraft, files: Mapping[str, str], name: str) -> tuple[str, str, Content]:
    """Title, lead and the exact text of what casting writes: every file whole, with the digests it binds first."""
    latest = form.case.docket.latest
    lead = f"{name} votes for {', '.join(form.seat_titles)}: {verdict_words(draft.verdict)}."
    rows = [join(("This ballot binds", "bold $accent"))]
    if latest is not None:
        rows += [
            join((f"  {label:<12}", "$ink-3"), (digest or "none", "$ink"))
            for label, digest in (
                ("revision", latest.revision),
                ("charter", latest.charter),
                ("checklists", latest.checklists),
                ("policy", latest.policy),
            )
        ]
    for path, content in files.items():
        rows += [Content(""), line(path, "bold $accent"), text(content.rstrip("\n"), "$ink")]
    what = f"{lead}\nThese files go into one signed commit. Only the time of casting may still change."
    return f"What you sign · revision {short(latest.revision if latest else '')}", what, lines(*rows)
