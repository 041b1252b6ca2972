"""What people are told while the history holds commits that broke a rule."""

from __future__ import annotations

from functools import lru_cache

from board.core.finding import Finding, Severity, Where
from board.core.layout import CHARTER
from board.store.pins import Pins
from board.store.repository import GitStore
from board.store.standings import Standing, Standings

_AS_IT_LIES = "What is listed is this copy as it lies; it may not be the board's."


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
        found.append(_rewritten(standing.rewritten))
    return tuple(found)


def unjudged(store: GitStore, tip: str) -> tuple[Finding, ...]:
    """What is known of a tip that nobody judged yet: that its founding is open, or that it does not build on the pin.

    Lists wait for no walk; so they say at least this, from what is kept and one look at the history.
    """
    found: list[Finding] = []
    pin = Pins(store.key).load()
    if tip and _disputed(store, tip, known=pin is not None):
        found.append(
            Finding(
                "genesis.second",
                "Somebody joined another board to this history, and nothing tells which founding is right.",
                Severity.ERROR,
                Where(part=f"commit {tip[:12]}"),
                _AS_IT_LIES,
                "Ask another member for the founding commit, and name it once: `board verify --founding COMMIT`.",
            )
        )
    if pin is not None and tip and tip != pin.tip and not _builds_on(store, tip, pin.tip):
        found.append(_rewritten(pin.tip))
    return tuple(found)


def _disputed(store: GitStore, tip: str, *, known: bool) -> bool:
    """Whether two commits found the board and nothing tells which is right; a copy that nobody judged is looked at."""
    kept = Standings(store.key)
    if kept.founding():
        return False
    disputed = kept.disputed()
    if disputed and _builds_on(store, tip, disputed):
        return True
    return not known and kept.load() is None and _founded_twice(store, tip)


@lru_cache(maxsize=8)
def _founded_twice(store: GitStore, tip: str) -> bool:
    kept = Standings(store.key)
    if kept.looked() == tip:
        return False
    if store.audit().founded_twice(tip, CHARTER):
        kept.dispute(tip)
        return True
    kept.single(tip)
    return False


@lru_cache(maxsize=8)
def _builds_on(store: GitStore, tip: str, before: str) -> bool:
    return store.audit().builds_on(tip, before)


def _rewritten(before: str) -> Finding:
    return Finding(
        "history.rewritten",
        f"This history does not build on {before[:12]}, which you verified here before. {_AS_IT_LIES}",
        Severity.ERROR,
        Where(part=f"commit {before[:12]}"),
        "Somebody rewrote it, or this is another copy.",
        "Do not trust this copy. Compare with the other members; `board verify` says more.",
    )
