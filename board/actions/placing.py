"""Which files a change of the rules may put in place, and what is wrong with those it carries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from board.actions.load import World
from board.core.finding import Finding, Severity
from board.core.layout import CHARTER
from board.core.proposal import Proposal
from board.formats.charter import read_charter
from board.formats.checklists import read_checklist
from board.formats.read import Read
from board.formats.toml import load

OF_CHARTER = "charter-change"
KINDS = (OF_CHARTER, "policy-change")
_FOLDERS = ("checklists/", "templates/")


def carried_paths(world: World, proposal: Proposal) -> Iterator[tuple[str, str]]:
    """The files below `new/` of a change of the rules, each as its name there and its path; none for other kinds."""
    if proposal.kind in KINDS:
        base = world.layout.evidence(proposal.id, "new/")
        for path in world.evidence_files(proposal.id):
            if path.startswith(base):
                yield path[len(base) :], path


def unfit(world: World, proposal: Proposal) -> tuple[Finding, ...]:
    """What keeps the files that a change carries from being put in place: the board could never decide on them."""
    return tuple(
        replace(
            one,
            where=replace(one.where, path=path),
            why=one.why or "A decision would have to put this in place.",
        )
        for name, path in carried_paths(world, proposal)
        for one in wrong_in(name, world.snapshot.read(path), proposal.kind)
    )


def why_never(world: World, proposal: Proposal) -> str:
    """Why a change could never be put in place, as submitting and opening say it; "" where nothing keeps it."""
    wrong = unfit(world, proposal)
    return (
        f"{wrong[0].where.path} could never be put in place: {wrong[0].message} {wrong[0].fix}".strip() if wrong else ""
    )


def wrong_in(name: str, data: bytes | None, kind: str) -> tuple[Finding, ...]:
    """The errors of one file meant for this place; a place that no change of this kind may write is one of them."""
    if name == CHARTER and kind != OF_CHARTER:
        return (
            Finding(
                "change.place",
                f"This change carries {CHARTER}, and its kind is {kind}.",
                why="The charter asks for more votes, more seats and longer notice before the charter itself changes.",
                fix=f"Its proposer takes the file out, or proposes it as a {OF_CHARTER}.",
            ),
        )
    if name not in (CHARTER, "policy.toml") and not name.startswith(_FOLDERS):
        return (
            Finding(
                "change.place",
                f"This change carries {name}, and a change of the rules may write only the charter, the policy, "
                "checklists and templates.",
                fix="Return it to the proposer: the file must go.",
            ),
        )
    if data is None:
        words = f"{name} is too large to be put in place."
        return (Finding("change.too-large", words, fix="Return it to the proposer."),)
    reader = _reader(name)
    found = reader(data, name).findings if reader is not None else ()
    return tuple(finding for finding in found if finding.severity is Severity.ERROR)


def _reader(name: str) -> Callable[[bytes, str], Read[Any]] | None:
    if name == CHARTER:
        return read_charter
    if name.startswith("checklists/") and name.endswith(".toml"):
        return read_checklist
    return load if name == "policy.toml" else None
