"""Evidence that a custodian keeps: what that means, and the check that a file is what the proposal names."""

from __future__ import annotations

from functools import partial

from textual.content import Content

from board.actions.holding import HeldMatch
from board.actions.model import EvidenceLine
from board.tui.acting import ActingScreen
from board.tui.dossier_text import BLANK, wrapped
from board.tui.fill import Ask, Values
from board.tui.safe import hang, join, lines, text
from board.tui.words import short

_ASKS = (
    Ask("file", "The file you were given", "entry", hint="where it lies, outside the repository", lacks="Name it."),
    Ask("salt", "Its salt", "entry", hint="the same name with .salt, if this stays empty", needed=False),
)


def ask_held(screen: ActingScreen, proposal_id: str, evidence: EvidenceLine) -> None:
    """Ask for the file and its salt, compare their digest with what proposals name, and tell."""
    from board.tui.dialogs import Explain

    title = evidence.title or evidence.id
    lead = (
        f"{evidence.held_by} keeps this, because it may not lie in git. The proposal names its salted digest "
        f"{short(evidence.sha256)} only. Ask for the file and its salt; here you check that they are what was named."
    )

    def check(values: Values) -> tuple[str, tuple[HeldMatch, ...]]:
        return screen.desk.check_held(values["file"], values["salt"])

    def told(found: tuple[str, tuple[HeldMatch, ...]]) -> None:
        shown = partial(held_content, proposal_id, evidence, *found)
        screen.app.push_screen(Explain(f"Held evidence: {title}", shown))

    screen.inquire(f"held {evidence.id}", f"Check: {title}", lead, _ASKS, "Check it", check, told, saying="Reading …")


def held_content(
    proposal_id: str, evidence: EvidenceLine, digest: str, matches: tuple[HeldMatch, ...], width: int
) -> Content:
    """Whether the file is this piece of evidence; else which it is."""
    this = any((one.proposal, one.evidence) == (proposal_id, evidence.id) for one in matches)
    others = [one for one in matches if (one.proposal, one.evidence) != (proposal_id, evidence.id)]
    sign, tone, words = (
        ("✓", "$good", f"It is what {evidence.held_by} keeps for this proposal: the digest is the one named.")
        if this
        else ("✗", "$bad", "It is not what this proposal names: it is something else, or the salt is another.")
    )
    rows = [wrapped(join((f"{sign} ", f"bold {tone}"), (words, "$ink")), width)]
    for one in others:
        said = f"The same digest stands for “{one.evidence}” of {one.proposal}, held by {one.held_by}."
        rows.append(wrapped(text(said, "$ink-2"), width))
    rows += [BLANK, hang(text("Digest  ", "$ink-3"), text(digest, "$ink"), width)]
    rows.append(hang(text("Named   ", "$ink-3"), text(evidence.sha256 or "none", "$ink"), width))
    return lines(*rows)
