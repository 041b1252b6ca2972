"""Writes the history that every later version must verify: `python -m tests.make_golden tests/golden/history-N.bundle`.

Run once for a release whose files have a new form, and never over an existing bundle. Beside the bundle lies the report
that the version which made it gave. The keys of these members follow from their names and exist nowhere else.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from board.actions.following import appeal, prove
from board.actions.following import verify as verified
from board.actions.messaging import ask, reply
from board.actions.motioning import move, vote_on
from board.actions.pairing import replace_key, suspend
from board.actions.reviewing import save_view, share
from board.actions.verifying import verify
from board.core.ballot import Condition, Verdict
from board.core.review import View
from board.trust.report import Report
from tests.boards import PROPOSAL, START, git
from tests.conftest import away
from tests.trust.history import charter_change, decide_it, key_line, open_it, submit
from tests.trust.live import CHECKLIST, YES, LiveBoard, LiveStore, live_board

ONE, TWO, RULES = "2026/0001-tokenizer", "2026/0002-children", "2026/0003-rules"
PANEL = f"""
[members.olu]
name = "Olu Adeyemi"
emails = ["olu@example.org"]
keys = ["{key_line("olu")}"]
alternate = ["ethics"]
panel = ["outside", "affected"]
"""
EDITION = 'version = "2026-11"\npack = "2026-11"\n'
RISKS = """\
[facts]
risks = [
    { id = "split", text = "It splits names.", owner = "ben", basis = "a run", \
inherent = { likelihood = 4, impact = 3 }, \
residual = { likelihood = 2, impact = 3 }, target = { likelihood = 1, impact = 3 } },
]
"""


def told(report: Report) -> dict[str, Any]:
    """What must stay the same of a report for ever; its words may be bettered."""
    listed = {
        name: [[fault.code, fault.commit, fault.path] for fault in getattr(report, name)]
        for name in ("faults", "settled", "unproven")
    }
    numbers = {name: getattr(report, name) for name in ("tip", "genesis", "commits", "strict", "decisions")}
    return {"status": int(report.status), **numbers, **listed}


def live() -> LiveStore:
    """A life in which every sort of file is written, every sort of act counts, and a fault is settled."""
    board = live_board(PANEL, EDITION + CHECKLIST)
    submit(board, ONE, PROPOSAL.replace('"mo"', '"nora"').replace("[facts]\n", RISKS), {"answers.toml": YES})
    open_it(board, ONE)
    _first_round(board)
    open_it(board, ONE)
    _second_round(board)
    submit(
        board, TWO, PROPOSAL.replace('["staff"]', '["children"]').replace("tokenizer", "reader"), {"answers.toml": YES}
    )
    open_it(board, TWO)
    _by_motion(board)
    _keys(board)
    new = board.store.snapshot().read("board.toml") or b""
    bad = board.store.forge({f"decisions/{TWO}/ballots/ben-1.toml": None}, "ruth", int(board.now.timestamp()))
    kept = board.store.snapshot(board.store.history()[-2].id).read(f"decisions/{TWO}/ballots/ben-1.toml")
    board.wait(minutes=1)
    board.store.forge({f"decisions/{TWO}/ballots/ben-1.toml": kept}, "lena", int(board.now.timestamp()))
    board.wait(minutes=1)
    text = new.decode() + "\n[voting]\nwindow_working_days = 4\n"
    charter_change(board, RULES, {"board.toml": text}, acknowledges=(bad,), decided=False)
    board.vote("ruth", RULES, "approve")
    board.vote("olu", RULES, "reject", reason="Four days are too few for who is ill.")
    board.vote("iris", RULES, "approve")
    decide_it(board, RULES)
    return board.store


def _first_round(board: LiveBoard) -> None:
    """Asked, answered, judged, and sent back."""
    ask(board.session("lena"), ONE, "Whose texts are these?")
    board.wait(minutes=1)
    name = next(one for one in board.store.snapshot().paths(f"decisions/{ONE}/messages/"))
    reply(board.session("nora"), ONE, "Our own.", re=name.rpartition("/")[2])
    save_view(board.session("ana"), ONE, View("R-90", "", "agree", ("yes",)))
    share(board.session("ana"), ONE)
    for who in ("ana", "ben", "chiara", "lena"):
        board.vote(who, ONE, "return", changes=("Say how to go back.",))
    decide_it(board, ONE)


def _second_round(board: LiveBoard) -> None:
    """One stands aside, her alternate speaks, one has a condition; it is met."""
    due = START.date().replace(month=12)
    condition = Condition("", "Show the error rates", "ben", due, "A link", "kim")
    board.vote("chiara", ONE, "recuse", interest="author")
    board.vote("kim", ONE, "approve")
    board.vote("ana", ONE, "approve")
    board.vote("ben", ONE, "approve-with-conditions", conditions=(condition,))
    board.vote("lena", ONE, "reject", reason="Too early.")
    board.vote("lena", ONE, "approve")
    decide_it(board, ONE)
    prove(board.session("ben"), ONE, condition="c1", text="They are on the dashboard.")
    verified(board.session("kim"), ONE, condition="c1", text="I looked.")
    appeal(board.session("lena"), ONE, text="There is a new licence.", ground="new-facts")
    board.wait(minutes=1)


def _by_motion(board: LiveBoard) -> None:
    """The tier is lowered by vote, a stop is overruled, and it is approved."""
    board.vote("lena", TWO, "stop", reason="No.", ground="missing-rights", evidence=("licence",), clears="A licence")
    for number, (kind, to) in enumerate((("lower-tier", "limited"), ("overrule-stop", "legal")), 1):
        move(board.session("iris"), TWO, kind, to=to, reason="It has one, and no child reads it.")
        board.wait(minutes=1)
        for who in ("ana", "ben", "chiara"):
            vote_on(board.session(who), TWO, number, Verdict.APPROVE)
            board.wait(minutes=1)
    vote_on(board.session("iris"), TWO, 2, Verdict.APPROVE)
    for who in ("ana", "ben", "chiara"):
        board.vote(who, TWO, "approve")
    board.wait(days=9)
    decide_it(board, TWO)


def _keys(board: LiveBoard) -> None:
    """Two suspend a key; two other seats replace it."""
    for who in ("ben", "kim"):
        suspend(board.session(who), "mo", "A stolen notebook.")
        board.wait(minutes=1)
    for who in ("lena", "chiara"):
        replace_key(board.session(who), "mo", (key_line("mo-2026"),), "A new notebook.")
        board.wait(minutes=1)
    assert board.keys is not None
    board.keys["mo"] = "mo-2026"


def main(name: str) -> None:
    """Write the bundle and its report; refuses to write over one."""
    target = Path(name)
    assert not target.exists(), f"{target} is there already; a golden history is never written again"
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(away(Path(folder) / "home"))
        place = Path(folder) / "board"
        live().dump(place)
        report = verify(place)
        assert report.status == 0, report
        subprocess.run(["git", "-C", str(place), "gc", "-q", "--aggressive"], check=True)
        git(place, "bundle", "create", "-q", str(target.resolve()), "main")
    target.with_suffix(".json").write_text(json.dumps(told(report), indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
