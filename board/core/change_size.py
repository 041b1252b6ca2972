"""Whether a change of a model is as small as its proposer says: what the register shows to the contrary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from board.core.case import Case
from board.core.finding import Finding, Severity, Where
from board.core.proposal import Artefact, Tier
from board.core.questions import shown_tier
from board.core.register import RegisterEntry

KIND = "model-change"
PATCH, MINOR = "patch", "minor"
_WHY = "A patch leaves the weights as they are, bit for bit, and no small change raises the tier."
_FIX = "State change_class = “{size}”. Or any seat takes it to the full vote: `board pull {id}`."


def size_findings(case: Case, entries: Iterable[RegisterEntry], path: str) -> tuple[Finding, ...]:
    """What the register's entries on its models say against a patch or a minor change; a caution that bars nothing."""
    stated = {*case.proposal.fact("change_class")} & {PATCH, MINOR}
    if case.proposal.kind != KIND or case.record is not None or not stated:
        return ()
    known = {one.id: one for one in entries}
    pairs = [(one, known[one.id]) for one in case.proposal.artefacts() if one.id in known]
    where = Where(path, part="fact change_class")
    return tuple(
        Finding("change.larger", words, Severity.WARNING, where, _WHY, _FIX.format(size=size, id=case.id))
        for size, words in _larger(case, pairs, patch=PATCH in stated)
    )


def _larger(case: Case, pairs: list[tuple[Artefact, RegisterEntry]], *, patch: bool) -> Iterator[tuple[str, str]]:
    """The size that it counts as at least, and why."""
    tier = shown_tier(case)
    for new, old in pairs:
        digests = {_bare(each) for each in (old.sha256, *(file.sha256 for file in old.files))} - {""}
        if patch and new.sha256 and digests and _bare(new.sha256) not in digests:
            yield (
                MINOR,
                f"{new.id} {new.version} has another fingerprint than {old.version or 'the version'} in the register, "
                "so it is no patch.",
            )
        if old.tier in {one.value for one in Tier} and tier.rank > Tier(old.tier).rank:
            yield "major", f"{old.id} is in use at tier {old.tier}, and this is tier {tier.value}: it counts as major."


def _bare(digest: str) -> str:
    return digest.removeprefix("sha256:").casefold()
