"""Messages from outside the board may be taken away by chair or secretary; what members wrote stays."""

from __future__ import annotations

from collections.abc import Sequence

from board.actions.cases import load_case
from board.actions.common import done, message
from board.actions.load import World
from board.actions.model import Done
from board.actions.session import Session
from board.core.case import Case
from board.core.finding import ExitStatus, refuse
from board.core.message import Message, is_guest
from board.core.sentence import plural
from board.store.base import Change


def removable(case: Case, files: Sequence[str]) -> tuple[Message, ...]:
    """The messages of these files; raises Refused where one is not there, or where a member wrote it."""
    known = {one.file: one for one in case.messages}
    gone = [file for file in files if file not in known]
    if gone:
        raise refuse("message.unknown", f"{case.id} has no message {gone[0]}.", f"`board show {case.id}` lists them.")
    found = tuple(known[file] for file in dict.fromkeys(files))
    kept = [one for one in found if not is_guest(one.author, case.charter)]
    if kept:
        raise refuse(
            "message.of-a-member",
            f"{kept[0].author} is a member, and what members write stays.",
            "Only a message that came from outside the board, which nobody signed, can be taken away.",
        )
    return found


def remove(session: Session, proposal_id: str, files: Sequence[str], reason: str) -> Done:
    """Take messages from outside away in one commit that says why; they stay in the history, and `verify` tells it.

    Raises Refused where I am neither chair nor secretary, give no reason, or a member wrote one of them.
    """
    if not session.member().presides:
        words = "Only the chair or the secretary may take a message away."
        raise refuse("role.chair-or-secretary", words, "Ask one of them; `board whoami` shows your roles.")
    if not reason.strip():
        raise refuse("reason.missing", "Say why, in a sentence.", "Use --reason.", status=ExitStatus.WRONG_USE)

    def make(world: World) -> Change:
        found = removable(load_case(world, proposal_id), files)
        paths = [world.layout.file(proposal_id, f"messages/{one.file}") for one in found]
        subject = f"Take away {plural(len(paths), 'message')} from outside on {proposal_id}"
        return Change(dict.fromkeys(paths), message(subject, reason.strip(), proposal=proposal_id))

    written = session.commit(make)
    many = plural(len(set(files)), "message")
    return done(f"Took {many} from outside away on {proposal_id}. The history keeps what they said.", written)
