"""What people are told while the history holds commits that broke a rule."""

from __future__ import annotations

from board.core.finding import Finding, Severity, Where
from board.store.standings import Standing


def findings(standing: Standing) -> tuple[Finding, ...]:
    """At most one finding each: for commits without effect, for what nobody could check, for a rewritten history."""
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
                "`board verify` names each one; `board restore` puts the files back and proposes to settle it.",
            )
        )
    if standing.unproven:
        whom = sorted(set(standing.unproven.values()))
        files = "1 file rests" if len(standing.unproven) == 1 else f"{len(standing.unproven)} files rest"
        found.append(
            Finding(
                "unproven.openpgp",
                f"{files} on OpenPGP signatures that could not be checked here, in the name of {', '.join(whom)}.",
                Severity.WARNING,
                Where(min(standing.unproven)),
                "gpg is missing here, or the charter holds only the fingerprint. Nothing is decided on such files.",
                "Install GnuPG, or list the public key under `openpgp` in board.toml.",
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
