"""What people are told while the history holds commits that broke a rule."""

from __future__ import annotations

from board.core.finding import Finding, Severity, Where
from board.store.standings import Standing


def findings(standing: Standing) -> tuple[Finding, ...]:
    """One finding for all commits that have no effect, and one for a history that was rewritten; empty when clean."""
    found: list[Finding] = []
    if standing.standing:
        code, words, commit, path = standing.standing[-1]
        commits = len(dict.fromkeys(line[2] for line in standing.standing))
        told = "A commit of this history broke a rule, and what it changed has no effect:"
        if commits > 1:
            told = f"{commits} commits of this history broke a rule, and what they changed has no effect. The latest:"
        found.append(
            Finding(
                "history.faulty",
                f"{told} {words}",
                Severity.WARNING,
                Where(path, part=f"commit {commit[:12]}, {code}" if commit else code),
                "The files at the tip are not the ones that count, until the board settles it.",
                "`board verify` names each one and says how to settle it.",
            )
        )
    if standing.rewritten:
        found.append(
            Finding(
                "history.rewritten",
                f"This history does not build on {standing.rewritten[:12]}, which you verified here before.",
                Severity.ERROR,
                Where(part=f"commit {standing.rewritten[:12]}"),
                "Somebody rewrote it, or this is another copy.",
                "Do not trust this copy. Compare with the other members; `board verify` says more.",
            )
        )
    return tuple(found)
