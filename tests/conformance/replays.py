"""Conformance: what is taken elsewhere than it was made for (row 19)."""

from __future__ import annotations

from tests.conformance.cases import BALLOTS, Tamper, case, cast
from tests.trust.history import History


@case("19-another-round_fail", "ballot.binding")
def other_round(history: History) -> None:
    text = cast(history, "chiara").replace("round = 1\n", "round = 2\n")
    history.commit({f"{BALLOTS}/chiara-1.toml": text}, "chiara")


def _other(name: str) -> Tamper:
    def bound_elsewhere(history: History) -> None:
        text = cast(history, "chiara", **{name: "sha256:" + "0" * 64})
        history.commit({f"{BALLOTS}/chiara-1.toml": text}, "chiara")

    return bound_elsewhere


for _name in ("charter", "checklists", "policy"):
    case(f"19-another-{_name}_fail", "ballot.binding")(_other(_name))


def _sibling(history: History) -> tuple[str, bytes, str]:
    """The tip here, and on a board with the same members and another id its ballot: commit's bytes, and parent."""
    tip = history.tip
    own = history.read("board.toml").decode().replace("0123456789abcdef", "fedcba9876543210")
    assert "fedcba9876543210" in own
    root = history.commit({}, "ana", parents=(), tree=history.tree({"board.toml": own.encode()}, tip))
    ballot = cast(history, "chiara", repository="fedcba9876543210")
    made = history.raw(history.commit({f"{BALLOTS}/chiara-1.toml": ballot}, "chiara"))
    return tip, made, root


@case("19-commit-of-a-sibling-board_fail", "genesis.second")
def sibling_commit(history: History) -> None:
    """The commit is taken over as it is: it brings the sibling's founding along."""
    tip, _, _ = _sibling(history)
    history.commit({}, "ana", parents=(history.tip, tip), tree=history.git("rev-parse", f"{history.tip}^{{tree}}"))


@case("19-commit-of-a-sibling-board-under-another-parent_fail", "signature.wrong")
def sibling_commit_moved(history: History) -> None:
    tip, made, root = _sibling(history)
    moved = made.replace(root.encode(), tip.encode(), 1)
    history.put(moved)


@case("19-ballot-of-a-sibling-board_fail", "ballot.binding")
def sibling_ballot(history: History) -> None:
    tip, _, _ = _sibling(history)
    ballot = history.read(f"{BALLOTS}/chiara-1.toml")
    history.git("update-ref", "refs/heads/main", tip)
    history.commit({f"{BALLOTS}/chiara-1.toml": ballot}, "chiara")
