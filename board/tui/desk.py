"""Where the screens meet the actions: one method for each thing a screen asks for, run in a job, never in a handler.

The modules behind the actions are imported on first use, so that the frame is painted before git is thought of.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from threading import Lock, RLock
from typing import TYPE_CHECKING

from board.tui.desk_evidence import EvidenceDesk
from board.tui.desk_later import Later

if TYPE_CHECKING:
    from board.actions.asking import Done, Filter, Inbox, Me, Status
    from board.actions.model import (
        BallotForm,
        DecisionPreview,
        DecisionRow,
        Dossier,
        FreeParts,
        LogLine,
        OpeningPreview,
        ReviewForm,
    )
    from board.actions.rows import Kept, KeptInbox, Page
    from board.actions.rows_child import Child
    from board.actions.session import Session
    from board.core.ballot import BallotDraft
    from board.core.case import Summary, Tally
    from board.core.finding import Finding
    from board.core.proposal import Proposal
    from board.core.review import View


MANY = 200
"""From so many proposals on, a first reading takes long enough to be worth a process of its own."""
SCREENFUL = 40


class Desk(EvidenceDesk, Later):
    """One opened repository as the screens see it. Calls follow one another: a session serves one at a time."""

    def __init__(self, session: Session, ahead: Child | None = None) -> None:
        """`ahead` is a process that reads the rows already."""
        self.session = session
        self._ahead = ahead
        self._turn = RLock()
        self._reading = Lock()
        self._holds: tuple[date, datetime | None] | None = None
        """The day of the inbox last read, and the last moment at which what is due by the hour reads so."""

    @contextmanager
    def _ours(self) -> Iterator[Session]:
        with self._turn:
            yield self.session

    @property
    def me(self) -> Me:
        """Who sits at the keyboard."""
        return self.session.me

    @property
    def today(self) -> date:
        """The session's day."""
        return self.session.today

    @property
    def now(self) -> datetime:
        """The session's clock."""
        return self.session.now()

    @property
    def zone(self) -> str:
        """The board's time zone, by whose clocks times are told."""
        return self.session.charter.timezone

    def close(self) -> None:
        """Give the drafts up, so that another window may have them."""
        if not self.session.me.why_reader:
            self.session.drafts.close()

    def elsewhere(self, proposal_id: str) -> bool:
        """Whether another window has my draft."""
        with self._ours() as session:
            return not session.me.why_reader and session.drafts.elsewhere(proposal_id)

    def take_over(self, proposal_id: str) -> None:
        """Take my draft from another window."""
        with self._ours() as session:
            session.drafts.take_over(proposal_id)

    def names(self) -> dict[str, str]:
        """What people are called, by handle."""
        with self._ours() as session:
            return {member.id: member.name for member in session.charter.members if member.name}

    def refresh(self) -> bool:
        """Look at the tip and the clock again; True when what is on screen may read otherwise now."""
        from board.actions.session import refresh

        with self._ours() as session:
            return refresh(session) or self._passed(session)

    def _passed(self, session: Session) -> bool:
        """Whether a day began since the inbox was read, or an hour that counts in it; said once."""
        if self._holds is None:
            return False
        day, until = self._holds
        passed = session.today != day or (until is not None and session.now() > until)
        if passed:
            self._holds = None
        return passed

    def _hold(self, inbox: Inbox, session: Session) -> None:
        from board.actions.rows_text import read_until

        self._holds = session.today, read_until((*inbox.mine, *inbox.others), session.now())

    def status(self) -> Status:
        """The status line."""
        from board.actions import browse

        with self._ours() as session:
            return browse.status(session)

    def inbox(self) -> Inbox:
        """What waits for me and what I wait for."""
        from board.actions import browse

        with self._ours() as session:
            found = browse.inbox(session)
            self._hold(found, session)
            return found

    def kept_inbox(self) -> KeptInbox | None:
        """The inbox as last seen, at once."""
        from board.actions import browse

        with self._ours() as session:
            kept = browse.kept_inbox(session)
            if kept is not None and kept.current:
                self._hold(kept.inbox, session)
            return kept

    def kept_rows(self) -> Kept | None:
        """The first rows of the list as last seen, at once."""
        from board.actions.rows import cached

        with self._ours() as session:
            return cached(session, limit=SCREENFUL)

    def pages(self) -> Generator[Page, None, None]:
        """The list while a process of its own reads it; nothing where it was read before, or is short.

        One reader at a time: a second one waits, and finds the list read. Closing the iterator ends the process.
        """
        from board.actions.rows_worker import in_child

        if len(self.session.listed.ids) < MANY:
            return
        with self._reading:
            kept = self.kept_rows()
            if kept is None or not kept.current:
                ahead, self._ahead = self._ahead, None
                yield from in_child(self.session, ahead)

    def findings(self) -> tuple[Finding, ...]:
        """What `board check` finds, over all files on disk; in a session of its own, so that no screen waits for it."""
        from board.actions.check import check
        from board.actions.session import open_session

        place = self.session.store.place
        member = self.me.member if self.session.demo else ""
        return check(open_session(place.work_tree or place.git_dir, member))

    def listing(self, which: Filter) -> tuple[Summary, ...]:
        """All proposals that a filter lets through; a list that was not read yet is read first."""
        from board.actions import browse

        for _ in self.pages():
            pass
        with self._ours() as session:
            return browse.listing(session, which)

    def text_of(self, proposal_id: str) -> Proposal:
        """The text alone, at once."""
        from board.actions.reading import text_of

        with self._ours() as session:
            return text_of(session, proposal_id)

    def dossier(self, proposal_id: str) -> Dossier:
        """All that a member reads before she votes."""
        from board.actions import browse

        with self._ours() as session:
            return browse.dossier(session, proposal_id)

    def mark_looked(self, proposal_id: str) -> None:
        """Remember that I saw this now."""
        from board.actions import browse

        with self._ours() as session:
            browse.mark_looked(session, proposal_id)

    def tally(self, proposal_id: str) -> tuple[Dossier, Tally]:
        """The sum so far, with the dossier that says whether ballots are hidden from me."""
        from board.actions import browse

        with self._ours() as session:
            return browse.dossier(session, proposal_id), browse.tally_of(session, proposal_id)

    def decisions(self) -> tuple[DecisionRow, ...]:
        """What was decided."""
        from board.actions import browse

        with self._ours() as session:
            return browse.decisions(session)

    def decision_text(self, proposal_id: str, which: str) -> str:
        """The published text: "decision" or "ethics-review"."""
        from board.actions import browse

        with self._ours() as session:
            return browse.decision_text(session, proposal_id, which)

    def events(self, proposal_id: str) -> tuple[LogLine, ...]:
        """A proposal's life."""
        from board.actions import browse

        with self._ours() as session:
            return browse.events(session, proposal_id)

    def evidence_text(self, proposal_id: str, evidence_id: str) -> str:
        """A text evidence file."""
        from board.actions import browse

        with self._ours() as session:
            return browse.evidence_text(session, proposal_id, evidence_id)

    def review_form(self, proposal_id: str) -> ReviewForm:
        """The guided questions."""
        from board.actions import reviewing

        with self._ours() as session:
            return reviewing.review_form(session, proposal_id)

    def save_view(self, proposal_id: str, view: View) -> datetime:
        """Put my view into the draft on disk."""
        from board.actions import reviewing

        return reviewing.save_view(self.session, proposal_id, view)

    def take_answer(self, proposal_id: str, question: str) -> Done:
        """Answer a question of my own proposal as last time."""
        from board.actions import reviewing

        with self._ours() as session:
            return reviewing.take(session, proposal_id, (question,))

    def share(self, proposal_id: str) -> Done:
        """Commit my review without a ballot."""
        from board.actions import reviewing

        with self._ours() as session:
            return reviewing.share(session, proposal_id)

    def ballot_form(self, proposal_id: str) -> BallotForm:
        """What I need to cast."""
        from board.actions import voting

        with self._ours() as session:
            return voting.ballot_form(session, proposal_id)

    def save_ballot_draft(self, proposal_id: str, draft: BallotDraft) -> datetime:
        """Put my ballot draft on disk."""
        from board.actions import voting

        return voting.save_ballot_draft(self.session, proposal_id, draft)

    def cast(self, proposal_id: str, draft: BallotDraft, seen: str) -> Done:
        """Commit my ballot."""
        from board.actions import voting

        with self._ours() as session:
            return voting.cast(session, proposal_id, draft, seen)

    def preview_cast(self, proposal_id: str, draft: BallotDraft) -> Mapping[str, str]:
        """The exact files that casting would write."""
        from board.actions import voting

        with self._ours() as session:
            return voting.preview_cast(session, proposal_id, draft)

    def confirm(self, proposal_id: str) -> Done:
        """Cast my stale ballot again."""
        from board.actions import voting

        with self._ours() as session:
            return voting.confirm(session, proposal_id)

    def discard_draft(self, proposal_id: str) -> None:
        """Throw my ballot draft away."""
        from board.actions import voting

        with self._ours() as session:
            voting.discard_draft(session, proposal_id)

    def opening_preview(self, proposal_id: str) -> OpeningPreview:
        """What opening would bind."""
        from board.actions import docketing

        with self._ours() as session:
            return docketing.opening_preview(session, proposal_id)

    def open_proposal(self, proposal_id: str) -> Done:
        """Take a revision up."""
        from board.actions import docketing

        with self._ours() as session:
            return docketing.open_proposal(session, proposal_id)

    def preview(self, proposal_id: str, free: FreeParts | None) -> DecisionPreview:
        """The exact files that deciding would write."""
        from board.actions import deciding

        with self._ours() as session:
            return deciding.preview(session, proposal_id, free)

    def save_free_parts(self, proposal_id: str, free: FreeParts) -> datetime:
        """Put the free parts of a decision on disk as a draft."""
        from board.actions import deciding

        return deciding.save_free_parts(self.session, proposal_id, free)

    def decide(self, proposal_id: str, seen: DecisionPreview) -> Done:
        """Write record, decision and ethics review in one commit."""
        from board.actions import checkpointing, deciding

        with self._ours() as session:
            return checkpointing.witnessed(session, deciding.decide(session, proposal_id, seen), session.touch)

    def defer(self, proposal_id: str, reason: str) -> Done:
        """Put it off."""
        from board.actions import checkpointing, deciding

        with self._ours() as session:
            return checkpointing.witnessed(session, deciding.defer(session, proposal_id, reason), session.touch)

    def withdraw(self, proposal_id: str, reason: str) -> Done:
        """End it without a decision."""
        from board.actions import checkpointing, deciding

        with self._ours() as session:
            return checkpointing.witnessed(session, deciding.withdraw(session, proposal_id, reason), session.touch)

    def ask(self, proposal_id: str, text: str, kind: str, to: str, about: str) -> Done:
        """Commit a question or a concern."""
        from board.actions import messaging

        with self._ours() as session:
            return messaging.ask(session, proposal_id, text, kind=kind, to=to, about=about)

    def reply(self, proposal_id: str, text: str, re: str, kind: str) -> Done:
        """Commit a reply, or call a concern resolved."""
        from board.actions import messaging

        with self._ours() as session:
            return messaging.reply(session, proposal_id, text, re=re, kind=kind)

    def message_draft(self, proposal_id: str) -> dict[str, str]:
        """The message I began to write."""
        from board.actions import messaging

        with self._ours() as session:
            return messaging.message_draft(session, proposal_id)

    def save_message_draft(self, proposal_id: str, draft: Mapping[str, str]) -> datetime:
        """Put it on disk."""
        from board.actions import messaging

        return messaging.save_message_draft(self.session, proposal_id, draft)

    def sync(self) -> Done:
        """Fetch, re-apply mine, push."""
        from board.actions import syncing

        with self._ours() as session:
            return syncing.sync(session)
