"""Conformance: what is written once and stays, what ended, what is used up, and who wrote a commit (rows 8 to 26)."""

from __future__ import annotations

from board.actions import deciding, following
from board.actions.emergency import restrict
from board.core.digest import sha256
from tests.boards import SmallBoard
from tests.conformance.again_and_at_once import EMERGENCY, STOP
from tests.conformance.cases import BALLOTS, RECORD, REVIEW, TEXT, case, cast
from tests.conformance.cases import deciding as commit_that_decided
from tests.conformance.keys import MINUTES, change
from tests.conformance.program import at_work, by_hand
from tests.trust.history import DECIDED, OPEN, History, charter, key_line, submit

CHANGED = "file.changed"


@case("08-author-alone-is-another-member_fail", "signer.other")
def other_author_alone(history: History) -> None:
    """Committer and key are one member's, who may write this; only the line of the author names somebody else."""
    history.commit(MINUTES, "chiara", committer="mo", key="mo")


# Written once


def _written(history: History, sort: str) -> tuple[SmallBoard, str, str]:
    """A file of a sort that its own member wrote by the rules: the board, its path, and who that was."""
    board = at_work(history)
    if sort == "follow-up":
        path = following.appeal(board.session("ben"), DECIDED, text="There is a new test.", ground="new-facts").files[0]
        board.wait(minutes=1)
        return board, path, "ben"
    if sort == "emergency":
        submit(board, STOP, EMERGENCY)
        restrict(board.session("mo"), STOP, action="stop", text="It answers in the wrong language.")
        board.wait(minutes=1)
        return board, f"decisions/{STOP}/emergency.toml", "mo"
    path, text = {
        "act": ("acts/1-ben.toml", _ACT),
        "motion": (f"decisions/{OPEN}/motions/1.toml", _MOTION),
        "incident": ("incidents/2026/0001-slow.md", "It was slow.\n"),
        "meeting": ("meetings/0001.md", "Minutes.\n"),
    }[sort]
    by_hand(board, {path: text}, "ben")
    return board, path, "ben"


_ACT = f'path = "board.toml"\nsha256 = "{sha256(b"new")}"\nreason = "It is stolen."\n'
_MOTION = 'kind = "raise-tier"\nto = "high"\nround = 1\nmember = "ben"\ntext = "It is about people."\n'


def _once(sort: str) -> None:
    @case(f"26-{sort}-edited_fail", CHANGED)
    def edited(history: History) -> None:
        board, path, by = _written(history, sort)
        by_hand(board, {path: history.read(path).decode().replace("It ", "That ") + "\n"}, by)

    @case(f"26-{sort}-deleted_fail", CHANGED)
    def deleted(history: History) -> None:
        board, path, by = _written(history, sort)
        by_hand(board, {path: None}, by)

    @case(f"26-{sort}-written-once")
    def once(history: History) -> None:
        _written(history, sort)


for _sort in ("follow-up", "emergency", "act", "motion", "incident", "meeting"):
    _once(_sort)


def _written_by_the_board(sort: str, path: str, begin: str = "small", by: str = "kim") -> None:
    """What chair or secretary wrote stays as it is, for them as well."""

    def there(history: History) -> str:
        found = sorted(history.git("ls-tree", "-r", "--name-only", "main", "decisions/").splitlines())
        return next(one for one in found if one.endswith(path))

    @case(f"26-{sort}-edited_fail", CHANGED, begin)
    def edited(history: History) -> None:
        at = there(history)
        by_hand(at_work(history), {at: history.read(at).decode() + "\n"}, by)

    @case(f"26-{sort}-deleted_fail", CHANGED, begin)
    def deleted(history: History) -> None:
        by_hand(at_work(history), {there(history): None}, by)


_written_by_the_board("round", "/rounds/1.toml", "later")
_written_by_the_board("ethics-review", "/ethics-review.md")


# What ended, and what is used up


@case("22-vote-after-a-round-that-ended-without-a-decision_fail", "ballot.closed")
def after_the_round(history: History) -> None:
    board = at_work(history)
    deciding.defer(board.session("ana"), OPEN, "The tests are late.")
    board.wait(minutes=1)
    by_hand(board, {f"{BALLOTS}/chiara-1.toml": cast(history, "chiara")}, "chiara")


@case("13-acts-that-were-used-up_fail", "charter.not-decided")
def used_up(history: History) -> None:
    """Two seats replaced a key, and two put the old one back; what the first two agreed to holds no second time."""
    new = charter(mo=key_line("mo-new"))
    change(history, new, "ben", "lena")
    change(history, charter(), "ben", "lena")
    history.commit({"board.toml": new}, "ana")


@case("26-decision-that-brings-another-file_fail", "decision.incomplete")
def with_more(history: History) -> None:
    made = commit_that_decided(history)
    files: dict[str, bytes | str | None] = {path: history.read(path, made) for path in (RECORD, TEXT, REVIEW)}
    history.git("update-ref", "refs/heads/main", history.git("rev-parse", f"{made}~1"))
    history.commit({**files, **MINUTES}, "ana")
