"""A member's desk: what she typed and has not committed, and what she looked at when; on this machine only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from board.store.drafts import Drafts, Hold
from board.store.looked import Looked


class Desk(Protocol):
    """What actions ask of a desk."""

    def load(self, proposal_id: str) -> Mapping[str, Any]:
        """The draft for a proposal, by section: views, ballot, free."""

    def save(self, proposal_id: str, values: Mapping[str, Any]) -> datetime:
        """Keep a draft whole; returns when."""

    def drop(self, proposal_id: str, *sections: str) -> None:
        """Forget some sections, or without any the whole draft."""

    def saved_at(self, proposal_id: str) -> datetime | None:
        """When the draft was saved last."""

    def note(self, proposal_id: str) -> str:
        """What the member should hear about her draft: another window has it, or it was damaged."""

    def damage(self, proposal_id: str) -> str:
        """What became of a damaged draft, told once; "" when none was."""

    def elsewhere(self, proposal_id: str) -> bool:
        """Whether another window has the draft, so that nothing is saved from here."""

    def take_over(self, proposal_id: str) -> None:
        """Claim the draft from another window, which is told so at its next save."""

    def close(self) -> None:
        """Give every held draft up."""

    def last_look(self, proposal_id: str) -> datetime | None:
        """When she last looked at the proposal."""

    def mark_look(self, proposal_id: str, commit: str) -> None:
        """Remember that she looks now, at this commit."""


class StateDesk:
    """A desk in the user's state directory; a draft that this window edits is held against other windows."""

    def __init__(self, repository: str, member: str, now: Callable[[], datetime]) -> None:
        self._drafts = Drafts(repository, member)
        self._looked = Looked(repository, member)
        self._now = now
        self._holds: dict[str, Hold] = {}
        self._damage: dict[str, str] = {}

    def load(self, proposal_id: str) -> Mapping[str, Any]:
        """The draft for a proposal, by section."""
        draft = self._drafts.load(proposal_id)
        if draft.note:
            self._damage[proposal_id] = draft.note
        return draft.data

    def save(self, proposal_id: str, values: Mapping[str, Any]) -> datetime:
        """Keep a draft whole; raises Refused when another window has it or the disk does not take it."""
        return self._drafts.save(proposal_id, values, self._now(), self._hold(proposal_id))

    def drop(self, proposal_id: str, *sections: str) -> None:
        """Forget some sections, or without any the whole draft."""
        kept = {key: value for key, value in self.load(proposal_id).items() if sections and key not in sections}
        hold = self._hold(proposal_id)
        if not hold.mine():
            return  # another window types there now; what it holds is its own to lose
        if kept:
            self.save(proposal_id, kept)
        else:
            self._drafts.delete(proposal_id)

    def saved_at(self, proposal_id: str) -> datetime | None:
        """When the draft was saved last."""
        return self._drafts.load(proposal_id).saved_at

    def note(self, proposal_id: str) -> str:
        """What the member should hear about her draft."""
        self.load(proposal_id)
        return self._hold(proposal_id).words or self._damage.get(proposal_id, "")

    def damage(self, proposal_id: str) -> str:
        """What became of a damaged draft, told once."""
        self.load(proposal_id)
        return self._damage.pop(proposal_id, "")

    def elsewhere(self, proposal_id: str) -> bool:
        """Whether another window has the draft, so that nothing is saved from here."""
        return not self._hold(proposal_id).mine()

    def take_over(self, proposal_id: str) -> None:
        """Claim the draft from another window, which is told so at its next save."""
        self._hold(proposal_id).take_over()

    def last_look(self, proposal_id: str) -> datetime | None:
        """When she last looked at the proposal."""
        look = self._looked.last(proposal_id)
        return look.at if look else None

    def mark_look(self, proposal_id: str, commit: str) -> None:
        """Remember that she looks now, at this commit."""
        self._looked.mark(proposal_id, commit, self._now())

    def close(self) -> None:
        """Give every held draft up."""
        for hold in self._holds.values():
            hold.close()
        self._holds.clear()

    def _hold(self, proposal_id: str) -> Hold:
        if proposal_id not in self._holds:
            self._holds[proposal_id] = self._drafts.hold(proposal_id)
        return self._holds[proposal_id]
