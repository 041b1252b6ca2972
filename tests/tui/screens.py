"""Every screen by name, with how to get there from the inbox."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from board.tui.app import BoardApp
from board.tui.ballot import BallotScreen
from board.tui.checkpoints import CheckpointsScreen
from board.tui.decide import DecideScreen
from board.tui.desk import Desk
from board.tui.dossier import SECTIONS, DossierScreen
from board.tui.findings import FindingsScreen
from board.tui.followups import FollowUpScreen
from board.tui.lab import LabScreen
from board.tui.law import LawScreen
from board.tui.leaving import LeavingScreen
from board.tui.matrix import MatrixDialog
from board.tui.members import MembersScreen, SignedScreen
from board.tui.messages import MessageScreen
from board.tui.motions import MotionsScreen
from board.tui.opening import OpeningScreen
from board.tui.reader import ReaderScreen
from board.tui.record import HistoryScreen, RecordScreen
from board.tui.review import ReviewScreen
from board.tui.risks import RisksScreen
from board.tui.rules import RulesScreen
from board.tui.tally import TallyScreen
from board.tui.verify import VerifyScreen
from tests.tui.pilot import press, settle
from tests.tui.sample import ID

Push = Callable[[Desk], Screen[Any]]
Way = tuple[Push | None, tuple[str, ...]]

WAYS: dict[str, Way] = {
    "inbox": (None, ()),
    "proposals": (None, ("2",)),
    "proposals-filter": (None, ("2", "slash", "t", "r")),
    "decisions": (None, ("3",)),
    "palette": (None, ("ctrl+p",)),
    "help": (None, ("f1",)),
    "who": (None, ("w",)),
    "findings": (lambda desk: FindingsScreen(), ()),
    "review": (lambda desk: ReviewScreen(ID), ()),
    "review-own": (lambda desk: ReviewScreen(ID), ("4",)),
    "rating": (lambda desk: MatrixDialog("How likely, and how bad?", {(2, 4): "proposer"}, (2, 4)), ()),
    "rating-scale": (lambda desk: MatrixDialog("How likely, and how bad?", {}, (2, 4)), ("f1",)),
    "ballot": (lambda desk: BallotScreen(ID), ("2",)),
    "ballot-stop": (lambda desk: BallotScreen(ID), ("5", "f2")),
    "ballot-condition": (lambda desk: BallotScreen(ID), ("2", "a")),
    "sign": (lambda desk: BallotScreen(ID), ("1", "f2")),
    "tally": (lambda desk: TallyScreen(ID), ()),
    "opening": (lambda desk: OpeningScreen(ID), ()),
    "decide": (lambda desk: DecideScreen(ID), ()),
    "decide-file": (lambda desk: DecideScreen(ID), ("n",)),
    "decide-sign": (lambda desk: DecideScreen(ID), ("f2",)),
    "defer": (lambda desk: DecideScreen(ID), ("D",)),
    "parts": (lambda desk: DecideScreen(ID), ("e",)),
    "message": (lambda desk: MessageScreen(desk.dossier(ID).case), ()),
    "message-reply": (lambda desk: MessageScreen(desk.dossier(ID).case), ("shift+tab", "right", "right", "space")),
    "record": (lambda desk: RecordScreen(desk.decisions()[0]), ()),
    "history": (lambda desk: HistoryScreen(ID), ()),
    "motions": (lambda desk: MotionsScreen(ID), ()),
    "motions-make": (lambda desk: MotionsScreen(ID), ("m",)),
    "motions-form": (lambda desk: MotionsScreen(ID), ("m", "down", "enter")),
    "follow-up": (lambda desk: FollowUpScreen(ID), ()),
    "follow-up-acts": (lambda desk: FollowUpScreen(ID), ("a",)),
    "follow-up-form": (lambda desk: FollowUpScreen(ID), ("v",)),
    "risks": (lambda desk: RisksScreen(), ()),
    "members": (lambda desk: MembersScreen(), ()),
    "signed": (lambda desk: SignedScreen("ben", desk.roster().members[1].member.name), ()),
    "members-key": (lambda desk: MembersScreen(), ("down", "N")),
    "leaving": (lambda desk: LeavingScreen(desk.roster().members[1].member), ()),
    "leaving-draft": (lambda desk: LeavingScreen(desk.roster().members[1].member), ("f2",)),
    "law": (lambda desk: LawScreen(), ()),
    "law-changes": (lambda desk: LawScreen(), ("m",)),
    "law-decisions": (lambda desk: LawScreen(), ("m", "m")),
    "law-entry": (lambda desk: LawScreen(), ("down", "enter")),
    "rules": (lambda desk: RulesScreen(), ()),
    "lab": (lambda desk: LabScreen(), ()),
    "lab-tried": (lambda desk: LabScreen(), ("enter",)),
    "lab-round": (lambda desk: LabScreen(), ("enter", "enter")),
    "checkpoints": (lambda desk: CheckpointsScreen(), ()),
    "checkpoints-compared": (lambda desk: CheckpointsScreen(), ("c", "f2")),
    "proof": (lambda desk: RecordScreen(desk.decisions()[0]), ("p",)),
    "held": (lambda desk: DossierScreen(ID), ("n", "n", "end", "enter")),
    "verify": (lambda desk: VerifyScreen(), ()),
    "verify-fault": (lambda desk: VerifyScreen(), ("enter",)),
    "evidence": (lambda desk: ReaderScreen("Run 14", partial(desk.evidence_text, ID, "eval")), ()),
}
WAYS |= {f"dossier-{name.lower()}": (lambda desk: DossierScreen(ID), ("n",) * at) for at, name in enumerate(SECTIONS)}


async def go(name: str, desk: Desk, app: BoardApp, pilot: Pilot[Any]) -> None:
    """From the inbox to a screen."""
    push, keys = WAYS[name]
    if push is not None:
        app.push_screen(push(desk))
        await settle(app, pilot)
    await press(app, pilot, *keys)
